import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import {
  aCustomer,
  anAdminOf,
  anApiKey,
  aPerson,
  aSubscriber,
  aSubscription,
  finished,
} from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient
let work: { stop(): Promise<void> } | undefined

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  carla = await anAdminOf(app, acme)
  await aSubscription(ada, acme)
  await withUserNumbers(app, acme, ['+12025550100', '+12025550101', '+12025550102', '+12025550103'])
})
afterAll(async () => {
  await work?.stop()
  await app.stop()
})

/** The worker, which was busy so far. */
const workBegins = async () => {
  work = await startBackgroundWork(app.platform, {
    smtpUrl: app.mail.url,
    mailFrom: 'Rollcall <r@rollcall.example>',
  })
}
const workEnds = async () => {
  await work?.stop()
  work = undefined
}

/** Mallory, an admin beside Carla, until she is deleted. */
async function mallory() {
  const email = `mallory.${newId()}@acme.example`
  const client = await anAdminOf(app, acme, { email, firstName: 'Mallory', lastName: 'Miles' })
  const { user } = await client.get('/sessions/current').expect(200)
  return { client, fire: () => carla.delete(`${acme.path}/users/${user.id}`).expect(204) }
}

const person = (email: string) => aPerson(app, acme, { email })
const roleOf = async ({ id }: { id: string }) =>
  (await carla.get(`${acme.path}/users/${id}`).expect(200)).role
const ask = (client: ApiClient, act: string, body: object) =>
  client.post(`${acme.path}/${act}`, body).expect(202) as Promise<{ id: string }>
const outcomesOf = async (id: string) =>
  (await carla.get(`${acme.path}/operations/${id}/items`).expect(200)).items

describe('threats "Right taken away": what an admin has asked for, who is deleted before it begins, is not done', () => {
  const people = { selection: { all: true, filter: {} } }
  const numbers = { selection: { all: true, filter: {} } }
  const acts: Array<[act: string, body: object]> = [
    ['user-updates', { ...people, changes: { role: 'admin' } }],
    ['user-deletions', people],
    ['password-resets', people],
    ['welcome-emails', people],
    ['licence-assignments', { ...people, product: 'miteam-meetings', assign: true }],
    ['sms-number-assignments', { ...people, assign: true }],
    ['sms-number-synchronisations', {}],
    ['deployment-pins', { ...numbers, replace: true }],
    ['person-assignments', numbers],
    ['deployments', numbers],
    ['automatic-deployments', numbers],
    ['forced-configurations', numbers],
    ['synchronisations', numbers],
    ['subscriber-deletions', numbers],
  ]
  const asked = new Map<string, string>()
  let eve: { id: string }

  beforeAll(async () => {
    eve = await person('eve@acme.example')
    await aSubscriber(ada, acme)
    const { client, fire } = await mallory()
    for (const [act, body] of acts) asked.set(act, (await ask(client, act, body)).id)
    const plan = await userImportsOf(client, acme).planned(
      'First name,Last name,Email\r\nBack,Door,door@evil.example\r\n',
    )
    asked.set(
      'import',
      (await client.post(`${acme.path}/user-imports/${plan.id}/application`).expect(202)).id,
    )
    await fire()
    await workBegins()
  })
  afterAll(workEnds)

  test.each([...acts.map(([act]) => act), 'import'])('%s', async (act) => {
    const id = asked.get(act) as string
    const operation = await finished(carla, acme, id)
    expect(operation).toMatchObject({ status: 'failed', done: 0, skipped: 0, failed: 0 })
    expect(operation.failure).toContain('Mallory Miles, who asked for this, may not do it here any more')
    expect(
      (await outcomesOf(id)).filter(({ outcome }: { outcome: string }) => outcome !== 'cancelled'),
    ).toEqual([])
    expect(await roleOf(eve)).toBe('user')
  })
})

describe('threats "Right taken away": what was asked for before', () => {
  test('by a partner who is shut out then makes nobody an admin and sends nothing', async () => {
    const eve = await person('eve.two@acme.example')
    const selection = { ids: [eve.id] }
    const update = await ask(ada, 'user-updates', { selection, changes: { role: 'admin' } })
    const reset = await ask(ada, 'password-resets', { selection })
    const doorOf = (mode: string) =>
      asSuperuser(app.database, 'update app.accounts set partner_access_mode = $1 where account_id = $2', [
        mode,
        acme.id,
      ])
    await doorOf('closed')
    await workBegins()
    expect(await finished(carla, acme, update.id)).toMatchObject({ status: 'failed', done: 0 })
    expect(await finished(carla, acme, reset.id)).toMatchObject({ status: 'failed', done: 0 })
    await workEnds()
    await doorOf('open')
    expect(await roleOf(eve)).toBe('user')
  })

  test('with an API key that is revoked then deletes nobody', async () => {
    const eve = await person('eve.three@acme.example')
    const { id, key } = await anApiKey(carla, acme)
    const deletion = await ask(app.bearing(key), 'user-deletions', { selection: { ids: [eve.id] } })
    await carla.delete(`${acme.path}/api-keys/${id}`).expect(204)
    await workBegins()
    expect(await finished(carla, acme, deletion.id)).toMatchObject({ status: 'failed', done: 0 })
    await workEnds()
    expect(await roleOf(eve)).toBe('user')
  })

  test('by whoever still may is done, also where they have signed out', async () => {
    const eve = await person('eve.four@acme.example')
    const { client } = await mallory()
    const { id } = await ask(client, 'user-updates', {
      selection: { ids: [eve.id] },
      changes: { role: 'admin' },
    })
    await client.delete('/sessions/current').expect(204)
    await workBegins()
    expect(await finished(carla, acme, id)).toMatchObject({ status: 'done', done: 1 })
    await workEnds()
    expect(await roleOf(eve)).toBe('admin')
  })
})

describe('threats "Right taken away": failed records are done again by the right of whoever retries', () => {
  /** An operation of Mallory, who is gone, that makes Eve an admin and has failed to. */
  async function failedUpdate(email: string) {
    const eve = await person(email)
    const { client, fire } = await mallory()
    const missing = { ids: [newId()] }
    const { id } = await ask(client, 'user-updates', { selection: missing, changes: { role: 'admin' } })
    await workBegins()
    expect(await finished(carla, acme, id)).toMatchObject({ status: 'done', failed: 1 })
    await fire()
    await asSuperuser(
      app.database,
      'update app.operation_items set subject_id = $1 where operation_id = $2',
      [eve.id, id],
    )
    const retry = (caller: ApiClient) => caller.post(`${acme.path}/operations/${id}/retries`)
    return { eve, id, retry }
  }
  const aKeyWith = async (...scopes: string[]) => app.bearing((await anApiKey(carla, acme, { scopes })).key)
  afterEach(workEnds)

  test('a key that may only control operations does none', async () => {
    const { eve, id, retry } = await failedUpdate('eve.five@acme.example')
    expect(await retry(await aKeyWith('operations.control'))).toMatchObject({
      status: 403,
      body: { code: 'operations.retry-not-allowed' },
    })
    expect(await finished(carla, acme, id)).toMatchObject({ failed: 1 })
    expect(await roleOf(eve)).toBe('user')
  })

  test('a key that may change people makes no admin with what a person asked for', async () => {
    const { eve, id, retry } = await failedUpdate('eve.six@acme.example')
    await retry(await aKeyWith('operations.control', 'users.change')).expect(200)
    expect(await finished(carla, acme, id)).toMatchObject({ status: 'done', done: 0, skipped: 1 })
    expect(await outcomesOf(id)).toMatchObject([{ subjectId: eve.id, code: 'users.admin-by-key' }])
    expect(await roleOf(eve)).toBe('user')
  })

  test('a person who may goes on, and the history names them', async () => {
    const { eve, id, retry } = await failedUpdate('eve.seven@acme.example')
    await retry(carla).expect(200)
    expect(await finished(carla, acme, id)).toMatchObject({ status: 'done', done: 1 })
    expect(await roleOf(eve)).toBe('admin')
    const { items } = await carla.get(`${acme.path}/events?limit=20`).expect(200)
    const change = items.find(({ action }: { action: string }) => action === 'user.changed')
    expect(change).toMatchObject({ subjectId: eve.id, actorName: 'Carla Rossi' })
  })
})
