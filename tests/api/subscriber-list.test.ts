import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aPerson } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { addPeople, allPages, type Customer, countOf, list } from './many-people.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

describe('every sort with every filter', () => {
  let customer: Customer
  const operationId = newId()
  const ofOperation = `exists (select from app.operation_items i where i.operation_id = '${operationId}'
    and i.subject_id = s.subscriber_id and i.outcome = 'done')`
  /** The filters as a query, and as a condition on `s`. */
  const filters: Array<[Record<string, string>, string]> = [
    [{}, 'true'],
    [{ state: 'sent' }, "s.state = 'sent'"],
    [{ origin: 'connection' }, "s.origin = 'connection'"],
    [{ state: 'sent', origin: 'manual' }, "s.state = 'sent' and s.origin = 'manual'"],
    [{ operationId }, ofOperation],
    [{ operationId, state: 'sent' }, `${ofOperation} and s.state = 'sent'`],
    ...Object.entries({
      updatePending: 's.update_pending',
      forcePending: 's.force_pending_at is not null',
      redeployRequired: 's.redeploy_required',
      locked: 's.pin_locked_at is not null',
      linkExpired: "(s.state = 'sent' and s.link_expires_at is not null and s.link_expires_at < now())",
      pinSet: 's.deployment_pin_secret is not null',
      assigned: 's.user_id is not null',
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
    origin: ['s.origin', 's.sort_name collate "C"'],
    firstName: [foldedText('first_name'), 's.sort_name collate "C"'],
    language: [foldedText('language'), 's.sort_name collate "C"'],
    pbxSipUserName: [foldedText('pbx_sip_user_name'), 's.sort_name collate "C"'],
    mbgSipUserName: [foldedText('mbg_sip_user_name'), 's.sort_name collate "C"'],
    clientServiceUserName: [foldedText('client_service_user_name'), 's.sort_name collate "C"'],
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
    await addPeople(app, customer, 130)
    const clara = await aPerson(app, customer, { email: 'clara@acme.example' })
    await asSuperuser(
      app.database,
      `update app.subscribers s set
         profile_id = (select (array_agg(profile_id order by name))[1 + n % 4] from app.deployment_profiles
                        where account_id = $1 and name in ('Zeta', 'Älter', 'beta', 'Omega')),
         directory_number = case when n % 4 > 0 then (n % 9)::text end, origin = case when n % 3 = 0 then 'connection' else 'manual' end,
         language = (array['de', 'en', 'fr', null])[1 + n % 4],
         state = (array['new', 'sent', 'sent', 'downloaded', 'failed'])[1 + n % 5],
         deployed_at = case when n % 6 > 1 then timestamptz '2026-01-01' + n % 7 * interval '1.000001 hour' end,
         downloaded_at = case when n % 5 > 2 then timestamptz '2026-02-01' + n % 3 * interval '1 day' end,
         link_expires_at = case n % 3 when 0 then now() - interval '1 day' when 1 then now() + interval '1 hour' end,
         update_pending = n % 2 = 0, force_pending_at = case when n % 7 = 0 then now() end, redeploy_required = n % 8 = 0,
         pin_locked_at = case when n % 9 = 0 then now() end, deployment_pin_secret = case when n % 4 = 1 then 'sealed' end,
         user_id = case when n % 3 = 1 then $2::uuid end
       from (select subscriber_id, row_number() over (order by email)::int as n from app.subscribers where account_id = $1) each_one
       where s.account_id = $1 and s.subscriber_id = each_one.subscriber_id`,
      [customer.id, clara.id],
    )
    await asSuperuser(
      app.database,
      `with begun as (insert into app.operations (account_id, operation_id, kind, created_at) values ($1, $2, 'deployment', now()))
       insert into app.operation_items (account_id, operation_id, subject_id, outcome)
       select account_id, $2, subscriber_id, case when pbx_sip_user_name::int % 3 = 0 then 'failed' else 'done' end
         from app.subscribers where account_id = $1 and pbx_sip_user_name::int % 2 = 0`,
      [customer.id, operationId],
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
      expect(await allPages(ada, customer, { ...query, sort }, 48), condition).toEqual(ids)
    }
  })

  test.each(cases)('sorted by %s, a search narrows each filter further', async (sort) => {
    for (const [query, condition] of filters) {
      const ids = await expected(sort, `${condition} and ${searched} like '%7%'`)
      const search = { ...query, search: '7' }
      expect(await allPages(ada, customer, { ...search, sort }, 20), condition).toEqual(ids)
      expect(await countOf(ada, customer, search), condition).toBe(ids.length)
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
    expect(await allPages(ada, customer, { profileId, sort: 'profile' }, 10)).toEqual(ids)
    expect(await allPages(ada, customer, { profileId, search: 'acme' }, 10)).toEqual(ids)
    expect(await countOf(ada, customer, { profileId, search: 'acme' })).toBe(ids.length)
  })

  test('a person narrows list, search and count to their numbers', async () => {
    const { id: userId } = await aPerson(app, customer, { email: 'dora@acme.example' })
    await asSuperuser(
      app.database,
      'update app.subscribers set user_id = $2 where account_id = $1 and pbx_sip_user_name::int % 20 = 7',
      [customer.id, userId],
    )
    for (const sort of ['lastName', '-email', 'firstName', 'profile']) {
      const ids = await expected(sort, `s.user_id = '${userId}'`)
      expect(ids.length).toBeGreaterThan(5)
      expect(await allPages(ada, customer, { userId, sort }, 4)).toEqual(ids)
      expect(await allPages(ada, customer, { userId, sort, search: 'acme' }, 4)).toEqual(ids)
      expect(await countOf(ada, customer, { userId })).toBe(ids.length)
      expect(await countOf(ada, customer, { userId, search: 'acme' })).toBe(ids.length)
    }
    expect(await countOf(ada, customer, { userId: newId() })).toBe(0)
  })

  test('a cursor of another sort is refused', async () => {
    const { page } = await list(ada, customer, { sort: 'email', limit: '2' })
    const path = `${customer.path}/subscribers?sort=state&cursor=${page.nextCursor}`
    expect(await ada.get(path)).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
  })

  test.each(['updatePending=yes', 'locked=1', 'pinSet='])('%s is refused', async (query) => {
    expect(await ada.get(`${customer.path}/subscribers?${query}`)).toMatchObject({ status: 422 })
  })

  test('a link counts as expired from the minute it does', async () => {
    const before = await countOf(ada, customer, { linkExpired: 'true' })
    app.clock.advance({ minutes: 61 })
    expect(await countOf(ada, customer, { linkExpired: 'true' })).toBeGreaterThan(before)
    const searched = await countOf(ada, customer, { linkExpired: 'true', search: 'acme' })
    expect(searched).toBe(await countOf(ada, customer, { linkExpired: 'true' }))
  })
})

describe('more than 10,000 matches', () => {
  let customer: Customer
  const bounded = ['firstName', 'language', 'pbxSipUserName', 'mbgSipUserName', 'clientServiceUserName']

  beforeAll(async () => {
    customer = await aCustomer(ada, { name: 'Large' })
    await addPeople(app, customer, 10_001, 0)
  })

  test.each(
    bounded,
  )('CD-2: are not sorted by %s, which says to narrow the list; 10,000 are', async (sort) => {
    for (const search of ['', '&search=acme']) {
      const path = `${customer.path}/subscribers?sort=${sort}${search}`
      const answer = await ada.get(path)
      expect(answer).toMatchObject({ status: 422, body: { code: 'subscribers.too-many-to-sort' } })
      expect(answer.body.detail).toContain('Narrow the list')
    }
    await asSuperuser(
      app.database,
      `update app.subscribers set origin = 'connection' where account_id = $1 and pbx_sip_user_name = '2000'`,
      [customer.id],
    )
    const { page, sortedBy } = await list(ada, customer, { sort, origin: 'manual', limit: '500' })
    expect(page.items).toHaveLength(500)
    expect(sortedBy).toBe(sort)
  })

  test('CD-2: are sorted by origin, which has an index', async () => {
    expect((await list(ada, customer, { sort: 'origin' })).sortedBy).toBe('origin')
  })
})

function foldedText(column: string): string {
  return `coalesce(app.fold(s.${column}), '') collate "C"`
}
