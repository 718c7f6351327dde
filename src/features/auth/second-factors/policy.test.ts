import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient
let policy: string

const password = 'carla counts the stairs'
const asked = { adminsNeedSecondFactor: true }
const mustEnrol = { status: 403, body: { code: 'auth.second-factor-to-enrol' } }

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  policy = `${acme.path}/sign-in-policy`
  carla = await anAdminOf(app, acme, { email: 'carla@acme.example', password })
})

describe('threats "Stolen admin mailbox": that admins need a second factor', () => {
  test('is off, and turned on only by an admin of the account who has one', async () => {
    expect(await carla.get(policy).expect(200)).toEqual({ adminsNeedSecondFactor: false })
    const first = { status: 409, body: { code: 'auth.enrol-first' } }
    expect(await carla.patch(policy, asked)).toMatchObject(first)
    expect(await ada.patch(policy, asked)).toMatchObject(first)
    await aSecondFactor(app, carla)
    expect(await carla.patch(policy, asked).expect(200)).toEqual(asked)
    expect(await carla.get(policy).expect(200)).toEqual(asked)
  })

  test('is changed with a fresh proof only; the other admins are told, and it is recorded once', async () => {
    await aSecondFactor(app, carla)
    await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    app.clock.advance({ minutes: 6 })
    expect(await carla.patch(policy, asked)).toMatchObject({ body: { code: 'auth.step-up-required' } })
    await carla.post('/sessions/current/step-ups', { password }).expect(201)
    await carla.patch(policy, asked).expect(200)
    await carla.patch(policy, asked).expect(200)
    await carla.patch(policy, {}).expect(200)
    await carla.patch(policy, { adminsNeedSecondFactor: false }).expect(200)
    const told = await asSuperuser(
      app.database,
      "select parameters -> 'notice' ->> 'what' as what from app.outgoing_mails where account_id = $1 and recipient = $2 order by mail_id",
      [acme.id, 'dora@acme.example'],
    )
    expect(told.map(({ what }) => what)).toEqual(['second-factor-asked-for', 'second-factor-not-asked-for'])
    expect(
      (await auditTrailOf(ada, acme)).filter((action) => action === 'sign-in-policy.changed'),
    ).toHaveLength(2)
  })

  test('holds at once for sessions that are open: everything in the account waits until they have one', async () => {
    const dora = await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    await aSecondFactor(app, carla)
    expect((await dora.get('/sessions/current').expect(200)).mustEnrolSecondFactor).toBe(false)
    await carla.patch(policy, asked).expect(200)
    for (const path of [acme.path, `${acme.path}/users`, policy]) {
      expect(await dora.get(path), path).toMatchObject(mustEnrol)
    }
    expect(await dora.patch(policy, { adminsNeedSecondFactor: false })).toMatchObject(mustEnrol)
    expect((await dora.get('/sessions/current').expect(200)).mustEnrolSecondFactor).toBe(true)
    await carla.get(`${acme.path}/users`).expect(200)
    await aSecondFactor(app, dora)
    expect((await dora.get('/sessions/current').expect(200)).mustEnrolSecondFactor).toBe(false)
    await dora.get(`${acme.path}/users`).expect(200)
  })

  test('lets who has none sign in and enrol, asks nobody else, and tells nothing of foreign accounts', async () => {
    const anna = await anAdminOf(app, acme, { email: 'anna@acme.example', password })
    await asSuperuser(app.database, "update app.users set role = 'user' where email = 'anna@acme.example'")
    const dora = await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    await aSecondFactor(app, carla)
    await carla.patch(policy, asked).expect(200)
    const given = { email: 'dora@acme.example', password, account: acme.id }
    const session = await dora.post('/sessions', given).expect(201)
    expect(session).toMatchObject({ hasSecondFactor: false, mustEnrolSecondFactor: true })
    const other = await aCustomer(ada, { name: 'Other' })
    expect((await dora.get(other.path)).status).toBe(404)
    expect((await anna.get('/sessions/current').expect(200)).mustEnrolSecondFactor).toBe(false)
    await anna.get(acme.path).expect(200)
  })

  test('keeps out the API keys of an admin who has one to enrol, as it does their session, until they have one', async () => {
    const dora = await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    const nightly = app.bearing((await anApiKey(dora, acme)).key)
    const payroll = app.bearing((await anApiKey(carla, acme)).key)
    await aSecondFactor(app, carla)
    await nightly.get(`${acme.path}/users`).expect(200)
    await carla.patch(policy, asked).expect(200)
    expect(await nightly.get(`${acme.path}/users`)).toMatchObject(mustEnrol)
    expect(await nightly.get('/accounts/0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f/users')).toMatchObject({
      status: 404,
    })
    await payroll.get(`${acme.path}/users`).expect(200)
    await aSecondFactor(app, dora)
    await nightly.get(`${acme.path}/users`).expect(200)
  })

  test('keeps out no API key of an admin who has no password, or none that signs in: they come by single sign-on', async () => {
    const dora = await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    const nightly = app.bearing((await anApiKey(dora, acme)).key)
    await aSecondFactor(app, carla)
    await carla.patch(policy, asked).expect(200)
    const users = () => nightly.get(`${acme.path}/users`)
    await asSuperuser(
      app.database,
      `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, created_at, updated_at)
       values ($1, 'Acme ID', 'https://id.acme.example', 'rollcall', true, now(), now())`,
      [acme.id],
    )
    await users().expect(200)
    await asSuperuser(
      app.database,
      'update app.identity_providers set keeps_local_passwords = true where account_id = $1',
      [acme.id],
    )
    expect(await users()).toMatchObject(mustEnrol)
    await asSuperuser(
      app.database,
      `delete from app.password_credentials p using app.users u
        where u.user_id = p.user_id and u.account_id = $1 and u.email = 'dora@acme.example'`,
      [acme.id],
    )
    await users().expect(200)
  })

  test('asks nobody who comes by single sign-on', async () => {
    const dora = await anAdminOf(app, acme, { email: 'dora@acme.example', password })
    await aSecondFactor(app, carla)
    await carla.patch(policy, asked).expect(200)
    expect(await dora.get(acme.path)).toMatchObject(mustEnrol)
    await asSuperuser(
      app.database,
      `update app.sessions s set opened_by = 'single-sign-on' from app.users u
        where u.user_id = s.user_id and u.account_id = $1 and u.email = 'dora@acme.example'`,
      [acme.id],
    )
    await dora.get(acme.path).expect(200)
  })

  test('of a partner keeps its admins out of its customers too', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    await aSecondFactor(app, ada)
    const own = `/accounts/${account.id}/sign-in-policy`
    await ada.patch(own, asked).expect(200)
    const paul = await anAdminOf(app, account, { email: 'paul@northwind.example', password })
    expect(await paul.get(acme.path)).toMatchObject(mustEnrol)
    expect(await paul.get('/accounts')).toMatchObject(mustEnrol)
    expect(await ada.delete('/me/second-factor')).toMatchObject({
      status: 409,
      body: { code: 'auth.second-factor-needed' },
    })
    await ada.patch(own, { adminsNeedSecondFactor: false }).expect(200)
    await ada.delete('/me/second-factor').expect(204)
  })

  test('threats "Malicious partner administrator": keeps out admins of the partner who have none, from the next request until they have one', async () => {
    const keptOut = { status: 403, body: { code: 'auth.customer-needs-second-factor' } }
    await aSecondFactor(app, carla)
    const { user } = await carla.get('/sessions/current').expect(200)
    await ada.get(`${acme.path}/users`).expect(200)
    await carla.patch(policy, asked).expect(200)
    for (const path of [acme.path, `${acme.path}/users`, policy, `${acme.path}/events`]) {
      expect(await ada.get(path), path).toMatchObject(keptOut)
    }
    expect(await ada.patch(policy, { adminsNeedSecondFactor: false })).toMatchObject(keptOut)
    expect(await ada.delete(`${acme.path}/users/${user.id}/second-factor`)).toMatchObject(keptOut)
    expect((await ada.get(policy)).body.detail).toContain('Set up an authenticator app')
    await ada.get((await aCustomer(ada, { name: 'Other' })).path).expect(200)
    expect((await ada.get('/sessions/current').expect(200)).mustEnrolSecondFactor).toBe(false)

    await aSecondFactor(app, ada)
    await ada.get(`${acme.path}/users`).expect(200)
    await ada.delete('/me/second-factor').expect(204)
    expect(await ada.get(`${acme.path}/users`)).toMatchObject(keptOut)
    await carla.patch(policy, { adminsNeedSecondFactor: false }).expect(200)
    await ada.get(`${acme.path}/users`).expect(200)
  })

  test('of a customer asks no API key of its partner, nobody of the partner who comes by single sign-on, and tells nothing of customers of others', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    const paul = await anAdminOf(app, account, { email: 'paula@northwind.example', password })
    const nightly = app.bearing((await anApiKey(paul, account)).key)
    const { admin: nadia } = await aSecondPartner(app)
    await aSecondFactor(app, carla)
    await carla.patch(policy, asked).expect(200)
    expect(await paul.get(acme.path)).toMatchObject({ status: 403 })
    await nightly.get(`${acme.path}/users`).expect(200)
    expect(await nadia.get(acme.path)).toMatchObject({ status: 404 })
    await asSuperuser(
      app.database,
      `update app.sessions s set opened_by = 'single-sign-on' from app.users u
        where u.user_id = s.user_id and u.email = 'paula@northwind.example'`,
      [],
    )
    await paul.get(acme.path).expect(200)
  })

  test('keeps an admin from removing their own, by either way, and lets another remove it', async () => {
    await aSecondFactor(app, carla)
    await carla.patch(policy, asked).expect(200)
    const { user } = await carla.get('/sessions/current').expect(200)
    const needed = { status: 409, body: { code: 'auth.second-factor-needed' } }
    expect(await carla.delete('/me/second-factor')).toMatchObject(needed)
    expect(await carla.delete(`${acme.path}/users/${user.id}/second-factor`)).toMatchObject(needed)
    await aSecondFactor(app, ada)
    await ada.delete(`${acme.path}/users/${user.id}/second-factor`).expect(204)
    expect(await carla.get(acme.path)).toMatchObject(mustEnrol)
    await ada.delete('/me/second-factor').expect(204)
  })

  test('is not turned on by whoever removes their own at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      await aSecondFactor(app, carla)
      const [turned, removed] = await Promise.all([
        carla.patch(policy, asked),
        carla.delete('/me/second-factor'),
      ])
      expect([`${turned.status} ${removed.status}`]).toEqual([expect.stringMatching(/^(200 409|409 204)$/)])
      if (turned.status === 200) await carla.patch(policy, { adminsNeedSecondFactor: false }).expect(200)
    }
  })
})
