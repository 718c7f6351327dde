import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { goThrough, type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { type NameServer, startNameServer } from '#tests/harness/name-server.ts'
import { aCustomer, anAdminOf, aPerson, auditTrailOf } from '#tests/harness/people.ts'
import {
  as,
  aVerifiedDomain,
  comeBack,
  enter,
  goToProvider,
  passTest,
  signInThere,
} from './single-sign-on.testing.ts'

let app: TestApp
let nameServer: NameServer
let provider: IdentityProvider
let acme: { id: string; path: string }
let carla: ApiClient

beforeAll(async () => {
  nameServer = await startNameServer()
  app = await startTestApp({ outboundAllow: ['127.0.0.1'], nameServers: [nameServer.address] })
  provider = await startIdentityProvider()
  acme = await aCustomer(await app.ada())
  carla = await anAdminOf(app, acme)
  await aVerifiedDomain(carla, acme, nameServer)
  await enter(carla, acme, provider)
  provider.person = { sub: 'carla-1', email: 'carla@acme.example' }
  await passTest(app, carla, acme, provider)
  const on = { isOn: true, keepsLocalPasswords: true }
  await carla.patch(`${acme.path}/identity-provider`, on).expect(200)
})

afterAll(async () => {
  await provider?.[Symbol.asyncDispose]()
  await app?.stop()
  await nameServer?.[Symbol.asyncDispose]()
})

const statusOf = async (userId: string) =>
  (await carla.get(`${acme.path}/users/${userId}`).expect(200)).status

/** A browser in which this person comes back from the identity provider. */
async function come(person: IdentityProvider['person'], to?: string) {
  provider.person = person
  return signInThere(app, app.anybody(), acme, provider, to)
}

const unknown = { to: '/sign-in?problem=sso-unknown-person', session: undefined }

describe('UA-4: who comes by single sign-on', () => {
  test('UA-20: for the first time is registered, linked and told, and the welcome link ends as used', async () => {
    const dora = await aPerson(app, acme, { email: 'dora@acme.example', registered: false })
    await carla.post(`${acme.path}/users/${dora.id}/welcome-emails`).expect(202)
    const { to, session } = await come({ sub: 'dora-1', email: 'Dora@Acme.example' }, '/accounts?tab=1')
    expect(to).toBe('/accounts?tab=1')
    expect(await as(app, session).get('/sessions/current').expect(200)).toMatchObject({
      user: { id: dora.id },
      signedInBy: 'single-sign-on',
      hasPassword: false,
    })
    expect(await statusOf(dora.id)).toBe('registered')
    expect((await carla.get(`${acme.path}/users/${dora.id}/invitation`).expect(200)).state).toBe('used')
    const sent = await app.mail.waitForMessage(async ({ envelope, raw }) => {
      const { text = '' } = await app.mail.parse(raw)
      return envelope.to.includes(dora.email) && text.includes('Acme ID')
    })
    expect(sent).toBeDefined()
    expect(await auditTrailOf(carla, acme)).toContain('identity.linked')
  })

  test('is known by issuer and subject from then on, whatever the e-mail address is by now', async () => {
    const emil = await aPerson(app, acme, { email: 'emil@acme.example' })
    await come({ sub: 'emil-1', email: 'emil@acme.example' })
    await carla.patch(`${acme.path}/users/${emil.id}`, { email: 'emil.new@acme.example' }).expect(200)
    const { session } = await come({ sub: 'emil-1', email: 'other@elsewhere.example', email_verified: false })
    const { user } = await as(app, session).get('/sessions/current').expect(200)
    expect(user).toMatchObject({ id: emil.id, email: 'emil.new@acme.example' })
  })

  test('does not become somebody else whose address they get at the identity provider', async () => {
    await aPerson(app, acme, { email: 'frida@acme.example' })
    await come({ sub: 'frida-1', email: 'frida@acme.example' })
    expect(await come({ sub: 'thief-1', email: 'frida@acme.example' })).toEqual(unknown)
  })

  test('gets the same answer where nobody has the address, the person is deactivated or locked, or belongs to another account', async () => {
    const gone = await aPerson(app, acme, { email: 'gone@acme.example' })
    await come({ sub: 'gone-1', email: 'gone@acme.example' })
    await carla.patch(`${acme.path}/users/${gone.id}`, { deactivated: true }).expect(200)
    await aPerson(app, acme, { email: 'locked@acme.example', columns: { status: 'locked' } })
    const other = await aCustomer(await app.ada(), { name: 'Alpenhof' })
    await aPerson(app, other, { email: 'hans@acme.example' })
    for (const name of ['nobody', 'gone', 'locked', 'hans']) {
      expect(await come({ sub: `${name}-1`, email: `${name}@acme.example` }), name).toEqual(unknown)
    }
  })

  test('is found by no address that the identity provider has not verified, or does not say', async () => {
    await aPerson(app, acme, { email: 'gerd@acme.example' })
    const gerd = { sub: 'gerd-1', email: 'gerd@acme.example' }
    expect(await come({ ...gerd, email_verified: false })).toEqual(unknown)
    expect(await come({ sub: 'gerd-1' })).toEqual(unknown)
    expect((await come({ ...gerd, email_verified: true })).to).toBe('/')
  })

  test('is found by an address of which nothing is said in a verified domain of the account alone, as what is said to be verified is', async () => {
    await aPerson(app, acme, { email: 'ines@acme.example' })
    await aPerson(app, acme, { email: 'ines@elsewhere.example' })
    for (const said of [{}, { email_verified: true }]) {
      expect(await come({ sub: 'ines-1', email: 'ines@elsewhere.example', ...said })).toEqual(unknown)
    }
    expect((await come({ sub: 'ines-1', email: 'ines@acme.example' })).to).toBe('/')
  })

  test('threats "Malicious tenant admin claims another company’s domain": is found by no address in a domain that this account has not verified', async () => {
    await carla.post(`${acme.path}/email-domains`, { domain: 'rival.example' }).expect(201)
    await aPerson(app, acme, { email: 'boss@rival.example' })
    expect(await come({ sub: 'boss-1', email: 'boss@rival.example' })).toEqual(unknown)
  })

  test('UA-83: who was deleted is nobody at the identity provider any more', async () => {
    const ida = await aPerson(app, acme, { email: 'ida@acme.example' })
    await come({ sub: 'ida-1', email: 'ida@acme.example' })
    await carla.delete(`${acme.path}/users/${ida.id}`).expect(204)
    expect(await come({ sub: 'ida-1', email: 'ida@acme.example' })).toEqual(unknown)
    // Who stays in the list, because the PBX has them, can be found by the address only.
    const owners = { email: 'PBX Berlin' }
    const columns = { origin: 'pbx', owners, onPbx: true, extension: '1001' }
    const paul = await aPerson(app, acme, { email: 'paul@acme.example', columns })
    await come({ sub: 'paul-1', email: 'paul@acme.example' })
    await carla.delete(`${acme.path}/users/${paul.id}`).expect(204)
    expect(await statusOf(paul.id)).toBe('unregistered')
    expect(await come({ sub: 'paul-1', email: 'paul@elsewhere.example' })).toEqual(unknown)
  })

  test('who turns back at the identity provider is told so', async () => {
    provider.turnsBack = true
    const ended = await come({ sub: 'carla-1' })
    provider.turnsBack = false
    expect(ended).toEqual({ to: '/sign-in?problem=sso-refused', session: undefined })
  })

  test('of two who come for the first time at once as the same person, one is linked and both are in', async () => {
    await aPerson(app, acme, { email: 'jo@acme.example' })
    provider.person = { sub: 'jo-1', email: 'jo@acme.example' }
    const browsers = [app.anybody(), app.anybody()]
    const addresses = await Promise.all(browsers.map((browser) => goToProvider(browser, acme, provider)))
    const ended = await Promise.all(
      browsers.map((browser, place) => comeBack(app, browser, addresses[place] ?? '')),
    )
    expect(ended.map(({ to }) => to)).toEqual(['/', '/'])
  })
})

describe('a step-up by single sign-on', () => {
  test('is the same person proving it again, in the same session, which gets a new token', async () => {
    const signedIn = await come({ sub: 'carla-1', email: 'carla@acme.example' })
    const before = as(app, signedIn.session)
    const answer = await before.post('/me/single-sign-ons', { to: '/accounts' })
    expect(answer.status).toBe(201)
    expect(new URL(answer.body.url).searchParams.get('max_age')).toBe('0')
    const mark = answer.headers.getSetCookie()[0]?.split(';')[0]
    const address = await goThrough(answer.body.url, provider)
    const both = { cookie: () => `${before.cookie()}; ${mark}` }
    const { to, session } = await comeBack(app, both, address)
    expect(to).toBe('/accounts')
    await before.get('/sessions/current').expect(401)
    await as(app, session).get('/sessions/current').expect(200)
    expect(await auditTrailOf(carla, acme)).toContain('session.stepped-up')
  })

  test('by somebody else, or in another session, is none', async () => {
    const one = as(app, (await come({ sub: 'carla-1', email: 'carla@acme.example' })).session)
    const other = as(app, (await come({ sub: 'carla-1', email: 'carla@acme.example' })).session)
    const begun = await one.post('/me/single-sign-ons', { to: '/accounts' })
    const mark = begun.headers.getSetCookie()[0]?.split(';')[0]
    const address = await goThrough(begun.body.url, provider)
    expect((await comeBack(app, { cookie: () => `${other.cookie()}; ${mark}` }, address)).to).toBe(
      '/me/security?problem=sso-expired',
    )
    await aPerson(app, acme, { email: 'kurt@acme.example' })
    const again = await one.post('/me/single-sign-ons', { to: '/accounts' })
    const secondMark = again.headers.getSetCookie()[0]?.split(';')[0]
    provider.person = { sub: 'kurt-1', email: 'kurt@acme.example' }
    const both = { cookie: () => `${one.cookie()}; ${secondMark}` }
    expect(await comeBack(app, both, await goThrough(again.body.url, provider))).toEqual({
      to: '/me/security?problem=sso-unknown-person',
      session: undefined,
    })
    await one.get('/sessions/current').expect(200)
  })

  test('that fails is told of where one is signed in, and at the sign-in where nobody is any more', async () => {
    const one = as(app, (await come({ sub: 'carla-1', email: 'carla@acme.example' })).session)
    provider.turnsBack = true
    const ends = []
    for (const cookieOf of [() => `${one.cookie()}; `, () => '']) {
      const begun = await one.post('/me/single-sign-ons', { to: '/accounts' })
      const mark = begun.headers.getSetCookie()[0]?.split(';')[0]
      const address = await goThrough(begun.body.url, provider)
      ends.push((await comeBack(app, { cookie: () => `${cookieOf()}${mark}` }, address)).to)
    }
    provider.turnsBack = false
    expect(ends).toEqual(['/me/security?problem=sso-refused', '/sign-in?problem=sso-refused'])
  })
})

describe('threats "Session theft and fixation": a way to the identity provider', () => {
  const expired = { to: '/sign-in?problem=sso-expired', session: undefined }

  test('leads back only into the browser that began it', async () => {
    provider.person = { sub: 'carla-1', email: 'carla@acme.example' }
    const browser = app.anybody()
    const address = await goToProvider(browser, acme, provider)
    expect(await comeBack(app, app.anybody(), address)).toEqual(expired)
    const other = app.anybody()
    await goToProvider(other, acme, provider)
    expect(await comeBack(app, other, address)).toEqual(expired)
    expect((await comeBack(app, browser, address)).session).toBeDefined()
  })

  test('is good once, and for ten minutes', async () => {
    provider.person = { sub: 'carla-1', email: 'carla@acme.example' }
    const browser = app.anybody()
    const address = await goToProvider(browser, acme, provider)
    const [one, other] = await Promise.all([comeBack(app, browser, address), comeBack(app, browser, address)])
    expect([one, other].filter(({ session }) => session !== undefined)).toHaveLength(1)
    const late = await goToProvider(browser, acme, provider)
    app.clock.advance({ minutes: 10, seconds: 1 })
    expect(await comeBack(app, browser, late)).toEqual(expired)
  })

  test('gives a session a new token, whatever cookie the browser brings', async () => {
    provider.person = { sub: 'carla-1', email: 'carla@acme.example' }
    const browser = app.anybody()
    const address = await goToProvider(browser, acme, provider)
    const planted = { cookie: () => `${browser.cookie()}; rollcall=planted` }
    const { session } = await comeBack(app, planted, address)
    expect(session).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
  })

  test('leads on to a page of the service only', async () => {
    for (const to of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'accounts',
    ]) {
      await app.anybody().post('/single-sign-ons', { accountId: acme.id, to }).expect(422)
    }
  })

  test('leads on to a page whose address is not ASCII', async () => {
    const ended = await come({ sub: 'carla-1', email: 'carla@acme.example' }, '/accounts?search=Größe%20€')
    expect(ended.to).toBe('/accounts?search=Gr%C3%B6%C3%9Fe%20%E2%82%AC')
    await as(app, ended.session).get('/sessions/current').expect(200)
  })

  test('threats "Leaked logs": stands in the log by the path alone', async () => {
    const address = await goToProvider(app.anybody(), acme, provider)
    const { searchParams } = new URL(address)
    await comeBack(app, app.anybody(), address)
    const log = app.logged.join('')
    expect(log).toContain('"route":"/sso/callback/:accountId"')
    for (const secret of ['code', 'state']) expect(log).not.toContain(searchParams.get(secret))
  })
})
