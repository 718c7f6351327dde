import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anOrder, aSubscription, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { dayIn } from './days.ts'
import { addMany, expectSeatsToBeRight, type Json, licencesOf } from './licences.testing.ts'

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
  acme = await aCustomer(ada, { timeZone: 'Pacific/Kiritimati' })
  licences = licencesOf(ada, acme)
})

/** A day later everybody has to sign in anew. */
async function aDayLater(): Promise<void> {
  app.clock.advance({ hours: 24 })
  ada = await app.ada()
  licences = licencesOf(ada, acme)
}

/** The subjects of the mails about licences that Carla was sent. */
async function told(): Promise<Array<string | undefined>> {
  const hers = app.mail.messages.filter(({ envelope }) => envelope.to.includes('carla@acme.example'))
  const subjects = await Promise.all(hers.map(async ({ raw }) => (await app.mail.parse(raw)).subject))
  return subjects.filter((subject) => subject?.includes('licences'))
}

/** The day that it is at Acme, where it is UTC+14. */
const today = () => dayIn('Pacific/Kiritimati', app.clock.now())

const dueJob = () =>
  asSuperuser(
    app.database,
    `select extract(epoch from j.run_at - now())::float8 / 3600 as hours, j.id::text from graphile_worker._private_jobs j
      where j.payload ->> 'accountId' = $1 and j.key like 'licences-end:%'`,
    [acme.id],
  )

/** Has the waiting job run now, and waits until it has: the next one waits under its key. */
async function runJob(): Promise<void> {
  const [job] = await dueJob()
  await asSuperuser(
    app.database,
    `update graphile_worker._private_jobs set run_at = now() where payload ->> 'accountId' = $1 and key like 'licences-end:%'`,
    [acme.id],
  )
  await waitUntil(
    async () => {
      const left = await asSuperuser(
        app.database,
        'select from graphile_worker._private_jobs where id = $1',
        [job.id],
      )
      return left.length === 0 || undefined
    },
    { what: 'subscriptions that have ended are looked after' },
  )
}

const eventsOf = async (action: string): Promise<Json[]> =>
  (await ada.get(`${acme.path}/events?limit=500`).expect(200)).items.filter(
    (event: Json) => event.action === action,
  )

test('UA-72: licences of a subscription that has ended move to free seats of another, and the rest end; each is recorded, and admins are told once', async () => {
  await anAdminOf(app, acme, { email: 'carla@acme.example' })
  await aSubscription(ada, acme, { quantity: 3, endsOn: today(), number: `ending ${acme.id}` })
  await anOrder(ada, { customerId: acme.id, quantity: 2 })
  const people = await addMany(app, acme, 4)
  for (const id of people) await licences.give(id).expect(200)
  await aDayLater()
  await runJob()
  expect((await licences.subscriptions()).map(({ state, used }: Json) => [state, used])).toEqual([
    ['ended', 0],
    ['running', 2],
  ])
  expect(await licences.holders()).toBe(2)
  await expectSeatsToBeRight(app)
  const moved = await eventsOf('licence.moved')
  const ended = await eventsOf('licence.ended')
  expect(moved.map(({ subjectId }) => subjectId)).toEqual([people[0]])
  expect(ended.map(({ subjectId }) => subjectId).sort()).toEqual([people[1], people[2]])
  expect(ended[0]).toMatchObject({ actorName: 'Rollcall', details: { number: `ending ${acme.id}` } })
  await waitUntil(async () => (await told()).length > 0 || undefined, { what: 'Carla is told' })
  await runJob()
  expect(await told()).toEqual(['Acme: 2 licences for MiTeam Meetings ended with their subscription'])
  expect((await auditTrailOf(ada, acme)).at(-1)).toBe('licence.ended')
})

test('UA-72: licences of two subscriptions that end on the same day move to neither of them', async () => {
  for (const quantity of [3, 2]) await aSubscription(ada, acme, { quantity, endsOn: today() })
  await anOrder(ada, { customerId: acme.id, quantity: 1 })
  for (const id of await addMany(app, acme, 4)) await licences.give(id).expect(200)
  await aDayLater()
  await runJob()
  expect((await licences.subscriptions()).map(({ state, used }: Json) => [state, used])).toEqual([
    ['ended', 0],
    ['ended', 0],
    ['running', 1],
  ])
  expect(await licences.holders()).toBe(1)
  await expectSeatsToBeRight(app)
})

test('UA-71 UA-72: an order is ended early only with the number of people who lose their licence by it', async () => {
  const { id, version } = await aSubscription(ada, acme, { quantity: 3 })
  await anOrder(ada, { customerId: acme.id, quantity: 1, startsOn: today(), endsOn: '2090-01-01' })
  for (const person of await addMany(app, acme, 4)) await licences.give(person).expect(200)
  const { account } = await ada.get('/sessions/current').expect(200)
  const end = (changes: object) => ada.patch(`/accounts/${account.id}/orders/${id}`, changes)
  const yesterday = dayIn('UTC', new Date(app.clock.now().getTime() - 24 * 3_600_000))
  const asks = (count: number) => ({ status: 409, body: { code: 'licences.would-end', count } })
  const used = (await licences.subscriptions()).find((one: Json) => one.id === id).used
  for (const endsOn of [today(), yesterday]) {
    expect(await end({ endsOn })).toMatchObject(asks(used))
    for (const expectedCount of [0, used - 1, used + 1]) {
      expect(await end({ endsOn, expectedCount })).toMatchObject(asks(used))
    }
  }
  expect((await ada.get(`/accounts/${account.id}/orders/${id}`).expect(200)).version).toBe(version)
  expect((await licences.subscriptions()).find((one: Json) => one.id === id).endsOn).toBeNull()

  // One seat more elsewhere: one person fewer loses theirs.
  await anOrder(ada, { customerId: acme.id, quantity: 1 })
  expect(await end({ endsOn: today(), expectedCount: used })).toMatchObject(asks(used - 1))
  await end({ endsOn: today(), expectedCount: used - 1 }).expect(200)
  expect(await licences.holders()).toBe(4)
  await aDayLater()
  await runJob()
  expect(await licences.holders()).toBe(4 - (used - 1))
})

test('UA-71: an order ends early unasked where nobody loses a licence by it, and on a later day', async () => {
  const { id } = await aSubscription(ada, acme, { quantity: 3 })
  const [person] = await addMany(app, acme, 1)
  await licences.give(person as string).expect(200)
  const { account } = await ada.get('/sessions/current').expect(200)
  const end = (changes: object) => ada.patch(`/accounts/${account.id}/orders/${id}`, changes)
  await end({ endsOn: '2090-01-01' }).expect(200)
  await end({ quantity: 2 }).expect(200)
  // Another one that ends on the same day keeps nobody's.
  const other = await anOrder(ada, { customerId: acme.id, quantity: 1, endsOn: today() })
  expect(await end({ endsOn: today() })).toMatchObject({ status: 409, body: { count: 1 } })
  await ada.patch(`/accounts/${account.id}/orders/${other.id}`, { endsOn: null }).expect(200)
  await end({ endsOn: today() }).expect(200)
  // Later than it was: nobody loses more by it.
  await end({ endsOn: null }).expect(200)
})

test('UA-72: the last day of a subscription is whole, by the time zone of the account', async () => {
  await aSubscription(ada, acme, { endsOn: today() })
  const [id] = await addMany(app, acme, 1)
  await licences.give(id as string).expect(200)
  await runJob()
  expect(await licences.holders()).toBe(1)
  await aDayLater()
  // Where it is 25 hours earlier the day goes on.
  await ada.patch(acme.path, { timeZone: 'Pacific/Pago_Pago' }).expect(200)
  await runJob()
  expect(await licences.holders()).toBe(1)
  await ada.patch(acme.path, { timeZone: 'Pacific/Kiritimati' }).expect(200)
  await runJob()
  expect(await licences.holders()).toBe(0)
})

test('UA-72: is looked after when the day ends where it ends first, and hourly as long as it ends somewhere', async () => {
  const endsOn = dayIn('UTC', new Date(app.clock.now().getTime() + 3 * 24 * 3_600_000))
  const { id } = await aSubscription(ada, acme, { endsOn })
  const hoursUntil = (new Date(`${endsOn}T10:00:00Z`).getTime() - app.clock.now().getTime()) / 3_600_000
  expect((await dueJob())[0].hours).toBeCloseTo(hoursUntil, 1)
  const { account } = await ada.get('/sessions/current').expect(200)
  const order = `/accounts/${account.id}/orders/${id}`
  await ada
    .patch(order, { endsOn: dayIn('UTC', new Date(app.clock.now().getTime() - 24 * 3_600_000)) })
    .expect(200)
  await runJob()
  const [{ hours }] = await dueJob()
  expect(hours).toBeGreaterThan(0.9)
  expect(hours).toBeLessThan(1.01)
})
