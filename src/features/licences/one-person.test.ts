import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anOrder, aPerson, aSubscription, auditTrailOf } from '#tests/harness/people.ts'
import {
  addMany,
  expectSeatsToBeRight,
  licencesOf,
  product,
  somebodyWaits,
  tooFew,
} from './licences.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let licences: ReturnType<typeof licencesOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  licences = licencesOf(ada, acme)
})

const dora = () => aPerson(app, acme, { email: 'dora@acme.example' })

describe('UA-7: a licence of one person', () => {
  test('is given and taken back, with its seat, and the history says so once', async () => {
    await aSubscription(ada, acme, { quantity: 2 })
    const { id } = await dora()
    const before = await auditTrailOf(ada, acme)
    expect(await licences.give(id).expect(200)).toMatchObject({ id, licences: [product] })
    await licences.give(id).expect(200)
    expect(await licences.product()).toMatchObject({ quantity: 2, used: 1, remaining: 1 })
    expect(await licences.take(id).expect(200)).toMatchObject({ id, licences: [] })
    await licences.take(id).expect(200)
    expect(await licences.product()).toMatchObject({ quantity: 2, used: 0, remaining: 2 })
    const after = (await auditTrailOf(ada, acme)).slice(before.length)
    expect(after).toEqual(['licence.assigned', 'licence.unassigned'])
  })

  test('may be given to who has not registered, or is deactivated', async () => {
    await aSubscription(ada, acme)
    const people = [
      await aPerson(app, acme, { email: 'new@acme.example', registered: false }),
      await aPerson(app, acme, { email: 'off@acme.example', columns: { status: 'inactive' } }),
    ]
    for (const { id } of people) await licences.give(id).expect(200)
    expect(await licences.holders()).toBe(2)
  })

  test('comes out of the subscription that ends soonest, and of none that is to come or has ended', async () => {
    await aSubscription(ada, acme, { number: 'endless', quantity: 1 })
    await anOrder(ada, { customerId: acme.id, number: `soon ${acme.id}`, quantity: 1, endsOn: '2090-01-01' })
    await anOrder(ada, { customerId: acme.id, startsOn: '2080-01-01', endsOn: '2080-02-01' })
    await anOrder(ada, { customerId: acme.id, startsOn: '2020-01-01', endsOn: '2020-02-01' })
    const used = async () => (await licences.subscriptions()).map((one: { used: number }) => one.used)
    const [first, second, third] = await addMany(app, acme, 3)
    await licences.give(first as string).expect(200)
    expect(await used()).toEqual([0, 0, 1, 0])
    await licences.give(second as string).expect(200)
    expect(await used()).toEqual([0, 0, 1, 1])
    expect(await licences.give(third as string)).toMatchObject(tooFew(1))
  })

  test('is of nobody who is unknown or in another account, and for no other product', async () => {
    await aSubscription(ada, acme)
    const globex = await aCustomer(ada, { name: 'Globex' })
    const sam = await aPerson(app, globex, { email: 'sam@globex.example' })
    for (const id of [sam.id, newId()]) {
      expect((await licences.give(id)).status).toBe(404)
      expect((await licences.take(id)).status).toBe(404)
    }
    const { id } = await dora()
    expect((await ada.put(`${acme.path}/users/${id}/licences/micollab`, undefined)).status).not.toBe(200)
    await expectSeatsToBeRight(app)
  })

  test('UA-72: is refused where no seat is left, with the sentence, and nothing is assigned', async () => {
    await aSubscription(ada, acme, { quantity: 1 })
    const [first, second] = await addMany(app, acme, 2)
    await licences.give(first as string).expect(200)
    const trail = await auditTrailOf(ada, acme)
    expect(await licences.give(second as string)).toMatchObject(tooFew(1))
    expect(await licences.holders()).toBe(1)
    expect(await auditTrailOf(ada, acme)).toEqual(trail)
  })

  test('UA-72: the last seat is given once, however many ask for it at the same time', async () => {
    await aSubscription(ada, acme, { quantity: 1 })
    const people = await addMany(app, acme, 200)
    const answers = await Promise.all(people.map((id) => licences.give(id)))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(199)
    for (const answer of refused) expect(answer).toMatchObject(tooFew(1))
    expect(await licences.holders()).toBe(1)
    await expectSeatsToBeRight(app)
  })

  test('UA-72: is refused where the order is just being taken back from the customer', async () => {
    const { id: subscriptionId } = await aSubscription(ada, acme, { quantity: 1 })
    const { id } = await dora()
    let asked: ReturnType<typeof licences.give> | undefined
    await app.platform.database.inAccount(acme.id, async (tx) => {
      await tx
        .deleteFrom('app.subscriptions')
        .where('accountId', '=', acme.id)
        .where('subscriptionId', '=', subscriptionId)
        .execute()
      asked = licences.give(id)
      // Sent now: it is answered once this transaction has ended.
      void asked.then(() => undefined)
      await somebodyWaits(app)
    })
    expect(await asked).toMatchObject(tooFew(1))
    expect(await licences.holders()).toBe(0)
  })

  test('UA-72: is given once to a person for whom it is asked many times at once', async () => {
    await aSubscription(ada, acme, { quantity: 5 })
    const { id } = await dora()
    await Promise.all(Array.from({ length: 20 }, () => licences.give(id).expect(200)))
    expect(await licences.product()).toMatchObject({ used: 1 })
    const given = (await auditTrailOf(ada, acme)).filter((action) => action === 'licence.assigned')
    expect(given).toHaveLength(1)
    await expectSeatsToBeRight(app)
  })
})

describe('UA-71: licences are given here only', () => {
  const integrations = () => `${acme.path}/integrations`
  const turn = (integration: string, isOn: boolean) =>
    ada.patch(`${integrations()}/${integration}`, { isOn }).expect(200)

  /** Every act is refused with these conditions, and the product says them. */
  async function refusedBecause(codes: string[], customer = acme) {
    const { give, take, ask, product } = licencesOf(ada, customer)
    const { id } = await aPerson(app, customer, { email: `${newId()}@acme.example` })
    const ids = { ids: [id] }
    const whyNot = codes.map((code) => ({ code }))
    const forecast = ada.post(`${customer.path}/licence-forecasts`, { selection: ids, assign: true })
    for (const answer of [give(id), take(id), ask(ids, true), ask(ids, false), forecast]) {
      expect(await answer).toMatchObject({ status: 409, body: { code: 'licences.not-managed-here', whyNot } })
    }
    expect(await product()).toMatchObject({ isShown: false, whyNot })
  }

  test('while MiTeam Meetings is on, MiCollab is off, and the account has a subscription', async () => {
    await refusedBecause(['licences.integration-off', 'licences.no-subscription'])
    await aSubscription(ada, acme)
    expect(await licences.product()).toMatchObject({ isShown: true, whyNot: [], remaining: 10 })
    await turn('micollab', true)
    await refusedBecause(['licences.micollab-on'])
    await turn('micollab', false)
    await turn(product, false)
    await refusedBecause(['licences.integration-off'])
  })

  test('in the account of a customer', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    const northwind = { ...acme, id: account.id, path: `/accounts/${account.id}` }
    await refusedBecause(['licences.partner-account'], northwind)
  })

  test('and turning MiTeam Meetings off leaves licences as they are', async () => {
    await aSubscription(ada, acme)
    const { id } = await dora()
    await licences.give(id).expect(200)
    await turn(product, false)
    expect(await ada.get(`${acme.path}/users/${id}`).expect(200)).toMatchObject({ licences: [product] })
    await turn(product, true)
    expect(await licences.product()).toMatchObject({ used: 1 })
  })
})
