import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aCustomer,
  anAdminOf,
  anOrder,
  aPerson,
  aSecondPartner,
  aSubscription,
  auditTrailOf,
} from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let northwind: string
let orders: string
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  northwind = (await ada.get('/sessions/current').expect(200)).account.id
  orders = `/accounts/${northwind}/orders`
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
})

const subscriptionsOf = async (customer: { path: string }) =>
  (await ada.get(`${customer.path}/subscriptions`).expect(200)).items
const change = (id: string, changes: object, headers = {}) => ada.patch(`${orders}/${id}`, changes, headers)
const customerUnknown = {
  status: 422,
  body: { code: 'licences.customer-unknown', errors: [{ path: 'customerId' }] },
}

/** An order given to Acme, and somebody there who holds a licence out of it. */
async function anOrderInUse(given = {}) {
  const order = await aSubscription(ada, acme, { quantity: 3, ...given })
  const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
  const licence = `${acme.path}/users/${dora.id}/licences/miteam-meetings`
  await ada.put(licence, undefined).expect(200)
  return { ...order, licence }
}

describe('UA-71: an order of a partner', () => {
  test('is entered, read, listed newest first, changed and deleted', async () => {
    const first = await anOrder(ada, { number: 'first' })
    const second = await anOrder(ada, { number: 'second', endsOn: '2027-12-31' })
    expect(second).toMatchObject({
      quantity: 10,
      startsOn: '2026-01-01',
      endsOn: '2027-12-31',
      customer: null,
    })
    const page = await ada.get(`${orders}?limit=1`).expect(200)
    expect(page.items).toEqual([second])
    const next = await ada.get(`${orders}?limit=1&cursor=${page.nextCursor}`).expect(200)
    expect(next.items).toEqual([first])
    const changed = await change(first.id, { quantity: 12, endsOn: '2026-12-31' }).expect(200)
    expect(changed).toEqual({ ...first, quantity: 12, endsOn: '2026-12-31', version: 2 })
    expect(await ada.get(`${orders}/${first.id}`).expect(200)).toEqual(changed)
    await ada.delete(`${orders}/${first.id}`).expect(204)
    expect((await ada.get(`${orders}/${first.id}`)).status).toBe(404)
    expect((await auditTrailOf(ada, { id: northwind })).slice(-4)).toEqual([
      ...['order.added', 'order.added', 'order.changed', 'order.deleted'],
    ])
  })

  test('that is given to a customer is a subscription there, recorded in both accounts', async () => {
    const order = await anOrder(ada, { customerId: acme.id, quantity: 4, number: 'PO-1' })
    expect(order).toMatchObject({ customer: { id: acme.id, name: 'Acme' }, assignedAt: expect.any(String) })
    expect(await subscriptionsOf(acme)).toEqual([
      {
        id: order.id,
        product: 'miteam-meetings',
        ...{ number: 'PO-1', quantity: 4, used: 0, remaining: 4 },
        ...{ startsOn: '2026-01-01', endsOn: null, state: 'running' },
      },
    ])
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('subscription.added')
    const globex = await aCustomer(ada, { name: 'Globex' })
    expect((await ada.get(`${orders}?customerId=${acme.id}`).expect(200)).items).toEqual([order])
    await change(order.id, { customerId: globex.id }).expect(200)
    expect(await subscriptionsOf(acme)).toEqual([])
    expect(await subscriptionsOf(globex)).toMatchObject([{ id: order.id, quantity: 4 }])
    const back = await change(order.id, { customerId: null }).expect(200)
    expect(back).toMatchObject({ customer: null, assignedAt: null })
    expect(await subscriptionsOf(globex)).toEqual([])
    expect((await auditTrailOf(ada, globex)).slice(-2)).toEqual([
      'subscription.added',
      'subscription.removed',
    ])
  })

  test('is as many seats, and for as long, at its customer as at the partner', async () => {
    const { id } = await anOrder(ada, { customerId: acme.id })
    await change(id, { quantity: 3, startsOn: '2026-02-01', endsOn: '2027-01-31', number: 'PO-2' }).expect(
      200,
    )
    expect(await subscriptionsOf(acme)).toMatchObject([
      { quantity: 3, startsOn: '2026-02-01', endsOn: '2027-01-31', number: 'PO-2' },
    ])
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('subscription.changed')
  })

  test('says by the day whether it is to come, runs or has ended', async () => {
    await anOrder(ada, { customerId: acme.id, startsOn: '2020-01-01', endsOn: '2020-12-31' })
    await anOrder(ada, { customerId: acme.id, startsOn: '2090-01-01', endsOn: '2090-12-31' })
    expect(await subscriptionsOf(acme)).toMatchObject([
      { state: 'ended', remaining: 0 },
      { state: 'upcoming', remaining: 0 },
    ])
  })

  test('is not taken back, moved or made smaller than what people hold out of it', async () => {
    const { id, licence } = await anOrderInUse()
    const globex = await aCustomer(ada, { name: 'Globex' })
    const inUse = { status: 409, body: { code: 'licences.in-use', used: 1 } }
    expect(await change(id, { customerId: null })).toMatchObject(inUse)
    expect(await change(id, { customerId: globex.id })).toMatchObject(inUse)
    expect(await change(id, { startsOn: '2090-01-01' })).toMatchObject(inUse)
    expect(await ada.get(`${orders}/${id}`).expect(200)).toMatchObject({
      version: 1,
      customer: { id: acme.id },
    })
    expect(await subscriptionsOf(globex)).toEqual([])
    await change(id, { quantity: 1 }).expect(200)
    await ada
      .put(
        `${acme.path}/users/${(await aPerson(app, acme, { email: 'e@acme.example' })).id}/licences/miteam-meetings`,
        undefined,
      )
      .expect(409)
    await change(id, { quantity: 2 }).expect(200)
    const emil = await aPerson(app, acme, { email: 'emil@acme.example' })
    await ada.put(`${acme.path}/users/${emil.id}/licences/miteam-meetings`, undefined).expect(200)
    expect(await change(id, { quantity: 1 })).toMatchObject({
      status: 409,
      body: { code: 'licences.quantity-in-use', errors: [{ path: 'quantity' }] },
    })
    await ada.delete(licence).expect(200)
    await ada.delete(`${acme.path}/users/${emil.id}/licences/miteam-meetings`).expect(200)
    await change(id, { customerId: null }).expect(200)
  })

  test('is not deleted while a customer has it', async () => {
    const { id } = await anOrder(ada, { customerId: acme.id })
    expect(await ada.delete(`${orders}/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'licences.given' },
    })
  })

  test('has a number of its own, and a last day that is not before the first', async () => {
    const { number } = await anOrder(ada)
    const twice = { product: 'miteam-meetings', number, quantity: 1, startsOn: '2026-01-01' }
    expect(await ada.post(orders, twice)).toMatchObject({
      status: 409,
      body: { code: 'licences.order-number-taken' },
    })
    const endless = { ...twice, number: newId(), endsOn: '2025-12-31' }
    expect(await ada.post(orders, endless)).toMatchObject({
      status: 422,
      body: { code: 'licences.ends-before-start', errors: [{ path: 'endsOn' }] },
    })
  })

  test('has days of a calendar: one that no database knows is refused at its field', async () => {
    const order = { product: 'miteam-meetings', number: newId(), quantity: 1, startsOn: '2026-01-01' }
    for (const field of ['startsOn', 'endsOn']) {
      for (const day of ['0000-01-01', '2026-02-30', '1899-12-31', 'soon']) {
        expect(await ada.post(orders, { ...order, [field]: day })).toMatchObject({
          status: 422,
          body: { errors: [{ path: field }] },
        })
      }
    }
    await ada.post(orders, { ...order, endsOn: '9999-12-31', customerId: acme.id }).expect(201)
  })

  test('that somebody else has changed is refused with 412, and one changed into itself leaves no trace', async () => {
    const { id, number } = await anOrder(ada)
    await change(id, { quantity: 2 }).expect(200)
    expect(await change(id, { quantity: 3 }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'http.stale', changedBy: expect.any(String) },
    })
    const before = await auditTrailOf(ada, { id: northwind })
    expect(await change(id, { number }).expect(200)).toMatchObject({ version: 2 })
    expect(await auditTrailOf(ada, { id: northwind })).toEqual(before)
  })

  test('goes to no customer that is not its own, or that does not let the partner in', async () => {
    const { id } = await anOrder(ada)
    const southgate = await aSecondPartner(app)
    const foreign = await aCustomer(southgate.admin, { name: 'Foreign' })
    const closed = await aCustomer(ada, { name: 'Closed' })
    await asSuperuser(
      app.database,
      `update app.accounts set partner_access_mode = 'closed' where account_id = $1`,
      [closed.id],
    )
    for (const customerId of [newId(), foreign.id, closed.id, northwind, southgate.id]) {
      expect(await change(id, { customerId })).toMatchObject(customerUnknown)
    }
    expect((await southgate.admin.get(`${foreign.path}/subscriptions`).expect(200)).items).toEqual([])
    expect(await ada.get(`${orders}/${id}`).expect(200)).toMatchObject({ version: 1, customer: null })
  })

  test('is never given by half: what fails at the customer is undone at the partner too', async () => {
    const order = { product: 'miteam-meetings', number: 'half', quantity: 1, startsOn: '2026-01-01' }
    const events = await auditTrailOf(ada, { id: northwind })
    expect(await ada.post(orders, { ...order, customerId: newId() })).toMatchObject(customerUnknown)
    await ada.post(orders, order).expect(201)
    expect((await auditTrailOf(ada, { id: northwind })).slice(events.length)).toEqual(['order.added'])
  })

  test('that is given under a key once is given once, and its repeat is answered alike', async () => {
    const order = {
      product: 'miteam-meetings',
      number: newId(),
      quantity: 5,
      startsOn: '2026-01-01',
      customerId: acme.id,
    }
    const key = { 'idempotency-key': newId() }
    const first = await ada.post(orders, order, key).expect(201)
    expect(await ada.post(orders, order, key).expect(201)).toEqual(first)
    expect(await subscriptionsOf(acme)).toMatchObject([{ id: first.id, quantity: 5 }])
  })

  test('is entered under a key by more callers at once than there are connections to the database', async () => {
    const many = Array.from({ length: 40 }, () => {
      const order = { product: 'miteam-meetings', number: newId(), quantity: 1, startsOn: '2026-01-01' }
      return ada.post(orders, { ...order, customerId: acme.id }, { 'idempotency-key': newId() })
    })
    for (const answer of await Promise.all(many)) {
      expect(answer).toMatchObject({ status: 201, body: { customer: { id: acme.id, name: 'Acme' } } })
    }
  })

  test('is none of a customer', async () => {
    const carla = await anAdminOf(app, acme)
    for (const answer of [
      carla.get(`${acme.path}/orders`),
      carla.post(`${acme.path}/orders`, {
        product: 'miteam-meetings',
        number: '1',
        quantity: 1,
        startsOn: '2026-01-01',
      }),
    ]) {
      expect(await answer).toMatchObject({ status: 409, body: { code: 'licences.partner-only' } })
    }
  })
})
