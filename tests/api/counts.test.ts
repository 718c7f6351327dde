import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, anOrder } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let admin: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  acme = await aCustomer(ada, { name: 'Acme' })
  admin = await anAdminOf(app, acme)
})
afterAll(() => app.stop())

/** What the list and its count say under the same query. */
async function bothOf(client: ApiClient, list: string, query = '') {
  const { items } = await client.get(`${list}?limit=500&${query}`).expect(200)
  return [items.length, (await client.get(`${list}/count?${query}`).expect(200)).count]
}

test('UA-14: locations are counted as they are listed', async () => {
  for (const [name, city] of [
    ['Head office', 'Berlin'],
    ['Branch', 'Berlin'],
    ['Plant', 'Porto'],
  ]) {
    await admin.post(`${acme.path}/locations`, { name, city }).expect(201)
  }
  expect(await bothOf(admin, `${acme.path}/locations`)).toEqual([3, 3])
  expect(await bothOf(admin, `${acme.path}/locations`, 'search=berlin')).toEqual([2, 2])
  expect(await admin.get(`${acme.path}/locations/count?city=Berlin`)).toMatchObject({ status: 422 })
})

test('orders are counted as they are listed, all or those of a customer, and by partners only', async () => {
  const { account } = await ada.get('/sessions/current').expect(200)
  const orders = `/accounts/${account.id}/orders`
  for (const customerId of [acme.id, acme.id, undefined]) {
    await anOrder(ada, { customerId })
  }
  expect(await bothOf(ada, orders)).toEqual([3, 3])
  expect(await bothOf(ada, orders, `customerId=${acme.id}`)).toEqual([2, 2])
  const list = await admin.get(`${acme.path}/orders`)
  const count = await admin.get(`${acme.path}/orders/count`)
  expect([count.status, count.body.code]).toEqual([list.status, list.body.code])
  expect(count.status).toBeGreaterThanOrEqual(400)
})

test.each(['user', 'subscriber'])('%s imports are counted apart from the others', async (kind) => {
  const content = 'First name,Last name,Email address\nAnna,Kühn,anna@acme.example\n'
  await admin.upload(`${acme.path}/${kind}-imports`, { name: 'people.csv', content }).expect(201)
  expect(await bothOf(admin, `${acme.path}/${kind}-imports`)).toEqual([1, 1])
})

test('API keys are counted, those that are revoked too', async () => {
  await anApiKey(admin, acme)
  const { id } = await anApiKey(admin, acme)
  await admin.delete(`${acme.path}/api-keys/${id}`).expect(204)
  expect(await bothOf(admin, `${acme.path}/api-keys`)).toEqual([2, 2])
})

test('UA-62: invitations, and what happened to each record of an operation, are counted as they are listed', async () => {
  const ids: string[] = []
  for (const firstName of ['Ben', 'Bea', 'Bo']) {
    const email = `${firstName}@acme.example`
    ids.push((await admin.post(`${acme.path}/users`, { firstName, lastName: 'Berg', email }).expect(201)).id)
  }
  await admin.patch(`${acme.path}/users/${ids[2]}`, { deactivated: true }).expect(200)
  const { id } = await admin.post(`${acme.path}/welcome-emails`, { selection: { ids } }).expect(202)
  await waitUntil(async () => (await admin.get(`${acme.path}/operations/${id}`)).body.status === 'done', {
    what: 'the end of the operation',
  })

  const items = `${acme.path}/operations/${id}/items`
  expect(await bothOf(admin, items)).toEqual([3, 3])
  expect(await bothOf(admin, items, 'outcome=done')).toEqual([2, 2])
  expect(await bothOf(admin, items, 'code=auth.person-deactivated')).toEqual([1, 1])
  const [listed, counted] = await bothOf(admin, `${acme.path}/invitations`)
  expect(counted).toBe(listed)
  expect(await bothOf(admin, `${acme.path}/invitations`, 'search=bea')).toEqual([1, 1])
  for (const state of ['sent', 'queued', 'used']) {
    const [listedInState, countedInState] = await bothOf(admin, `${acme.path}/invitations`, `state=${state}`)
    expect(countedInState, state).toBe(listedInState)
  }
})
