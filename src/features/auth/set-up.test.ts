import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { askedReset, completedReset } from '#tests/harness/resets.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { newLinkForAdmin } from './index.ts'

const fresh = 'forty paper boats tonight'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let email: string
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

const isSignedIn = async (client: ApiClient) => (await client.get('/sessions/current')).status === 200
const finish = (token: string, client = app.anybody()) => client.post('/set-ups', { token, password: fresh })
const printedLink = async () => (await newLinkForAdmin(app.platform, acme.id, email)).setUpToken

/** The mail of this subject to that address. */
async function mailTo(address: string, subject: RegExp) {
  const { raw } = await app.mail.waitForMessage(
    async ({ envelope, raw }) =>
      envelope.to.includes(address) && subject.test((await app.mail.parse(raw)).subject ?? ''),
  )
  return app.mail.parse(raw)
}

/** The token that Dora, who is added now, finds in her welcome e-mail. */
async function mailedLink(): Promise<string> {
  const dora = { firstName: 'Dora', lastName: 'Weiss', email: `dora.${acme.id.slice(-12)}@acme.example` }
  await ada.post(`${acme.path}/users`, dora).expect(201)
  const { text = '' } = await mailTo(dora.email, /finish building/)
  return /\/welcome\/(\S+)/.exec(text)?.[1] as string
}

describe('Session theft: a set-up link for an admin who has a second factor', () => {
  test('sets the password and signs nobody in: both are given at the sign-in', async () => {
    const phone = await aSecondFactor(app, carla)
    const browser = app.anybody()
    const answer = await finish(await printedLink(), browser)
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect([await isSignedIn(browser), await isSignedIn(carla)]).toEqual([false, false])
    const given = { email, password: fresh }
    expect(await browser.post('/sessions', given)).toMatchObject({
      body: { code: 'auth.second-factor-required' },
    })
    await browser.post('/sessions', { ...given, totp: await phone.nextCode() }).expect(201)
  })

  test('is told to the person when it was used, and so is one of who has none', async () => {
    await finish(await printedLink()).expect(201)
    expect((await mailTo(email, /Your password was reset with a link/)).text).toContain('127.0.0.1')
  })
})

describe('Session theft: a link that the operator printed', () => {
  test('ends with the password that it was to replace', async () => {
    const token = await printedLink()
    const change = { currentPassword: 'carla counts the stairs', newPassword: 'seven lanterns in a row' }
    await carla.put('/me/password', change).expect(204)
    expect(await finish(token)).toMatchObject({ status: 410, body: { code: 'auth.set-up-link-unknown' } })
  })
})

describe('Stolen mailbox, with PIN: of a password is known', () => {
  /** Of the people of the account, in the order of their passwords' age. */
  const mailed = async () =>
    (
      await asSuperuser(
        app.database,
        'select mailed_at is not null as mailed from app.password_credentials where account_id = $1 order by changed_at',
        [acme.id],
      )
    ).map((row) => row.mailed)

  test('whether a link from an e-mail has set it, and when, also after its person has changed it in a session', async () => {
    const since = async () =>
      (
        await asSuperuser(
          app.database,
          'select mailed_at from app.password_credentials where account_id = $1 and mailed_at is not null',
          [acme.id],
        )
      ).map((row) => row.mailed_at)
    expect(await mailed()).toEqual([false])
    const dora = app.anybody()
    await finish(await mailedLink(), dora).expect(201)
    const [first] = await since()
    expect(first).toBeInstanceOf(Date)
    app.clock.advance({ minutes: 1 })
    const change = { currentPassword: fresh, newPassword: 'seven lanterns in a row' }
    await dora.put('/me/password', change).expect(204)
    expect(await since()).toEqual([first])
  })

  test('that an e-mail has set it no longer, where a link that the operator handed over sets it anew', async () => {
    await completedReset(app, await askedReset(app, email), 'nine brass kettles whistle')
    expect(await mailed()).toEqual([true])
    await finish(await printedLink()).expect(201)
    expect(await mailed()).toEqual([false])
  })
})

describe('UA-16: where people sign in by single sign-on alone', () => {
  test('a mailed link sets no password, and one that the operator printed does', async () => {
    const token = await mailedLink()
    await asSuperuser(
      app.database,
      `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, created_at, updated_at)
       values ($1, 'Acme sign-in', 'https://id.acme.example', 'rollcall', true, now(), now())`,
      [acme.id],
    )
    expect(await finish(token)).toMatchObject({ status: 409, body: { code: 'auth.single-sign-on-only' } })
    const browser = app.anybody()
    await finish(await printedLink(), browser).expect(201)
    expect(await isSignedIn(browser)).toBe(true)
  })
})
