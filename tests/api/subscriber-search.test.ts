import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { addPeople, allPages, type Customer, countOf, list } from './many-people.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

describe('searching an account of 12,000, by what a look at every record finds', () => {
  let customer: Customer
  /** Every record by name: its id, and what is searched of it, folded. */
  let records: Array<{ id: string; text: string }>

  beforeAll(async () => {
    customer = await aCustomer(ada, { name: 'Big' })
    await addPeople(app, customer, 12_000, 0.3)
    const neighbour = await aCustomer(ada, { name: 'Neighbour' })
    await addPeople(app, neighbour, 300)
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
      const { page } = await list(ada, customer, { search: needle, limit: '20' })
      const found = page.items.map(({ id }) => id)
      const expected = matching.slice(0, 20).map(({ id }) => id)
      const count = await countOf(ada, customer, { search: needle })
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
    expect(await allPages(ada, customer, { search }, 100)).toEqual(matching)
    expect(await allPages(ada, customer, { search, sort: '-lastName' }, 100)).toEqual(matching.toReversed())
  })

  test('up to 10,000 matches come in the order asked for; more come by name, and the answer says so', async () => {
    expect((await list(ada, customer, { search: 'bauer', sort: '-email' })).sortedBy).toBe('-email')
    const all = { search: 'acme', sort: '-email' }
    const { page, sortedBy } = await list(ada, customer, all)
    expect(sortedBy).toBe('lastName')
    expect(page.items.map(({ id }) => id)).toEqual(records.slice(0, 50).map(({ id }) => id))
    const second = await list(ada, customer, { ...all, cursor: page.nextCursor as string })
    expect(second.sortedBy).toBe('lastName')
    expect(second.page.items.map(({ id }) => id)).toEqual(records.slice(50, 100).map(({ id }) => id))
  })

  test('a bulk act takes everything that a search matches', async () => {
    const selection = { all: true, filter: { search: 'qvist zoe' }, except: [] }
    const expectedCount = await countOf(ada, customer, { search: 'qvist zoe' })
    expect(expectedCount).toBeGreaterThan(0)
    const { id } = await ada
      .post(`${customer.path}/subscriber-deletions`, { selection: { ...selection, expectedCount } })
      .expect(202)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: expectedCount })
    expect(await countOf(ada, customer, { search: 'qvist zoe' })).toBe(0)
  })
})

describe('the search is in step with the records', () => {
  const found = async (customer: Customer, search: string) =>
    (await list(ada, customer, { search })).page.items.map(({ id }) => id)

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
    expect(await countOf(ada, customer, { search: 'vogel' })).toBe(0)
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
