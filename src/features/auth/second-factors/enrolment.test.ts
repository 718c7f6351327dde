import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, auditTrailOf } from '#tests/harness/people.ts'
import { aSecondFactor, codeOf } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada, { name: 'Acme: Ltd' })
})
afterAll(() => app.stop())

const password = 'carla counts the stairs'

/** Carla, signed in, without a second factor. */
async function carla(): Promise<{ email: string; client: ApiClient; id: string }> {
  const email = `carla${++people}@acme.example`
  const client = await anAdminOf(app, acme, { email, password })
  return { email, client, id: (await client.get('/sessions/current').expect(200)).user.id }
}

const confirm = (client: ApiClient, totp: string) => client.post('/me/second-factor/confirmations', { totp })
const signIn = (email: string, given: object = {}) =>
  app.anybody().post('/sessions', { email, password, ...given })

describe('a second factor', () => {
  test('is a secret of 160 bits, for typing and as what a QR code of an authenticator app holds', async () => {
    const { client, email } = await carla()
    const { secret, uri } = await client.post('/me/second-factor').expect(201)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    const { protocol, host, pathname, searchParams } = new URL(uri)
    expect([protocol, host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(pathname)).toBe(`/Rollcall:${email} (Acme  Ltd)`)
    expect(Object.fromEntries(searchParams)).toMatchObject({ secret, issuer: 'Rollcall' })
    for (const [name, value] of [
      ['algorithm', 'SHA1'],
      ['digits', '6'],
      ['period', '30'],
    ] as const) {
      expect(searchParams.get(name) ?? value).toBe(value)
    }
  })

  test('does not count before its first code was given; then at once, in the present session too', async () => {
    const { client, email } = await carla()
    const { secret } = await client.post('/me/second-factor').expect(201)
    await signIn(email).expect(201)
    expect(await confirm(client, '000000')).toMatchObject({ body: { code: 'auth.wrong-second-factor' } })
    await signIn(email).expect(201)
    expect((await client.get('/me/sign-in').expect(200)).secondFactor).toBeNull()
    const { recoveryCodes } = await confirm(client, await codeOf(app, secret)).expect(201)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(await signIn(email)).toMatchObject({ body: { code: 'auth.second-factor-required' } })
    expect((await client.get('/me/sign-in').expect(200)).secondFactor).toEqual({
      enrolledAt: expect.any(String),
      recoveryCodesLeft: 10,
    })
    const own = (await client.get('/me/sessions').expect(200)).items
    expect(own.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toMatchObject({
      hasSecondFactor: true,
    })
  })

  test('Session theft: takes no more than ten wrong first codes an hour, of parallel ones too: whoever sits at a session that is not theirs was not told the secret', async () => {
    const { client } = await carla()
    const { secret } = await client.post('/me/second-factor').expect(201)
    const answers = await Promise.all(Array.from({ length: 14 }, () => confirm(client, '000000')))
    expect(answers.filter(({ body }) => body.code === 'auth.wrong-second-factor')).toHaveLength(10)
    expect(await confirm(client, await codeOf(app, secret))).toMatchObject({
      status: 429,
      body: { code: 'auth.too-many-attempts' },
    })
    app.clock.advance({ minutes: 2 })
    await confirm(client, await codeOf(app, secret)).expect(201)
  })

  test('that is begun again has only the newest secret', async () => {
    const { client } = await carla()
    const first = await client.post('/me/second-factor').expect(201)
    const second = await client.post('/me/second-factor').expect(201)
    expect(second.secret).not.toBe(first.secret)
    await confirm(client, await codeOf(app, first.secret)).expect(401)
    await confirm(client, await codeOf(app, second.secret)).expect(201)
  })

  test('must be confirmed within an hour, and once: of two at the same time one does it', async () => {
    const { client } = await carla()
    expect(await confirm(client, '123456')).toMatchObject({
      status: 409,
      body: { code: 'auth.no-enrolment' },
    })
    const late = await client.post('/me/second-factor').expect(201)
    app.clock.advance({ minutes: 61 })
    expect((await confirm(client, await codeOf(app, late.secret))).status).toBe(409)
    await client.post('/sessions/current/step-ups', { password }).expect(201)
    const { secret } = await client.post('/me/second-factor').expect(201)
    const totp = await codeOf(app, secret)
    const answers = await Promise.all([confirm(client, totp), confirm(client, totp)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('is replaced only by the first code of another; until then it goes on', async () => {
    const { client, email } = await carla()
    const old = await aSecondFactor(app, client)
    const { secret } = await client.post('/me/second-factor').expect(201)
    expect(await signIn(email)).toMatchObject({ body: { code: 'auth.second-factor-required' } })
    await signIn(email, { totp: await old.nextCode() }).expect(201)
    await confirm(client, await codeOf(app, secret)).expect(201)
    expect((await signIn(email, { totp: await old.nextCode() })).status).toBe(401)
    expect((await signIn(email, { totp: old.recoveryCodes[0] })).status).toBe(401)
    await signIn(email, { totp: await codeOf(app, secret) }).expect(201)
  })

  test('is set up, and removed, only by who has proven themselves within five minutes; both are told and recorded', async () => {
    const { client, email } = await carla()
    await aSecondFactor(app, client)
    app.clock.advance({ minutes: 6 })
    const refused = { status: 403, body: { code: 'auth.step-up-required' } }
    expect(await client.post('/me/second-factor')).toMatchObject(refused)
    expect(await client.delete('/me/second-factor')).toMatchObject(refused)
    await client.post('/sessions/current/step-ups', { password }).expect(201)
    await client.delete('/me/second-factor').expect(204)
    await client.delete('/me/second-factor').expect(404)
    await client.post('/me/recovery-codes').expect(404)
    await signIn(email).expect(201)
    const told = await asSuperuser(
      app.database,
      "select parameters -> 'notice' ->> 'what' as what from app.outgoing_mails where recipient = $1 order by mail_id",
      [email],
    )
    expect(told.map(({ what }) => what)).toEqual(['second-factor-added', 'second-factor-removed'])
    expect(
      (await auditTrailOf(ada, acme)).filter((action) => action.startsWith('second-factor')).slice(-3),
    ).toEqual(['second-factor.begun', 'second-factor.added', 'second-factor.removed'])
  })

  test('UA-83: ends with the sign-in of a person who stays listed, and does not come back with it', async () => {
    const { client, id } = await carla()
    await aSecondFactor(app, client)
    await asSuperuser(app.database, "update app.users set origin = 'pbx' where user_id = $1", [id])
    await ada.delete(`${acme.path}/users/${id}`).expect(204)
    for (const table of [
      'second_factors',
      'recovery_codes',
      'second_factor_enrolments',
      'remembered_devices',
    ]) {
      const rows = await asSuperuser(app.database, `select 1 from app.${table} where user_id = $1`, [id])
      expect(rows, table).toEqual([])
    }
  })

  test('of others is nobody’s: a person without admin rights reaches their own alone', async () => {
    const { id } = await aPerson(app, acme, { email: `dora${++people}@acme.example` })
    const { client } = await carla()
    await asSuperuser(app.database, "update app.users set role = 'user' where user_id = $1", [
      (await client.get('/sessions/current').expect(200)).user.id,
    ])
    await aSecondFactor(app, client)
    await client.delete(`${acme.path}/users/${id}/second-factor`).expect(403)
    await client.post(`${acme.path}/users/${id}/unlocks`).expect(403)
    await client.delete('/me/second-factor').expect(204)
  })
})
