import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, anApiKey, aPerson, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

const numbers = Array.from({ length: 6 }, (_, place) => `+1202555010${place}`)

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let anna: { id: string }
let bob: { id: string }
let carla: { id: string }

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  await withUserNumbers(app, acme, numbers)
  anna = await aPerson(app, acme, { email: 'anna@acme.example' })
  bob = await aPerson(app, acme, { email: 'bob@acme.example' })
  carla = await aPerson(app, acme, { email: 'carla@acme.example' })
})

const waitingForLocks = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

type Selection = { ids: string[] } | { all: true; filter?: object }

const everybody: Selection = { all: true, filter: {} }
const these = (...people: Array<{ id: string }>): Selection => ({ ids: people.map(({ id }) => id) })
const ask = (selection: Selection, assign: boolean) =>
  ada.post(`${acme.path}/sms-number-assignments`, { selection, assign })
async function done(selection: Selection, assign = true) {
  const { id } = await ask(selection, assign).expect(202)
  return finished(ada, acme, id)
}
const forecast = (selection: Selection, assign = true) =>
  ada.post(`${acme.path}/sms-number-forecasts`, { selection, assign }).expect(200)
const numberOf = async ({ id }: { id: string }) =>
  (await ada.get(`${acme.path}/users/${id}`).expect(200)).smsNumber
const give = (person: { id: string }, smsNumber: string | null) =>
  ada.patch(`${acme.path}/users/${person.id}`, { smsNumber })
/** Leaves so many numbers for the test. */
const leave = (count: number) =>
  app.platform.database.inAccount(acme.id, (tx) =>
    tx
      .deleteFrom('app.smsNumbers')
      .where('accountId', '=', acme.id)
      .where('number', 'in', numbers.slice(count))
      .execute(),
  )

describe('UA-73: Assign all', () => {
  test('gives everybody the lowest number that nobody has; who has one of the account keeps it', async () => {
    await give(bob, '+12025550101').expect(200)
    expect(await done(everybody)).toMatchObject({
      kind: 'sms-number-assignment',
      status: 'done',
      total: 3,
      done: 3,
    })
    const [first, second] = [anna, carla].toSorted((one, other) => (one.id < other.id ? -1 : 1))
    expect(await numberOf(first as typeof anna)).toBe('+12025550100')
    expect(await numberOf(second as typeof anna)).toBe('+12025550102')
    expect(await numberOf(bob)).toBe('+12025550101')
  })

  test('gives another number to who has one that is gone', async () => {
    const old = await aPerson(app, acme, {
      email: 'old@acme.example',
      columns: { smsNumber: '+442079460000' },
    })
    await done(these(old))
    expect(await numberOf(old)).toBe('+12025550100')
  })

  test('with fewer numbers than people is refused with how many are missing, and nobody gets one', async () => {
    await leave(2)
    expect(await ask(everybody, true)).toMatchObject({
      status: 409,
      body: { code: 'numbers.too-few', missing: 1, detail: expect.stringMatching(/^1 more SMS number/) },
    })
    expect(await Promise.all([anna, bob, carla].map(numberOf))).toEqual([null, null, null])
    expect((await ada.get(`${acme.path}/operations`).expect(200)).items).toEqual([])
  })

  test('counts the numbers of the selected themselves', async () => {
    await leave(3)
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    await give(dora, '+12025550100').expect(200)
    await give(anna, '+12025550101').expect(200)
    expect(await forecast(these(anna, bob))).toEqual({ people: 2, available: 2, missing: 0 })
    expect(await forecast(everybody)).toEqual({ people: 4, available: 3, missing: 1 })
    expect(await forecast(everybody, false)).toEqual({ people: 4, available: 3, missing: 0 })
  })

  test('needs Twilio and User numbers to be on', async () => {
    await ada.patch(`${acme.path}/twilio-account`, { userNumbers: false }).expect(200)
    expect(await ask(everybody, true)).toMatchObject({
      status: 422,
      body: { code: 'numbers.user-numbers-off' },
    })
  })

  test('is all or nothing: when numbers ran out in between nobody has one, and the operation says why', async () => {
    const { database } = app.platform
    const operation = await database.inAccount(acme.id, async (tx) => {
      // Whoever is locked here is waited for by the operation, which has been let through by then.
      await tx
        .selectFrom('app.users')
        .select('userId')
        .where('accountId', '=', acme.id)
        .where('userId', '=', anna.id)
        .forUpdate()
        .execute()
      const started = await ask(everybody, true).expect(202)
      await tx.deleteFrom('app.smsNumbers').where('accountId', '=', acme.id).execute()
      return started
    })
    expect(await finished(ada, acme, operation.id)).toMatchObject({
      status: 'failed',
      done: 0,
      failure: expect.stringMatching(/^3 more SMS number/),
    })
    expect(await Promise.all([anna, bob, carla].map(numberOf))).toEqual([null, null, null])
  })

  test('two at once never give a number twice, and lose none, whoever else is given one meanwhile', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    const emil = await aPerson(app, acme, { email: 'emil@acme.example' })
    const asked = await app.platform.database.inAccount(acme.id, async (tx) => {
      // Both have begun and wait for somebody who is locked here: they go on in the same moment.
      await tx
        .selectFrom('app.users')
        .select('userId')
        .where('accountId', '=', acme.id)
        .where('userId', 'in', [anna.id, carla.id])
        .forUpdate()
        .execute()
      const started = [await ask(these(anna, bob), true), await ask(these(carla, dora), true)]
      await waitUntil(async () => (await asSuperuser(app.database, waitingForLocks)).length >= 2, {
        what: 'both operations wait',
      })
      return started
    })
    const single = await give(emil, '+12025550102')
    const ended = await Promise.all(asked.map(({ body }) => finished(ada, acme, body.id)))
    expect(ended.map(({ status }) => status)).toEqual(['done', 'done'])
    expect([200, 409]).toContain(single.status)
    const given = await Promise.all([anna, bob, carla, dora].map(numberOf))
    expect(new Set(given).size).toBe(4)
    expect(given.every((number) => numbers.includes(number))).toBe(true)
    expect(given.includes(await numberOf(emil))).toBe(false)
  })

  test('skips whom a source gives the number, saying which', async () => {
    const owners = { smsNumber: 'Azure AD' }
    const sam = await aPerson(app, acme, { email: 'sam@acme.example', columns: { origin: 'scim', owners } })
    const { id, ...operation } = await done(these(anna, sam))
    expect(operation).toMatchObject({ status: 'done', done: 1, skipped: 1 })
    const { items } = await ada.get(`${acme.path}/operations/${id}/items?outcome=skipped`).expect(200)
    expect(items).toMatchObject([{ subjectId: sam.id, code: 'users.field-owned' }])
  })

  test('needs no number for whom it skips, and keeps none from who comes after them', async () => {
    await leave(1)
    const owners = { smsNumber: 'Azure AD' }
    const sam = await aPerson(app, acme, { email: 'sam@acme.example', columns: { origin: 'scim', owners } })
    const tom = await aPerson(app, acme, { email: 'tom@acme.example' })
    expect(await forecast(these(sam, tom))).toEqual({ people: 1, available: 1, missing: 0 })
    expect(await done(these(sam, tom))).toMatchObject({ status: 'done', done: 1, skipped: 1 })
    expect(await numberOf(tom)).toBe('+12025550100')
  })

  test('by an API key needs none for admins, whom a key does not change', async () => {
    await leave(1)
    const boss = await aPerson(app, acme, { email: 'boss@acme.example', columns: { role: 'admin' } })
    const admin = await anAdminOf(app, acme, { email: 'keymaker@acme.example' })
    const { key } = await anApiKey(admin, acme)
    const selection = these(boss, anna)
    const answer = await app
      .bearing(key)
      .post(`${acme.path}/sms-number-assignments`, { selection, assign: true })
      .expect(202)
    expect(await finished(ada, acme, answer.id)).toMatchObject({ status: 'done', done: 1, skipped: 1 })
    expect(await numberOf(anna)).toBe('+12025550100')
  })

  test('stands in the history of each person with the number before and after, and is found by it', async () => {
    await done(these(anna))
    const { items } = await ada
      .get(`${acme.path}/events?action=user.changed&subjectId=${anna.id}`)
      .expect(200)
    expect(items[0].changes).toEqual([{ field: 'smsNumber', before: null, after: '+12025550100' }])
    expect(await auditTrailOf(ada, acme)).toContain('sms-number-assignment.started')
    const found = await ada.get(`${acme.path}/users?search=2025550100`).expect(200)
    expect(found.items).toMatchObject([
      { id: anna.id, lastModifiedBy: 'ada', lastModifiedFields: ['smsNumber'], version: 2 },
    ])
  })
})

describe('UA-73: Unassign all', () => {
  test('takes the numbers of the selected, who are free for others, also with everything off', async () => {
    await done(everybody)
    await ada.patch(`${acme.path}/integrations/twilio`, { isOn: false }).expect(200)
    expect(await done(these(anna, bob), false)).toMatchObject({ status: 'done', done: 2 })
    expect(await numberOf(anna)).toBeNull()
    expect(await numberOf(carla)).not.toBeNull()
    expect((await ada.get(`${acme.path}/sms-numbers/count?free=true`).expect(200)).count).toBe(5)
    expect((await ada.get(`${acme.path}/users/count?search=2025550100`).expect(200)).count).toBeLessThan(2)
  })
})
