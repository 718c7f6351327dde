import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers, idsOfAllPages } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient
let nadia: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let globex: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  globex = await aCustomer(ada, { name: 'Globex' })
  const initech = { ...(await aCustomer(ada, { name: 'Initech' })) }
  nadia = (await aSecondPartner(app)).admin
  const soylent = await aCustomer(nadia, { name: 'Soylent' })
  for (const [place, account] of [acme, globex, initech, soylent].entries()) {
    await addKnownUsers(
      app,
      account,
      Array.from({ length: 30 }, (_, n) => ({
        firstName: 'Kim',
        lastName: `Kühn ${n}`,
        email: `kim${n}@c${place}.example`,
        mobile: `+49171${place}00000${n + 10}`,
      })),
    )
  }
  await asSuperuser(app.database, `update app.accounts set status = 'deactivated' where account_id = $1`, [
    initech.id,
  ])
})
afterAll(() => app.stop())

const seenBy = async (admin: ApiClient, search = '') => {
  const query = new URLSearchParams({ limit: '500', ...(search && { search }) })
  const { items } = await admin.get(`/customer-users?${query}`).expect(200)
  return items as Array<{ id: string; email: string; account: { id: string; name: string } }>
}

describe('UA-6: the people of all customers', () => {
  test('stand in one list by name, each with their account, and without those of a deactivated one', async () => {
    const everybody = await seenBy(ada)
    expect(everybody).toHaveLength(60)
    expect(everybody.slice(0, 3).map(({ email, account }) => [email, account])).toEqual([
      ['kim0@c0.example', { id: acme.id, name: 'Acme' }],
      ['kim0@c1.example', { id: globex.id, name: 'Globex' }],
      ['kim1@c0.example', { id: acme.id, name: 'Acme' }],
    ])
  })

  test('page through, each exactly once, with and without a search', async () => {
    const everybody = (await seenBy(ada)).map(({ id }) => id)
    expect(await idsOfAllPages(ada, '/customer-users', [], 7)).toEqual(everybody)
    expect(await idsOfAllPages(ada, '/customer-users', [['search', 'kuhn']], 7)).toEqual(everybody)
  })

  test('are counted, with and without a search', async () => {
    const countOf = (admin: ApiClient, search = '') =>
      admin.get(`/customer-users/count?search=${encodeURIComponent(search)}`).expect(200)
    for (const search of ['', 'kuhn', 'kim3@', 'c2.example', 'nobody']) {
      const count = (await seenBy(ada, search)).length
      expect(await countOf(ada, search), search).toEqual({ count, isMore: false })
    }
    expect((await countOf(nadia)).count).toBe((await seenBy(nadia)).length)
    expect(await (await anAdminOf(app, acme)).get('/customer-users/count')).toMatchObject({ status: 404 })
  })

  test('UA-23: are searched as those of one account', async () => {
    expect((await seenBy(ada, 'kim3@')).map(({ email }) => email)).toEqual([
      'kim3@c0.example',
      'kim3@c1.example',
    ])
    expect((await seenBy(ada, '0171 1000 0010')).map(({ email }) => email)).toEqual(['kim0@c1.example'])
    expect(await seenBy(ada, 'c2.example')).toEqual([])
    expect(await seenBy(ada, 'c3.example')).toEqual([])
  })

  test('of another partner are not among them', async () => {
    const everybody = await seenBy(nadia)
    expect(new Set(everybody.map(({ account }) => account.name))).toEqual(new Set(['Soylent']))
    expect((await seenBy(nadia, 'kuhn')).map(({ id }) => id)).toEqual(everybody.map(({ id }) => id))
  })

  test.each([
    'closed',
    'ask',
  ])('are not shown of a customer whose access is %s, from that moment on', async (mode) => {
    const access = `update app.accounts set partner_access_mode = $1 where account_id = $2`
    await asSuperuser(app.database, access, [mode, acme.id])
    try {
      for (const search of ['', 'kuhn', 'c0.example 7']) {
        expect(
          (await seenBy(ada, search)).some(({ account }) => account.id === acme.id),
          search,
        ).toBe(false)
      }
      expect(await seenBy(ada)).toHaveLength(30)
    } finally {
      await asSuperuser(app.database, access, ['open', acme.id])
    }
  })

  test('are no list for an admin of a customer, nor for who is not signed in', async () => {
    const carla = await anAdminOf(app, globex)
    expect(await carla.get('/customer-users')).toMatchObject({ status: 404 })
    expect(await app.anybody().get('/customer-users')).toMatchObject({ status: 401 })
  })

  test('are found behind the fence by the partner that was entered only', async () => {
    const statement = sql`select * from app.search_customer_users('kuhn', null, null, 10)`
    const { database } = app.platform
    await expect(database.inDirectory((tx) => statement.execute(tx))).rejects.toThrow(
      'No partner is entered.',
    )
    await expect(database.inAccount(acme.id, (tx) => statement.execute(tx))).rejects.toThrow(
      'No partner is entered.',
    )
    for (const other of [
      sql`select * from app.search_list('customer users', '{}', 'k', null, null, false, 9)`,
    ]) {
      await expect(database.inAccount(acme.id, (tx) => other.execute(tx))).rejects.toThrow(
        'permission denied',
      )
    }
    const searched = sql`select search from app.user_search`
    await expect(database.inAccount(acme.id, (tx) => searched.execute(tx))).rejects.toThrow(
      'permission denied',
    )
  })
})
