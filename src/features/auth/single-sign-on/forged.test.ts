import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { type NameServer, startNameServer } from '#tests/harness/name-server.ts'
import { aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { type ForgingIssuer, startForgingIssuer } from './forging-issuer.testing.ts'
import { as, aVerifiedDomain, comeBack, enter } from './single-sign-on.testing.ts'

let app: TestApp
let nameServer: NameServer
let forger: ForgingIssuer
let acme: { id: string; path: string }
let carla: ApiClient

beforeAll(async () => {
  nameServer = await startNameServer()
  app = await startTestApp({ outboundAllow: ['127.0.0.1'], nameServers: [nameServer.address] })
  forger = await startForgingIssuer()
  acme = await aCustomer(await app.ada())
  carla = await anAdminOf(app, acme)
  await aPerson(app, acme, { email: 'anna@acme.example' })
  await aVerifiedDomain(carla, acme, nameServer)
  await enter(carla, acme, forger)
  const test = await carla.post(`${acme.path}/identity-provider/tests`).expect(201)
  const way = new URL(test.url)
  forger.idToken = await forger.sign(claimsFor(way))
  await comeBack(app, carla, callback(way))
  const on = { isOn: true, keepsLocalPasswords: true }
  await carla.patch(`${acme.path}/identity-provider`, on).expect(200)
})

afterAll(async () => {
  await forger?.[Symbol.asyncDispose]()
  await app?.stop()
  await nameServer?.[Symbol.asyncDispose]()
})

beforeEach(() => {
  forger.instead.clear()
})

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** What a right identity token says of Anna, for this way. */
function claimsFor(way: URL) {
  return {
    iss: forger.issuer,
    sub: 'anna-1',
    aud: forger.clientId,
    nonce: way.searchParams.get('nonce'),
    iat: nowSeconds(),
    exp: nowSeconds() + 300,
    email: 'anna@acme.example',
    email_verified: true,
  }
}

/** The address to which the issuer sends the browser back. */
function callback(way: URL, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ code: 'a code', state: way.searchParams.get('state') ?? '', ...more })
  return `${app.serviceOrigin}/sso/callback/${acme.id}?${query}`
}

/** A browser on its way, and where that leads. */
async function aWay() {
  const browser = app.anybody()
  const { url } = await browser.post('/single-sign-ons', { accountId: acme.id }).expect(201)
  return { browser, way: new URL(url) }
}

type Made = (way: URL) => Promise<string>

/** A browser comes back, and the issuer gives it this identity token. */
async function comeWith(make: Made, more: Record<string, string> = {}) {
  const { browser, way } = await aWay()
  forger.idToken = await make(way)
  return comeBack(app, browser, callback(way, more))
}

const right: Made = (way) => forger.sign(claimsFor(way))
const failed = { to: '/sign-in?problem=sso-failed', session: undefined }

test('a right identity token signs in', async () => {
  expect((await comeWith(right)).session).toBeDefined()
})

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const secretBytes = () => new TextEncoder().encode(forger.clientSecret)

const forged: Record<string, Made> = {
  'is not signed (alg none)': async (way) =>
    `${base64({ alg: 'none', kid: '1' })}.${base64(claimsFor(way))}.`,
  'is signed with the client secret (HS256)': (way) =>
    forger.sign(claimsFor(way), { alg: 'HS256', key: secretBytes() }),
  'is signed with the public key as if it were a secret': (way) =>
    forger.sign(claimsFor(way), {
      alg: 'HS256',
      key: new TextEncoder().encode(JSON.stringify(forger.published())),
    }),
  'is signed with a key that is not published': async (way) => {
    const other = await startForgingIssuer()
    const token = await other.sign(claimsFor(way))
    await other[Symbol.asyncDispose]()
    return token
  },
  'was changed after it was signed': async (way) => {
    const [header, , signature] = (await right(way)).split('.')
    return `${header}.${base64({ ...claimsFor(way), sub: 'carla-1' })}.${signature}`
  },
  'has the nonce of another way': async (way) =>
    forger.sign({ ...claimsFor(way), nonce: (await aWay()).way.searchParams.get('nonce') }),
  'has no nonce': (way) => forger.sign({ ...claimsFor(way), nonce: undefined }),
  'is for another client': (way) => forger.sign({ ...claimsFor(way), aud: 'another' }),
  'is for several clients, and another was authorised': (way) =>
    forger.sign({ ...claimsFor(way), aud: ['another', forger.clientId], azp: 'another' }),
  'is of another issuer': (way) => forger.sign({ ...claimsFor(way), iss: 'https://id.rival.example' }),
  'is out of date': (way) =>
    forger.sign({ ...claimsFor(way), iat: nowSeconds() - 600, exp: nowSeconds() - 60 }),
  'names nobody': (way) => forger.sign({ ...claimsFor(way), sub: undefined }),
}

describe('threats "Forged identity": an identity token opens nothing that', () => {
  test.each(Object.entries(forged))('%s', async (_what, make) => {
    expect(await comeWith(make)).toEqual(failed)
  })

  test('was given for a code of another way: the verifier of this one goes with it (RFC 7636)', async () => {
    const { browser, way } = await aWay()
    forger.asked = []
    forger.idToken = await right(way)
    await comeBack(app, browser, callback(way))
    const [{ form, authorization }] = forger.asked as [(typeof forger.asked)[number]]
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    expect(way.searchParams.get('code_challenge_method')).toBe('S256')
    expect(challenge).toBe(way.searchParams.get('code_challenge'))
    expect(authorization).toMatch(/^Basic /)
    expect(form.has('client_secret')).toBe(false)
  })

  test('comes by an answer of another issuer (RFC 9207)', async () => {
    expect(await comeWith(right, { iss: 'https://id.rival.example' })).toEqual(failed)
    expect((await comeWith(right, { iss: forger.issuer })).session).toBeDefined()
  })
})

test('a new key of the issuer is taken at once, and one that it withdrew no more', async () => {
  await comeWith(right)
  const old = { kid: forger.published().kid ?? '' }
  const signedBefore = await aWay()
  const token = await forger.sign(claimsFor(signedBefore.way), old)
  await forger.rotate()
  expect((await comeWith(right)).session).toBeDefined()
  forger.idToken = token
  expect(await comeBack(app, signedBefore.browser, callback(signedBefore.way))).toEqual(failed)
})

test('a way is good once, even where the identity provider takes its code twice', async () => {
  const { browser, way } = await aWay()
  forger.idToken = await right(way)
  const ended = await Promise.all([1, 2].map(() => comeBack(app, browser, callback(way))))
  expect(ended.filter(({ session }) => session !== undefined)).toHaveLength(1)
  expect((await comeBack(app, browser, callback(way))).to).toBe('/sign-in?problem=sso-expired')
})

test('a state that nobody was given, or none, leads nowhere', async () => {
  const { browser, way } = await aWay()
  const expired = { to: '/sign-in?problem=sso-expired', session: undefined }
  const [account = ''] = (way.searchParams.get('state') ?? '').split('.')
  for (const state of ['', 'x', `${account}.${'A'.repeat(43)}`]) {
    expect(await comeBack(app, browser, callback(way, { state })), state).toEqual(expired)
  }
})

test('a way that was begun before single sign-on was turned off or changed leads nowhere', async () => {
  const { browser, way } = await aWay()
  forger.idToken = await right(way)
  await carla.patch(`${acme.path}/identity-provider`, { isOn: false }).expect(200)
  const ended = await comeBack(app, browser, callback(way))
  await app.anybody().post('/single-sign-ons', { accountId: acme.id }).expect(409)
  await carla.patch(`${acme.path}/identity-provider`, { isOn: true }).expect(200)
  expect(ended).toEqual({ to: '/sign-in?problem=sso-expired', session: undefined })
  const second = await aWay()
  forger.idToken = await right(second.way)
  await carla.patch(`${acme.path}/identity-provider`, { name: 'Acme' }).expect(200)
  expect(await comeBack(app, second.browser, callback(second.way))).toEqual(ended)
})

describe('a step-up by single sign-on', () => {
  /** Comes back on a step-up with an identity token that says this of the time. */
  async function stepUpProvenAt(authTime: number | undefined) {
    const signedIn = as(app, (await comeWith(right)).session)
    const begun = await signedIn.post('/me/single-sign-ons', { to: '/accounts' })
    const way = new URL(begun.body.url)
    const mark = begun.headers.getSetCookie()[0]?.split(';')[0]
    forger.idToken = await forger.sign({ ...claimsFor(way), auth_time: authTime })
    return comeBack(app, { cookie: () => `${signedIn.cookie()}; ${mark}` }, callback(way))
  }

  test('is one only if the identity provider has asked the person since they were sent there', async () => {
    expect((await stepUpProvenAt(nowSeconds())).to).toBe('/accounts')
    const failed = { to: '/me/security?problem=sso-failed', session: undefined }
    expect(await stepUpProvenAt(nowSeconds() - 120)).toEqual(failed)
    expect(await stepUpProvenAt(undefined)).toEqual(failed)
  })
})

describe('threats "SSRF": an identity provider', () => {
  const save = (issuer: string) =>
    carla.put(`${acme.path}/identity-provider`, { name: 'Acme ID', issuer, clientId: 'x' })

  test.each([
    ['on an address of our network', 'https://10.0.0.7'],
    ['on the metadata address of a cloud', 'http://169.254.169.254'],
    ['by http, where the operator has not allowed the host', 'http://id.acme.example'],
    ['at our own database', 'http://localhost:5432'],
  ])('%s is not asked', async (_where, issuer) => {
    const { code, detail } = await save(issuer).expect(422)
    expect(code).toBe('auth.identity-provider-unfit')
    expect(detail).toMatch(/\.$/)
  })

  test.each([
    'ftp://id.example',
    'https://user:pass@id.example',
    'https://id.example/?a=1',
    'https://id.example/#a',
    'id',
  ])('%s is no issuer', async (issuer) => {
    expect((await save(issuer).expect(422)).errors).toMatchObject([{ path: 'issuer' }])
  })

  const wellKnown = '/.well-known/openid-configuration'

  test('whose metadata lead elsewhere is not followed', async () => {
    const other = await startForgingIssuer()
    forger.instead.set(wellKnown, { status: 302, location: `${other.issuer}${wellKnown}` })
    expect((await save(forger.issuer).expect(422)).code).toBe('auth.identity-provider-unfit')
    await other[Symbol.asyncDispose]()
  })

  test('whose metadata are larger than 256 KB is not read to its end', async () => {
    const padded = JSON.stringify({ ...forger.metadata, padding: 'x'.repeat(300_000) })
    forger.instead.set(wellKnown, { status: 200, body: padded })
    expect((await save(forger.issuer).expect(422)).detail).toContain('262144 bytes')
  })

  test.each([
    ['another issuer', { issuer: 'https://id.rival.example' }],
    ['an issuer for every company', { issuer: 'https://login.example/{tenantid}/v2.0' }],
    ['a token endpoint without TLS', { token_endpoint: 'http://id.rival.example/token' }],
    ['a page that is a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['no keys', { jwks_uri: undefined }],
  ])('whose metadata name %s is refused', async (_what, change) => {
    const body = JSON.stringify({ ...forger.metadata, ...change })
    forger.instead.set(wellKnown, { status: 200, body })
    expect((await save(forger.issuer).expect(422)).code).toBe('auth.identity-provider-unfit')
  })
})
