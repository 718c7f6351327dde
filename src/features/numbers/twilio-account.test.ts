import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TwilioSimulator } from '#dev/simulators/twilio/simulator.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { joinTwilio, playTwilio, someNumbers, twilioSid, twilioToken } from '#tests/harness/numbers.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let twilio: TwilioSimulator

beforeAll(async () => {
  app = await startTestApp({ outboundAllow: ['127.0.0.1'] })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  twilio = await playTwilio(someNumbers(3))
  return () => twilio.stop()
})

const path = () => `${acme.path}/twilio-account`
const given = (more: object = {}) => ({
  origin: twilio.origin,
  accountSid: twilioSid,
  secret: twilioToken,
  ...more,
})
const save = (more: object = {}) => ada.put(path(), given(more))

describe('a Twilio account', () => {
  test('is tried out when it is saved, and says that it works', async () => {
    expect(await ada.get(path())).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    expect(await save().expect(200)).toEqual({
      origin: twilio.origin,
      accountSid: twilioSid,
      keySid: null,
      secretSet: true,
      userNumbers: false,
      state: 'working',
      failure: null,
      synchronisedAt: null,
      numbers: 0,
      free: 0,
      version: 1,
    })
    expect(twilio.requests).toHaveLength(1)
  })

  test('that does not work says why, and works again after the next check', async () => {
    const saved = await save({ secret: 'mistyped' }).expect(200)
    expect(saved).toMatchObject({ state: 'failing', failure: { code: 'twilio.unauthorised' } })
    twilio.accounts.get(twilioSid)?.secrets.set(twilioSid, 'mistyped')
    expect(await ada.post(`${path()}/checks`).expect(200)).toMatchObject({
      state: 'working',
      failure: null,
      version: saved.version,
    })
  })

  test('threats "SSRF": of a private address is kept, and not reached', async () => {
    const saved = await save({ origin: 'http://10.1.2.3' }).expect(200)
    expect(saved).toMatchObject({ state: 'failing', failure: { code: 'twilio.insecure-address' } })
  })

  test('UA-5: is absent in a partner’s own account, as are its numbers; no secret is sent anywhere', async () => {
    const { account } = await ada.get('/sessions/current').expect(200)
    const own = `/accounts/${account.id}`
    const everybody = { selection: { all: true, filter: {} }, assign: false }
    for (const answer of [
      ada.get(`${own}/twilio-account`),
      ada.put(`${own}/twilio-account`, given()),
      ada.patch(`${own}/twilio-account`, { userNumbers: true }),
      ada.delete(`${own}/twilio-account`),
      ada.post(`${own}/twilio-account/checks`),
      ada.patch(`${own}/integrations/twilio`, { isOn: true }),
      ada.post(`${own}/sms-number-synchronisations`, {}),
      ada.get(`${own}/sms-numbers`),
      ada.get(`${own}/sms-numbers/count`),
      ada.post(`${own}/sms-number-assignments`, everybody),
      ada.post(`${own}/sms-number-forecasts`, everybody),
    ]) {
      expect(await answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    }
    expect(twilio.requests).toEqual([])
    const person = { firstName: 'Nora', lastName: 'West', email: 'nora@northwind.example' }
    expect(await ada.post(`${own}/users`, { ...person, smsNumber: '+12025550101' })).toMatchObject({
      status: 422,
      body: { code: 'numbers.user-numbers-off', detail: expect.stringContaining('partner’s own account') },
    })
  })

  test('has a secret that no answer, event or row shows', async () => {
    await save({ secret: 'a-secret-that-nobody-reads' }).expect(200)
    await ada.patch(path(), { secret: 'another-that-nobody-reads' }).expect(200)
    const rows = await asSuperuser(app.database, 'select * from app.twilio_accounts where account_id = $1', [
      acme.id,
    ])
    const shown = [await ada.get(path()), await ada.get(`${acme.path}/events`), rows, app.logged]
    expect(JSON.stringify(shown)).not.toContain('nobody-reads')
    expect(JSON.stringify(shown)).toContain('"secret":true')
  })

  test('threats "SSRF": has its secret entered again where it would be sent elsewhere', async () => {
    await save().expect(200)
    const other = await playTwilio([])
    for (const changes of [{ origin: other.origin }, { accountSid: `AC${'8'.repeat(32)}` }]) {
      expect(await ada.patch(path(), changes)).toMatchObject({
        status: 422,
        body: { code: 'numbers.secret-needed', errors: [{ path: 'secret' }] },
      })
    }
    expect(other.requests).toEqual([])
    await ada.patch(path(), { origin: other.origin, secret: twilioToken }).expect(200)
    expect(other.requests).toHaveLength(1)
    await other.stop()
  })

  test('is changed by who knows the version, and by nobody else', async () => {
    await save().expect(200)
    await ada.patch(path(), { userNumbers: true }, { 'if-match': '"1"' }).expect(200)
    for (const late of [
      ada.patch(path(), { userNumbers: false }, { 'if-match': '"1"' }),
      ada.put(path(), given(), { 'if-match': '"1"' }),
      ada.delete(path(), { 'if-match': '"1"' }),
    ]) {
      expect(await late).toMatchObject({ status: 412, body: { code: 'http.stale', changedBy: 'ada' } })
    }
    expect(await ada.get(path()).expect(200)).toMatchObject({ userNumbers: true, version: 2 })
  })

  test('threats "Stolen session of an administrator": where and as whom it signs in needs a step-up, User numbers do not', async () => {
    await save().expect(200)
    app.clock.advance({ minutes: 6 })
    for (const delicate of [
      save(),
      ada.patch(path(), { secret: 'another' }),
      ada.patch(path(), { origin: twilio.origin }),
      ada.delete(path()),
    ]) {
      expect(await delicate).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
    }
    await ada.patch(path(), { userNumbers: true }).expect(200)
    await ada.post('/sessions/current/step-ups', { password: 'correct horse battery staple' })
  })

  test('threats "Stolen API key": is changed by no key', async () => {
    const { key } = await anApiKey(await anAdminOf(app, acme), acme)
    const program = app.bearing(key)
    expect((await program.put(path(), given())).status).toBe(403)
    expect((await program.get(path())).status).toBe(404)
  })

  test('threats "Stolen admin mailbox": is told to the other admins when it is saved, given another secret or removed', async () => {
    ada = await app.ada()
    const { email } = await aColleague(app, acme, { email: `dora.${acme.id}@acme.example` })
    await save().expect(200)
    await ada.patch(path(), { secret: 'another' }).expect(200)
    await ada.patch(path(), { userNumbers: true }).expect(200)
    await ada.delete(path()).expect(204)
    const toDora = () => app.mail.messages.filter(({ envelope }) => envelope.to.includes(email))
    await waitUntil(() => toDora().length >= 3 || undefined, { what: 'three notices have come' })
    const mails = await Promise.all(toDora().map(({ raw }) => app.mail.parse(raw)))
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
      'Acme: The connection “Twilio” was removed',
      'Acme: The credentials of the connection “Twilio” were changed',
      'Acme: The credentials of the connection “Twilio” were changed',
    ])
  })
})

describe('UA-12: the integration', () => {
  const card = async () => {
    const { items } = await ada.get(`${acme.path}/integrations`).expect(200)
    return items.find(({ integration }: { integration: string }) => integration === 'twilio')
  }
  const turn = (isOn: boolean) => ada.patch(`${acme.path}/integrations/twilio`, { isOn })

  test('is turned on only with a Twilio account that works, and says what is missing', async () => {
    expect(await card()).toMatchObject({ state: 'off', missing: [{ code: 'numbers.twilio-not-set-up' }] })
    expect(await turn(true)).toMatchObject({ status: 409, body: { code: 'numbers.twilio-not-set-up' } })
    await save({ secret: 'mistyped' }).expect(200)
    expect(await card()).toMatchObject({ state: 'off', missing: [{ code: 'twilio.unauthorised' }] })
    expect(await turn(true)).toMatchObject({ status: 409, body: { code: 'numbers.twilio-not-set-up' } })
    await save().expect(200)
    expect(await card()).toMatchObject({ state: 'off', missing: [] })
    expect(await turn(true).expect(200)).toMatchObject({ state: 'on', failure: null })
  })

  test('brings the numbers by being turned on, and is failing with the reason when Twilio does not answer any more', async () => {
    await save().expect(200)
    await turn(true).expect(200)
    await waitUntil(async () => (await ada.get(path()).expect(200)).synchronisedAt !== null || undefined, {
      what: 'the numbers have been read',
    })
    expect(await ada.get(path()).expect(200)).toMatchObject({ numbers: 3, free: 3 })
    twilio.accounts.get(twilioSid)?.secrets.clear()
    await ada.post(`${path()}/checks`).expect(200)
    expect(await card()).toMatchObject({
      state: 'failing',
      failure: expect.stringContaining('does not accept these credentials'),
    })
  })

  test('keeps its account as long as it is on; taken apart, people keep their numbers', async () => {
    await joinTwilio(ada, acme, twilio)
    const person = { firstName: 'Anna', lastName: 'Kühn', email: 'anna@acme.example' }
    const anna = await ada.post(`${acme.path}/users`, { ...person, smsNumber: '+12025550101' }).expect(201)
    expect(await ada.delete(path())).toMatchObject({ status: 409, body: { code: 'numbers.twilio-on' } })
    await turn(false).expect(200)
    await ada.delete(path()).expect(204)
    expect((await ada.get(`${acme.path}/users/${anna.id}`).expect(200)).smsNumber).toBe('+12025550101')
    const { items } = await ada.get(`${acme.path}/sms-numbers`).expect(200)
    expect(items).toMatchObject([{ number: '+12025550101', isGone: true, user: { id: anna.id } }])
    expect(await auditTrailOf(ada, acme)).toEqual(
      expect.arrayContaining(['twilio-account.saved', 'twilio-account.changed', 'twilio-account.removed']),
    )
  })
})
