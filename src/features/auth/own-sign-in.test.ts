import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

const old = 'carla counts the stairs'
const fresh = 'forty paper boats tonight'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let email: string
/** Signed in with her link. */
let carla: ApiClient

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  email = `carla.${acme.id.slice(-12)}@acme.example`
  carla = await anAdminOf(app, acme, { email })
})

async function signedIn(password = old, headers: Record<string, string> = {}): Promise<ApiClient> {
  const client = app.anybody()
  await client.post('/sessions', { email, password }, headers).expect(201)
  return client
}
const change = (client: ApiClient, given: object = {}) =>
  client.put('/me/password', { currentPassword: old, newPassword: fresh, ...given })
const isSignedIn = async (client: ApiClient) => (await client.get('/sessions/current')).status === 200

async function mailToCarla(subject: string) {
  const { raw } = await app.mail.waitForMessage(
    async ({ envelope, raw }) =>
      envelope.to.includes(email) && (await app.mail.parse(raw)).subject === subject,
  )
  return app.mail.parse(raw)
}

describe('the own sign-in', () => {
  test('says what one signs in with, and since when', async () => {
    expect(await carla.get('/me/sign-in').expect(200)).toEqual({
      hasPassword: true,
      passwordChangedAt: expect.any(String),
      singleSignOn: null,
      localPasswords: true,
      secondFactor: null,
      secondFactorNeeded: false,
    })
    await aSecondFactor(app, carla)
    expect((await carla.get('/me/sign-in').expect(200)).secondFactor).toEqual({
      enrolledAt: expect.any(String),
      recoveryCodesLeft: 10,
    })
  })

  test('is of nobody without a session', async () => {
    for (const path of ['/me/sign-in', '/me/sessions']) {
      expect(await app.anybody().get(path)).toMatchObject({
        status: 401,
        body: { code: 'auth.not-signed-in' },
      })
    }
    expect(await change(app.anybody())).toMatchObject({ status: 401 })
  })
})

describe('Session theft: changing the own password', () => {
  test('takes the new one from then on, and no longer the old one', async () => {
    await change(carla).expect(204)
    expect(await app.anybody().post('/sessions', { email, password: old })).toMatchObject({ status: 401 })
    await signedIn(fresh)
  })

  test('ends the other sessions; this one goes on with a new token', async () => {
    const elsewhere = await signedIn()
    const before = carla.cookie()
    await change(carla).expect(204)
    expect(await isSignedIn(elsewhere)).toBe(false)
    expect(await isSignedIn(carla)).toBe(true)
    expect((await app.anybody().get('/sessions/current', { cookie: before })).status).toBe(401)
  })

  test('has the second factor asked for again where a device was remembered', async () => {
    const phone = await aSecondFactor(app, carla)
    const browser = app.anybody()
    const given = { email, password: old, totp: await phone.nextCode(), rememberDevice: true }
    await browser.post('/sessions', given).expect(201)
    await browser.post('/sessions', { email, password: old }).expect(201)
    await change(carla).expect(204)
    expect(await browser.post('/sessions', { email, password: fresh })).toMatchObject({
      status: 401,
      body: { code: 'auth.second-factor-required' },
    })
  })

  test('knows no other device of the person any more', async () => {
    const devices = 'select device_hmac from app.known_devices'
    await signedIn()
    const before = (await asSuperuser(app.database, devices)).length
    await change(carla).expect(204)
    expect((await asSuperuser(app.database, devices)).length).toBe(before - 1)
  })

  test('is told to the person: when, with which browser and from where, and no password', async () => {
    const browser = await signedIn()
    await browser
      .put('/me/password', { currentPassword: old, newPassword: fresh }, { 'user-agent': firefox })
      .expect(204)
    const mail = await mailToCarla('Acme: Your password was changed')
    for (const part of [email, 'Firefox, Linux', '127.0.0.1', `${app.serviceOrigin}/forgot`]) {
      expect(mail.text).toContain(part)
    }
    expect(`${mail.text}${mail.html}`).not.toMatch(new RegExp(`${old}|${fresh}`))
  })

  test('stands in the event history, without a password', async () => {
    await signedIn()
    await change(carla).expect(204)
    const { items } = await ada.get(`${acme.path}/events?limit=1`).expect(200)
    expect(items[0]).toMatchObject({ action: 'password.changed', details: { sessionsEnded: 1 } })
    expect(JSON.stringify(items)).not.toMatch(new RegExp(`${old}|${fresh}`))
  })

  test('is refused with a wrong current one, at its field, and changes nothing', async () => {
    const elsewhere = await signedIn()
    expect(await change(carla, { currentPassword: 'not her password' })).toMatchObject({
      status: 403,
      body: { code: 'auth.wrong-password', errors: [{ path: 'currentPassword' }] },
    })
    expect(await change(carla, { currentPassword: undefined })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'currentPassword', code: 'field.required' }] },
    })
    expect(await isSignedIn(elsewhere)).toBe(true)
    await signedIn()
  })

  test.each([
    ['too short', 'tide walk lamp', 'auth.password-too-short'],
    ['too easy', 'iloveyouiloveyou', 'auth.password-too-easy'],
    ['made of her own names', 'Carla Rossi Acme', 'auth.password-too-easy'],
  ])('is refused to one that is %s, at its field; the right current one is not counted', async (_what, newPassword, code) => {
    for (let time = 0; time < 6; time++) {
      expect(await change(carla, { newPassword })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'newPassword', code }] },
      })
    }
    await change(carla).expect(204)
  })

  test('takes eight characters of who has a second factor', async () => {
    expect(await change(carla, { newPassword: 'x7Kp2mQa' })).toMatchObject({ status: 422 })
    await aSecondFactor(app, carla)
    await change(carla, { newPassword: 'x7Kp2mQa' }).expect(204)
  })

  test('five wrong ones in a row, step-ups among them, end the session', async () => {
    const owner = await signedIn()
    await carla.post('/sessions/current/step-ups', { password: 'guess' }).expect(403)
    for (let guess = 2; guess < 5; guess++) await change(carla, { currentPassword: 'guess' }).expect(403)
    expect(await change(carla, { currentPassword: 'guess' })).toMatchObject({
      status: 401,
      body: { code: 'auth.not-signed-in', detail: expect.stringContaining('signed out') },
    })
    expect(await change(carla)).toMatchObject({ status: 401 })
    expect(await isSignedIn(owner)).toBe(true)
  })

  test('of twenty wrong ones at the same time none past the fifth is compared', async () => {
    const guesses = Array.from({ length: 20 }, () => change(carla, { currentPassword: 'guess' }))
    const answers = await Promise.all(guesses)
    const compared = answers.filter(({ body }) => body.code === 'auth.wrong-password')
    expect(compared.length).toBeLessThanOrEqual(4)
    expect(await isSignedIn(carla)).toBe(false)
  })

  test.each([
    ['in one browser', 1],
    ['in two browsers', 2],
  ])('of two at the same time %s one wins, and the other changes nothing', async (_where, browsers) => {
    const here = await signedIn()
    const there = browsers === 1 ? here : await signedIn()
    const other = 'seven lanterns in a row'
    const answers = await Promise.all([change(here), change(there, { newPassword: other })])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const [first] = answers
    const [taken, refused] = first?.status === 204 ? [fresh, other] : [other, fresh]
    await signedIn(taken)
    expect((await app.anybody().post('/sessions', { email, password: refused })).status).toBe(401)
  })

  test('is not possible where people sign in by single sign-on alone', async () => {
    await withSingleSignOn(false)
    expect(await carla.get('/me/sign-in').expect(200)).toMatchObject({
      singleSignOn: { name: 'Acme sign-in' },
      localPasswords: false,
    })
    expect(await change(carla)).toMatchObject({ status: 409, body: { code: 'auth.single-sign-on-only' } })
  })

  test('gives a password to who has none and has just proven themselves, not to who did it long ago', async () => {
    await withSingleSignOn(true)
    await asSuperuser(app.database, 'delete from app.password_credentials where account_id = $1', [acme.id])
    const given = { currentPassword: undefined }
    expect(await carla.get('/me/sign-in').expect(200)).toMatchObject({
      hasPassword: false,
      passwordChangedAt: null,
    })
    app.clock.advance({ minutes: 6 })
    expect(await change(carla, given)).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
    await asSuperuser(app.database, 'update app.sessions set stepped_up_at = $1 where account_id = $2', [
      app.clock.now(),
      acme.id,
    ])
    await change(carla, given).expect(204)
    await signedIn(fresh)
  })

  async function withSingleSignOn(keepsLocalPasswords: boolean): Promise<void> {
    await asSuperuser(
      app.database,
      `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, keeps_local_passwords, created_at, updated_at)
       values ($1, 'Acme sign-in', 'https://id.acme.example', 'rollcall', true, $2, now(), now())`,
      [acme.id, keepsLocalPasswords],
    )
  }
})
