import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anOrder, aPerson, aSubscription, auditTrailOf, finished } from '#tests/harness/people.ts'
import {
  addMany,
  expectSeatsToBeRight,
  type Json,
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
afterAll(async () => {
  await expectSeatsToBeRight(app)
  await app.stop()
})
beforeEach(async () => {
  acme = await aCustomer(ada)
  licences = licencesOf(ada, acme)
})

const everybody = { all: true, filter: {} }
const operations = async () => (await ada.get(`${acme.path}/operations`).expect(200)).items

/** Somebody takes seats of the subscription that ends soonest while `act` goes on, and has not committed before others wait for it. */
async function whileSeatsAreTaken(people: string[], act: () => Promise<void>): Promise<void> {
  const [{ id: subscriptionId }] = await licences.subscriptions()
  await app.platform.database.inAccount(acme.id, async (tx) => {
    const licence = { accountId: acme.id, product, subscriptionId, assignedAt: new Date() }
    const rows = people.map((userId) => ({ ...licence, userId }))
    await tx.insertInto('app.licences').values(rows).execute()
    await tx
      .updateTable('app.subscriptions')
      .set((eb) => ({ used: eb('used', '+', people.length) }))
      .where('accountId', '=', acme.id)
      .where('subscriptionId', '=', subscriptionId)
      .execute()
    await act()
    await somebodyWaits(app)
  })
}

describe('UA-70: licences of many', () => {
  test('are given to everybody of the account, or to the selected, and taken again', async () => {
    await aSubscription(ada, acme, { quantity: 30 })
    const people = await addMany(app, acme, 25)
    const some = { ids: people.slice(0, 5) }
    expect(await licences.assign(some)).toMatchObject({ status: 'done', total: 5, done: 5 })
    expect(await licences.assign(everybody)).toMatchObject({
      status: 'done',
      total: 25,
      done: 25,
      skipped: 0,
    })
    expect(await licences.product()).toMatchObject({ used: 25, remaining: 5 })
    expect(await licences.assign(some, false)).toMatchObject({ status: 'done', total: 5, done: 5 })
    expect(await licences.holders()).toBe(20)
    expect(await licences.assign(everybody, false)).toMatchObject({ status: 'done', total: 25, done: 25 })
    expect(await licences.product()).toMatchObject({ used: 0, remaining: 30 })
  })

  test('are given to whom a filter finds, but for some', async () => {
    await aSubscription(ada, acme)
    await addMany(app, acme, 3)
    const anna = await aPerson(app, acme, { email: 'anna@acme.example' })
    const ben = await aPerson(app, acme, { email: 'ben@acme.example' })
    const registered = { all: true, filter: { property: ['registered'] }, except: [ben.id] }
    expect(await licences.forecast(registered)).toEqual({ people: 1, without: 1, remaining: 10, missing: 0 })
    expect(await licences.assign(registered)).toMatchObject({ total: 1, done: 1 })
    expect(await ada.get(`${acme.path}/users/${anna.id}`).expect(200)).toMatchObject({ licences: [product] })
  })

  test('are recorded as one act, with what was done, and stand at each person as their part in it', async () => {
    await aSubscription(ada, acme)
    const people = await addMany(app, acme, 2)
    const before = await auditTrailOf(ada, acme)
    await licences.assign({ ids: people })
    expect((await auditTrailOf(ada, acme)).slice(before.length)).toEqual(['licence-assignment.started'])
    const [event] = (await ada.get(`${acme.path}/events?limit=1`).expect(200)).items
    expect(event).toMatchObject({ details: { selected: 2, assign: true, product } })
    const { items } = await ada.get(`${acme.path}/users/${people[0]}/timeline`).expect(200)
    expect(items[0]).toMatchObject({
      kind: 'operation',
      operation: { kind: 'licence-assignment', outcome: 'done' },
    })
  })

  test('fill one subscription after the other, those that end soonest first', async () => {
    await aSubscription(ada, acme, { quantity: 4 })
    for (const [quantity, endsOn] of [
      [2, '2090-01-01'],
      [3, '2091-01-01'],
    ]) {
      await anOrder(ada, { customerId: acme.id, quantity, endsOn })
    }
    await addMany(app, acme, 7)
    await licences.assign(everybody)
    const used = (await licences.subscriptions()).map((one: Json) => [one.endsOn, one.used])
    expect(used).toEqual([
      ['2090-01-01', 2],
      ['2091-01-01', 3],
      [null, 2],
    ])
  })

  test('pass over who is not there any more', async () => {
    await aSubscription(ada, acme)
    const [here] = await addMany(app, acme, 1)
    const gone = newId()
    const operation = await licences.assign({ ids: [here, gone] })
    expect(operation).toMatchObject({ status: 'done', done: 1, failed: 1 })
    const { items } = await ada
      .get(`${acme.path}/operations/${operation.id}/items?outcome=failed`)
      .expect(200)
    expect(items).toMatchObject([{ subjectId: gone, code: 'http.not-found' }])
  })
})

describe('UA-72: too few licences', () => {
  test('refuse the whole at once with the sentence, without an operation, and nothing is assigned', async () => {
    await aSubscription(ada, acme, { quantity: 10 })
    const people = await addMany(app, acme, 15)
    await licences.give(people[0] as string).expect(200)
    expect(await licences.forecast(everybody)).toEqual({ people: 15, without: 14, remaining: 9, missing: 5 })
    const trail = await auditTrailOf(ada, acme)
    expect(await licences.ask(everybody, true)).toMatchObject(tooFew(5))
    expect(await operations()).toEqual([])
    expect(await auditTrailOf(ada, acme)).toEqual(trail)
    expect(await licences.holders()).toBe(1)
    expect(await licences.assign({ ids: people.slice(0, 10) })).toMatchObject({ status: 'done', done: 10 })
  })

  test('count nobody twice who holds one already', async () => {
    await aSubscription(ada, acme, { quantity: 3 })
    const people = await addMany(app, acme, 3)
    await licences.give(people[2] as string).expect(200)
    expect(await licences.assign(everybody)).toMatchObject({ status: 'done', done: 3 })
    expect(await licences.assign(everybody)).toMatchObject({ status: 'done', done: 3 })
    expect(await licences.product()).toMatchObject({ used: 3, remaining: 0 })
  })

  test('at the last moment end the operation with the sentence, and nothing of it is assigned', async () => {
    await aSubscription(ada, acme, { quantity: 10 })
    const people = await addMany(app, acme, 11)
    let id = ''
    await whileSeatsAreTaken(people.slice(10), async () => {
      id = (await licences.ask({ ids: people.slice(0, 10) }, true).expect(202)).id
    })
    const failure = tooFew(1).body.detail
    expect(await finished(ada, acme, id)).toMatchObject({ status: 'failed', failure, done: 0 })
    expect(await licences.holders()).toBe(1)
  })

  test('of one subscription are no harm where another has seats', async () => {
    await aSubscription(ada, acme, { quantity: 5, endsOn: '2090-01-01' })
    await anOrder(ada, { customerId: acme.id, quantity: 5 })
    const people = await addMany(app, acme, 7)
    let id = ''
    await whileSeatsAreTaken(people.slice(5), async () => {
      id = (await licences.ask({ ids: people.slice(0, 5) }, true).expect(202)).id
    })
    expect(await finished(ada, acme, id)).toMatchObject({ status: 'done', done: 5 })
    expect((await licences.subscriptions()).map(({ used }: Json) => used)).toEqual([5, 2])
  })
})

describe('UA-72: never oversold', () => {
  test('whatever is given, taken and deleted at the same time', async () => {
    await aSubscription(ada, acme, { quantity: 12 })
    await anOrder(ada, { customerId: acme.id, quantity: 5, endsOn: '2090-01-01' })
    const people = await addMany(app, acme, 30)
    const chance = () => Math.floor(Math.random() * people.length)
    const some = () => {
      const start = chance()
      return { ids: people.slice(start, start + 1 + (chance() % 12)) }
    }
    const acts = [
      () => licences.give(people[chance()] as string),
      () => licences.take(people[chance()] as string),
      () => licences.ask(some(), true),
      () => licences.ask(some(), false),
      () => ada.post(`${acme.path}/user-deletions`, { selection: { ids: some().ids.slice(0, 2) } }),
    ]
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, place) => (acts[place % acts.length] as () => Promise<Json>)()),
      )
      for (const { status, body } of answers)
        expect([200, 202, 404, 409], JSON.stringify(body)).toContain(status)
      await expectSeatsToBeRight(app)
    }
    for (const { id } of await operations()) await finished(ada, acme, id)
    await expectSeatsToBeRight(app)
    expect(app.logged.filter((line) => line.includes('a chunk of an operation failed'))).toEqual([])
  })
})
