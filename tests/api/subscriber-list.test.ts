import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSubscribers } from '#features/deployment/index.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>
interface Page {
  items: Array<{ id: string }>
  nextCursor: string | null
}

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

const firstNames =
  'Anna Jürgen Øystein Łukasz Zoë Nuñez François Dvořák Иван Ольга Αλέξης 太郎 美咲 Mehmet Şule İbrahim Þóra Seán Anne-Marie Jean.Luc أحمد O’Neil'.split(
    ' ',
  )
const lastNames =
  "Müller Straßer O'Brien García Nowak Łódzki Иванов Щербаков Παπαδόπουλος 山田 佐藤(営業2課) van_Dyk D'Angelo Smith&Sons 50%Quality Back\\slash Ørsted Þórðarson Çelik Zimmermann Öztürk de-la-Cruz Ñandú 👍Team Qvist A+B".split(
    ' ',
  )

/** Adds people as an import does. */
async function addPeople(customer: Customer, count: number, eccentricity = 1): Promise<void> {
  const planned = Array.from({ length: count }, (_, n) => {
    const plain = n % 10 >= eccentricity * 10
    const firstName = plain ? 'Bernd' : (firstNames[(n * 7) % firstNames.length] as string)
    const lastName = plain ? `Bauer ${n % 997}` : (lastNames[(n * 11) % lastNames.length] as string)
    return {
      id: newId(),
      profileId: customer.profileId,
      firstName,
      lastName,
      email: `p${n}.x-${n % 31}_y+${n % 7}@acme.example`,
      pbxSipUserName: String(2000 + n),
      ...(n % 5 === 0 ? { mbgSipUserName: `mbg#${n % 300}` } : {}),
      ...(n % 9 === 0 ? { clientServiceUserName: `${firstName}/${n}` } : {}),
    }
  })
  for (let start = 0; start < count; start += 2_000) {
    await app.platform.database.inAccount(customer.id, (tx) =>
      addSubscribers(app.platform, tx, 'Ada', planned.slice(start, start + 2_000)),
    )
  }
}

async function list(customer: Customer, query: Record<string, string>) {
  const { status, headers, body } = await ada.get(
    `${customer.path}/subscribers?${new URLSearchParams(query)}`,
  )
  expect({ status, body: status === 200 ? undefined : body }).toEqual({ status: 200, body: undefined })
  return { page: body as Page, sortedBy: headers.get('x-sorted-by') }
}

async function allPages(customer: Customer, query: Record<string, string>, limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const given: Record<string, string> = { ...query, limit: String(limit), ...(cursor ? { cursor } : {}) }
    const { page }: { page: Page } = await list(customer, given)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}

const countOf = (customer: Customer, query: Record<string, string>) =>
  ada
    .get(`${customer.path}/subscribers/count?${new URLSearchParams(query)}`)
    .expect(200)
    .then(({ count }) => count as number)

describe('searching an account of 12,000, by what a look at every record finds', () => {
  let customer: Customer
  /** Every record by name: its id, and what is searched of it, folded. */
  let records: Array<{ id: string; text: string }>

  beforeAll(async () => {
    customer = await aCustomer(ada, { name: 'Big' })
    await addPeople(customer, 12_000, 0.3)
    const neighbour = await aCustomer(ada, { name: 'Neighbour' })
    await addPeople(neighbour, 300)
    records = await asSuperuser(
      app.database,
      `select subscriber_id as id, app.fold(concat_ws(' ', first_name, last_name, email, directory_number, mbg_sip_user_name,
              pbx_sip_user_name, client_service_user_name)) as text
         from app.subscribers where account_id = $1 order by sort_name collate "C", subscriber_id`,
      [customer.id],
    )
  })

  async function folded(needles: string[]): Promise<string[]> {
    const rows = await asSuperuser<{ folded: string }>(
      app.database,
      'select app.fold(needle) as folded from unnest($1::text[]) with ordinality as n(needle, at) order by at',
      [needles],
    )
    return rows.map((row) => row.folded)
  }

  /** Some substrings of what is stored, some that never occur, all of one to five characters; and pairs of them. */
  function needles(): string[] {
    const made = new Set([
      '%',
      '_',
      '\\',
      "'",
      '%%',
      '\\_',
      "''",
      '👍',
      '👍t',
      '(営',
      '2課)',
      '王',
      '&s',
      '50%',
      'zz',
      'q',
      '@',
      '..',
      'щ',
    ])
    for (let n = 0; made.size < 300; n++) {
      const characters = [...(records[(n * 7919) % records.length]?.text ?? '')]
      const start = (n * 31) % (characters.length - 5)
      const piece = characters.slice(start, start + 1 + (n % 5)).join('')
      if (piece.trim() !== '')
        made.add(n % 6 === 0 ? `${piece} ${characters.slice(2, 4 + (n % 3)).join('')}` : piece)
      if (n % 11 === 0) made.add((n * 7).toString(36).slice(-1 - (n % 4)))
    }
    return [...made]
  }

  test('UA-23, CD-1: the first page and the count of some hundred needles are exact', async () => {
    const wrong: unknown[] = []
    const given = needles()
    const looked = await folded(given)
    for (const [at, needle] of given.entries()) {
      const words = (looked[at] as string).split(/\s+/).filter((word) => word !== '')
      const matching = records.filter(({ text }) => words.every((word) => text.includes(word)))
      const { page } = await list(customer, { search: needle, limit: '20' })
      const found = page.items.map(({ id }) => id)
      const expected = matching.slice(0, 20).map(({ id }) => id)
      const count = await countOf(customer, { search: needle })
      if (
        String(found) !== String(expected) ||
        count !== matching.length ||
        (page.nextCursor === null) !== matching.length <= 20
      ) {
        wrong.push({ needle, found: found.length, count, expected: matching.length })
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)

  test.each([
    'qvist',
    'иванов',
    '営業',
    'bauer 99',
    'ørsted',
    '50%',
  ])('pages of the search for %s hold every match once, up and down, also beyond the first 10,000 entries', async (search) => {
    const [looked = ''] = await folded([search])
    const matching = records
      .filter(({ text }) => looked.split(' ').every((word) => text.includes(word)))
      .map(({ id }) => id)
    expect(matching.length).toBeGreaterThan(0)
    expect(await allPages(customer, { search }, 100)).toEqual(matching)
    expect(await allPages(customer, { search, sort: '-lastName' }, 100)).toEqual(matching.toReversed())
  })

  test('up to 10,000 matches come in the order asked for; more come by name, and the answer says so', async () => {
    expect((await list(customer, { search: 'bauer', sort: '-email' })).sortedBy).toBe('-email')
    const all = { search: 'acme', sort: '-email' }
    const { page, sortedBy } = await list(customer, all)
    expect(sortedBy).toBe('lastName')
    expect(page.items.map(({ id }) => id)).toEqual(records.slice(0, 50).map(({ id }) => id))
    const second = await list(customer, { ...all, cursor: page.nextCursor as string })
    expect(second.sortedBy).toBe('lastName')
    expect(second.page.items.map(({ id }) => id)).toEqual(records.slice(50, 100).map(({ id }) => id))
  })

  test('a bulk act takes everything that a search matches', async () => {
    const selection = { all: true, filter: { search: 'qvist zoe' }, except: [] }
    const expectedCount = await countOf(customer, { search: 'qvist zoe' })
    expect(expectedCount).toBeGreaterThan(0)
    const { id } = await ada
      .post(`${customer.path}/subscriber-deletions`, { selection: { ...selection, expectedCount } })
      .expect(202)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: expectedCount })
    expect(await countOf(customer, { search: 'qvist zoe' })).toBe(0)
  })
})

describe('the search is in step with the records', () => {
  const found = async (customer: Customer, search: string) =>
    (await list(customer, { search })).page.items.map(({ id }) => id)

  test.each([
    ['Łódź', 'lodz'],
    ['Straße', 'STRASSE'],
    ['Jürgen', 'jurgen'],
    ['Ørsted', 'ørs'],
    ["O'Brien", "o'b"],
    ['Kühn', 'ku\u0308hn'],
  ])('%s is found as %s, whatever the case and the diacritics', async (lastName, search) => {
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, { lastName })
    expect(await found(customer, search)).toEqual([id])
  })

  test('after adding, changing and deleting, with the same transaction', async () => {
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, { lastName: 'Kühn', directoryNumber: '4711' })
    for (const search of ['kuhn', '4711', 'anna.kuehn@acme', '1001', 'anna kuhn 47']) {
      expect(await found(customer, search), search).toEqual([id])
    }
    const path = `${customer.path}/subscribers/${id}`
    await ada
      .patch(path, { lastName: 'Vogel', clientServiceUserName: 'avogel', mbgSipUserName: 'm-17' })
      .expect(200)
    expect(await found(customer, 'kuhn')).toEqual([])
    for (const search of ['vogel anna', 'avogel', 'm-17'])
      expect(await found(customer, search), search).toEqual([id])
    await ada.patch(path, { voicemailNumber: '99' }).expect(200)
    expect(await found(customer, 'vogel')).toEqual([id])
    await ada.delete(path).expect(204)
    expect(await found(customer, 'vogel')).toEqual([])
    expect(await countOf(customer, { search: 'vogel' })).toBe(0)
  })

  test('after an import', async () => {
    const customer = await aCustomer(ada)
    const content =
      'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password\nŽižek,z@acme.example,pbx.acme.example,1007,s3cret-Zizek\n'
    const path = `${customer.path}/subscriber-imports`
    const { id } = await ada
      .upload(path, { name: 'people.csv', content }, { profileId: customer.profileId })
      .expect(201)
    const ended = (status: string) =>
      waitUntil(
        async () => {
          const plan = await ada.get(`${path}/${id}`).expect(200)
          return plan.status === status ? plan : undefined
        },
        { what: `the import is ${status}` },
      )
    await ended('ready')
    await ada.post(`${path}/${id}/application`).expect(202)
    await ended('applied')
    expect(await found(customer, 'zizek 1007')).toHaveLength(1)
  })
})

describe('every sort with every filter', () => {
  let customer: Customer
  /** The filters as a query, and as a condition on `s`. */
  const filters: Array<[Record<string, string>, string]> = [
    [{}, 'true'],
    [{ state: 'sent' }, "s.state = 'sent'"],
    [{ origin: 'connection' }, "s.origin = 'connection'"],
    [{ state: 'sent', origin: 'manual' }, "s.state = 'sent' and s.origin = 'manual'"],
    ...Object.entries({
      updatePending: 's.update_pending',
      forcePending: 's.force_pending_at is not null',
      redeployRequired: 's.redeploy_required',
      locked: 's.pin_locked_at is not null',
      linkExpired: "(s.state = 'sent' and s.link_expires_at is not null and s.link_expires_at < now())",
      pinSet: 's.deployment_pin_secret is not null',
    }).flatMap<[Record<string, string>, string]>(([fact, condition]) => [
      [{ [fact]: 'true' }, condition],
      [{ [fact]: 'false' }, `not (${condition})`],
    ]),
  ]
  const orders: Record<string, string[]> = {
    lastName: ['s.sort_name collate "C"'],
    directoryNumber: [`coalesce(s.directory_number, '') collate "C"`],
    email: ['lower(s.email)'],
    deployedAt: ["coalesce(s.deployed_at, '-infinity')"],
    downloadedAt: ["coalesce(s.downloaded_at, '-infinity')"],
    state: ['s.state', 's.sort_name collate "C"'],
    profile: ['app.fold(p.name) collate "C"', 'p.profile_id', 's.sort_name collate "C"'],
  }
  const searched = `app.search_text(s.first_name, s.last_name, s.email, s.directory_number, s.mbg_sip_user_name, s.pbx_sip_user_name,
    s.client_service_user_name)`
  const cases = Object.keys(orders).flatMap((sort) => [sort, `-${sort}`])

  beforeAll(async () => {
    customer = await aCustomer(ada, { name: 'Sorted' }, { name: 'Zeta' })
    for (const name of ['Älter', 'beta', 'Empty', 'Omega']) {
      await ada.post(`${customer.path}/deployment-profiles`, { name }).expect(201)
    }
    await addPeople(customer, 130)
    await asSuperuser(
      app.database,
      `update app.subscribers s set
         profile_id = (select (array_agg(profile_id order by name))[1 + n % 4] from app.deployment_profiles
                        where account_id = $1 and name in ('Zeta', 'Älter', 'beta', 'Omega')),
         directory_number = case when n % 4 > 0 then (n % 9)::text end, origin = case when n % 3 = 0 then 'connection' else 'manual' end,
         state = (array['new', 'sent', 'sent', 'downloaded', 'failed'])[1 + n % 5],
         deployed_at = case when n % 6 > 1 then timestamptz '2026-01-01' + n % 7 * interval '1.000001 hour' end,
         downloaded_at = case when n % 5 > 2 then timestamptz '2026-02-01' + n % 3 * interval '1 day' end,
         link_expires_at = case n % 3 when 0 then now() - interval '1 day' when 1 then now() + interval '1 hour' end,
         update_pending = n % 2 = 0, force_pending_at = case when n % 7 = 0 then now() end, redeploy_required = n % 8 = 0,
         pin_locked_at = case when n % 9 = 0 then now() end, deployment_pin_secret = case when n % 4 = 1 then 'sealed' end
       from (select subscriber_id, row_number() over (order by email)::int as n from app.subscribers where account_id = $1) each_one
       where s.account_id = $1 and s.subscriber_id = each_one.subscriber_id`,
      [customer.id],
    )
    await asSuperuser(
      app.database,
      `update app.subscriber_search x set search = ${searched} from app.subscribers s
        where s.account_id = $1 and x.account_id = s.account_id and x.subscriber_id = s.subscriber_id`,
      [customer.id],
    )
  })

  /** What a plain statement answers. */
  async function expected(sort: string, condition: string): Promise<string[]> {
    const direction = sort.startsWith('-') ? 'desc' : 'asc'
    const order = [...(orders[sort.replace('-', '')] as string[]), 's.subscriber_id']
    const rows = await asSuperuser<{ id: string }>(
      app.database,
      `select s.subscriber_id as id from app.subscribers s
         join app.deployment_profiles p on p.account_id = s.account_id and p.profile_id = s.profile_id
        where s.account_id = $1 and ${condition} order by ${order.map((each) => `${each} ${direction}`).join(', ')}`,
      [customer.id],
    )
    return rows.map((row) => row.id)
  }

  test.each(cases)('CD-1: sorted by %s, pages hold each match of each filter exactly once', async (sort) => {
    for (const [query, condition] of filters) {
      const ids = await expected(sort, condition)
      expect(ids.length, condition).toBeGreaterThan(0)
      expect(await allPages(customer, { ...query, sort }, 48), condition).toEqual(ids)
    }
  })

  test.each(cases)('sorted by %s, a search narrows each filter further', async (sort) => {
    for (const [query, condition] of filters) {
      const ids = await expected(sort, `${condition} and ${searched} like '%7%'`)
      const search = { ...query, search: '7' }
      expect(await allPages(customer, { ...search, sort }, 20), condition).toEqual(ids)
      expect(await countOf(customer, search), condition).toBe(ids.length)
    }
  })

  test('a profile narrows list, search and count', async () => {
    const [{ id: profileId }] = (await asSuperuser(
      app.database,
      "select profile_id as id from app.deployment_profiles where account_id = $1 and name = 'beta'",
      [customer.id],
    )) as [{ id: string }]
    const ids = await expected('profile', `s.profile_id = '${profileId}'`)
    expect(ids.length).toBeGreaterThan(20)
    expect(await allPages(customer, { profileId, sort: 'profile' }, 10)).toEqual(ids)
    expect(await allPages(customer, { profileId, search: 'acme' }, 10)).toEqual(ids)
    expect(await countOf(customer, { profileId, search: 'acme' })).toBe(ids.length)
  })

  test('a cursor of another sort is refused', async () => {
    const { page } = await list(customer, { sort: 'email', limit: '2' })
    const path = `${customer.path}/subscribers?sort=state&cursor=${page.nextCursor}`
    expect(await ada.get(path)).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
  })

  test.each(['updatePending=yes', 'locked=1', 'pinSet='])('%s is refused', async (query) => {
    expect(await ada.get(`${customer.path}/subscribers?${query}`)).toMatchObject({ status: 422 })
  })

  test('a link counts as expired from the minute it does', async () => {
    const before = await countOf(customer, { linkExpired: 'true' })
    app.clock.advance({ minutes: 61 })
    expect(await countOf(customer, { linkExpired: 'true' })).toBeGreaterThan(before)
    const searched = await countOf(customer, { linkExpired: 'true', search: 'acme' })
    expect(searched).toBe(await countOf(customer, { linkExpired: 'true' }))
  })
})
