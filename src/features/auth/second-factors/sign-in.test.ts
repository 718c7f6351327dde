import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { type AuthenticatorApp, aSecondFactor, codeOf } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { everythingStored } from '#tests/threats/everything-stored.ts'
import { KnownSecrets } from '#tests/threats/known-secrets.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
})
afterAll(() => app.stop())

interface Person {
  email: string
  password: string
  client: ApiClient
  factor: AuthenticatorApp
}

/** Carla, signed in, who has just set up an authenticator app. */
async function carla(customer = acme): Promise<Person> {
  const email = `carla${++people}@acme.example`
  const password = 'carla counts the stairs'
  const client = await anAdminOf(app, customer, { email, password })
  return { email, password, client, factor: await aSecondFactor(app, client) }
}

const signIn = ({ email, password }: Person, given: object = {}, client = app.anybody()) =>
  client.post('/sessions', { email, password, ...given })

/** The mails of this kind to the person, and what they are about. */
const toldOf = async ({ email }: Person): Promise<unknown[]> =>
  (
    await asSuperuser(
      app.database,
      "select parameters -> 'notice' as notice from app.outgoing_mails where recipient = $1 order by mail_id",
      [email],
    )
  ).map(({ notice }) => notice)

describe('threats "Password guessing": whoever has an authenticator app', () => {
  test('is asked for its code after the right password, and is signed in with it', async () => {
    const person = await carla()
    const asked = await signIn(person)
    expect(asked).toMatchObject({ status: 401, body: { code: 'auth.second-factor-required' } })
    expect(asked.headers.getSetCookie()).toEqual([])
    const client = app.anybody()
    const session = await signIn(person, { totp: await person.factor.nextCode() }, client).expect(201)
    expect(session).toMatchObject({ signedInBy: 'password', hasPassword: true, hasSecondFactor: true })
    expect((await client.get('/me/sessions').expect(200)).items.at(0)).toMatchObject({
      hasSecondFactor: true,
    })
  })

  test('is not asked, and answers like everybody, before the password is right', async () => {
    const [person, plain] = [await carla(), { email: `plain${++people}@acme.example` }]
    await anAdminOf(app, acme, plain)
    const totp = await person.factor.nextCode()
    const wrong = [
      await signIn(person, { password: 'not the password' }),
      await signIn(person, { password: 'not the password', totp }),
      await app.anybody().post('/sessions', { ...plain, password: 'not the password' }),
      await app
        .anybody()
        .post('/sessions', { email: 'nobody@acme.example', password: 'not the password', totp }),
    ]
    for (const { status, body, headers } of wrong) {
      expect(status).toBe(401)
      expect({ ...body, requestId: '' }).toEqual({ ...wrong[0]?.body, requestId: '' })
      expect(body.code).toBe('auth.wrong-credentials')
      expect(headers.getSetCookie()).toEqual([])
    }
    // The code was not looked at beside the wrong password: it is still good.
    await signIn(person, { totp }).expect(201)
  })

  test.each([
    ['a code of the step before', -30, 201],
    ['a code of the step after', 30, 201],
    ['a code of two steps before, as of a phone with a wrong clock', -60, 401],
    ['a code of two steps after', 60, 401],
  ])('may bring %s: %i seconds', async (_what, ahead, status) => {
    const person = await carla()
    app.clock.advance({ minutes: 3 })
    const totp = await codeOf(app, person.factor.secret, ahead)
    expect((await signIn(person, { totp })).status).toBe(status)
  })

  test('may write the code in groups', async () => {
    const person = await carla()
    const totp = await person.factor.nextCode()
    await signIn(person, { totp: `${totp.slice(0, 3)} ${totp.slice(3)}` }).expect(201)
  })

  test('has each code taken once, and none that is older than the last', async () => {
    const person = await carla()
    const older = await person.factor.nextCode()
    const code = await person.factor.nextCode()
    await signIn(person, { totp: code }).expect(201)
    for (const totp of [code, older]) {
      expect(await signIn(person, { totp })).toMatchObject({
        status: 401,
        body: { code: 'auth.wrong-second-factor' },
      })
    }
  })

  test('cannot use the code that confirmed the app to sign in', async () => {
    const person = await carla()
    const totp = await codeOf(app, person.factor.secret)
    expect((await signIn(person, { totp })).status).toBe(401)
  })

  test('of two who bring the same code at the same time has one signed in', async () => {
    const person = await carla()
    const totp = await person.factor.nextCode()
    const answers = await Promise.all([signIn(person, { totp }), signIn(person, { totp })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
  })

  test('chooses the account first where several fit, and is then asked for the factor of that one', async () => {
    const other = await aCustomer(ada, { name: 'Other' })
    const email = 'both@acme.example'
    const here = await anAdminOf(app, acme, { email })
    await anAdminOf(app, other, { email })
    const { nextCode } = await aSecondFactor(app, here)
    const given = { email, password: 'carla counts the stairs' }
    const totp = await nextCode()
    expect(await app.anybody().post('/sessions', { ...given, totp })).toMatchObject({
      body: { code: 'auth.account-choice' },
    })
    expect(await app.anybody().post('/sessions', { ...given, account: acme.id })).toMatchObject({
      body: { code: 'auth.second-factor-required' },
    })
    await app
      .anybody()
      .post('/sessions', { ...given, account: acme.id, totp })
      .expect(201)
    await app
      .anybody()
      .post('/sessions', { ...given, account: other.id })
      .expect(201)
  })
})

describe('a recovery code', () => {
  test('signs in once, however it is written; its use is told by mail, with how many are left, and stands in the history', async () => {
    const person = await carla()
    const [first = '', second = ''] = person.factor.recoveryCodes
    expect(person.factor.recoveryCodes).toHaveLength(10)
    expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    const client = app.anybody()
    await signIn(person, { totp: ` ${first.toLowerCase().replace('-', ' ')} ` }, client).expect(201)
    expect(await signIn(person, { totp: first })).toMatchObject({
      body: { code: 'auth.wrong-second-factor' },
    })
    await signIn(person, { totp: second.replace('-', '').replaceAll('0', 'o').replaceAll('1', 'l') }).expect(
      201,
    )
    expect((await client.get('/me/sign-in').expect(200)).secondFactor).toMatchObject({ recoveryCodesLeft: 8 })
    expect((await toldOf(person)).slice(-2)).toEqual([
      { what: 'recovery-code-used', details: { left: 9 } },
      { what: 'recovery-code-used', details: { left: 8 } },
    ])
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((action) => action === 'recovery-code.used')).toHaveLength(2)
  })

  test('of two uses at the same time one wins', async () => {
    const person = await carla()
    const [totp] = person.factor.recoveryCodes
    const answers = await Promise.all([signIn(person, { totp }), signIn(person, { totp })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
  })

  test('of somebody else is none', async () => {
    const [person, other] = [await carla(), await carla()]
    const [totp] = other.factor.recoveryCodes
    expect((await signIn(person, { totp })).status).toBe(401)
    await signIn(other, { totp }).expect(201)
  })

  test('ends when new ones are made, which needs a fresh proof', async () => {
    const person = await carla()
    const [old] = person.factor.recoveryCodes
    const { recoveryCodes } = await person.client.post('/me/recovery-codes').expect(201)
    expect(recoveryCodes).toHaveLength(10)
    expect((await signIn(person, { totp: old })).status).toBe(401)
    await signIn(person, { totp: recoveryCodes[9] }).expect(201)
    expect(await toldOf(person)).toContainEqual({ what: 'recovery-codes-made', details: {} })
    app.clock.advance({ minutes: 6 })
    expect(await person.client.post('/me/recovery-codes')).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required' },
    })
  })

  test('and the secret of the app stand in no table, as they are or as a plain hash', async () => {
    const person = await carla()
    const { secret, recoveryCodes } = person.factor
    const { secret: begun } = await person.client.post('/me/second-factor').expect(201)
    await signIn(person, { totp: recoveryCodes[0] }).expect(201)
    const known = new KnownSecrets()
    known.add('secret of an app', secret, begun)
    known.add('recovery code', ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', '')))
    const stored = await everythingStored(app.database)
    expect(stored.find(({ table }) => table === 'app.second_factors')?.rows.length).toBeGreaterThan(0)
    for (const { table, rows } of stored) expect(known.leaksIn(rows.join('\n')), table).toEqual([])
  })
})

describe('threats "Stolen session of an administrator": a step-up', () => {
  const stepUp = (client: ApiClient, given: object) => client.post('/sessions/current/step-ups', given)

  test('takes the password, a code or a recovery code, one of them', async () => {
    const { client, password, factor } = await carla()
    app.clock.advance({ minutes: 6 })
    for (const given of [
      { password },
      { totp: await factor.nextCode() },
      { totp: factor.recoveryCodes[0] },
    ]) {
      const before = client.cookie()
      const session = await stepUp(client, given).expect(201)
      expect(Date.parse(session.steppedUpUntil)).toBeGreaterThan(app.clock.now().getTime())
      expect(client.cookie()).not.toBe(before)
    }
    for (const given of [{}, { password, totp: await factor.nextCode() }, { totp: '' }]) {
      expect((await stepUp(client, given)).status, JSON.stringify(given)).toBe(422)
    }
  })

  test('takes no code of who has no second factor', async () => {
    const client = await anAdminOf(app, acme, { email: `plain${++people}@acme.example` })
    expect(await stepUp(client, { totp: '123456' })).toMatchObject({
      body: { code: 'auth.wrong-second-factor' },
    })
  })

  test('with wrong codes and passwords in turn ends the session at the fifth', async () => {
    const { client, factor } = await carla()
    const old = await codeOf(app, factor.secret)
    for (const given of [{ totp: old }, { password: 'wrong' }, { totp: '000000' }, { password: 'wrong' }]) {
      expect((await stepUp(client, given)).body.code).toMatch(/^auth\.wrong-/)
    }
    expect(await stepUp(client, { totp: old })).toMatchObject({ body: { code: 'auth.not-signed-in' } })
    expect((await client.get('/sessions/current')).status).toBe(401)
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('session.closed')
  })

  test('spends a code: it signs nobody in any more', async () => {
    const person = await carla()
    const totp = await person.factor.nextCode()
    await stepUp(person.client, { totp }).expect(201)
    expect((await signIn(person, { totp })).status).toBe(401)
  })
})
