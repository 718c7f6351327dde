import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import type { IdentityProvider } from '#tests/harness/identity-provider.ts'
import { goThrough } from '#tests/harness/identity-provider.ts'
import type { NameServer } from '#tests/harness/name-server.ts'
import { aColleague, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'
import { readProvider } from './provider-store.ts'
import {
  aVerifiedDomain,
  type Company,
  comeBack,
  enter,
  type Ground,
  passTest,
  signInThere,
  startGround,
} from './single-sign-on.testing.ts'

let ground: Ground
let app: TestApp
let provider: IdentityProvider
let nameServer: NameServer

beforeAll(async () => {
  ground = await startGround()
  ;({ app, provider, nameServer } = ground)
})

afterAll(() => ground?.stop())

describe('the identity provider of an account', () => {
  let company: Company
  beforeEach(async () => {
    company = await ground.aCompany()
  })

  test('tells before it is entered what has to be entered there: an address that no other account has', async () => {
    const settings = await company.carla.get(company.path).expect(200)
    const redirectUri = `${app.serviceOrigin}/sso/callback/${company.account.id}`
    expect(settings).toEqual({ redirectUri, identityProvider: null })
  })

  test('keeps its secret to itself', async () => {
    const { carla, account, path } = company
    const saved = await enter(carla, account, provider)
    expect(saved).toMatchObject({ clientSecretSet: true, isOn: false, isTested: false, version: 1 })
    const shown = JSON.stringify([
      saved,
      await carla.get(path).expect(200),
      await carla.get(`${account.path}/events`).expect(200),
    ])
    expect(shown).not.toContain(provider.clientSecret)
    const row = await app.platform.database.inAccount(account.id, readProvider)
    expect(row?.sealedClientSecret).toMatch(/^v1\./)
    expect(JSON.stringify(row)).not.toContain(provider.clientSecret)
  })

  test('is given no secret that was meant for another issuer or client', async () => {
    const { carla, account, path } = company
    const { issuer } = await enter(carla, account, provider)
    const renamed = { name: 'New name', issuer, clientId: provider.clientId }
    expect(await carla.put(path, renamed).expect(200)).toMatchObject({ clientSecretSet: true })
    const moved = await carla.put(path, { ...renamed, clientId: 'another' }).expect(200)
    expect(moved).toMatchObject({ clientSecretSet: false, isTested: false })
  })

  test('is changed only by who gave their password lately, and the other admins are told', async () => {
    const { carla, account, path, domain } = company
    const dora = await aColleague(app, account, { email: `dora@${domain}` })
    await enter(carla, account, provider)
    await app.mail.waitForMessage(async ({ envelope, raw }) => {
      const { subject = '' } = await app.mail.parse(raw)
      return (
        envelope.to.includes(dora.email) && subject.includes('Single sign-on of this account was changed')
      )
    })
    app.clock.advance({ minutes: 6 })
    const { issuer, clientId } = provider
    for (const answer of [
      await carla.put(path, { name: 'x', issuer, clientId }),
      await carla.patch(path, { isOn: true }),
      await carla.delete(path),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
    }
  })

  test('is not overwritten by who looked before somebody else changed it', async () => {
    const { carla, account, path } = company
    await enter(carla, account, provider)
    await carla.patch(path, { name: 'Second' }, { 'if-match': '"1"' }).expect(200)
    await carla.patch(path, { name: 'Third' }, { 'if-match': '"1"' }).expect(412)
    await carla.delete(path, { 'if-match': '"1"' }).expect(412)
    expect((await carla.get(path).expect(200)).identityProvider).toMatchObject({ name: 'Second', version: 2 })
  })

  test('is seen and changed by no other account', async () => {
    const { carla, account, path } = company
    await enter(carla, account, provider)
    const { admin: nadia } = await aSecondPartner(app)
    const { issuer, clientId } = provider
    await nadia.get(path).expect(404)
    await nadia.put(path, { name: 'x', issuer, clientId }).expect(404)
    await nadia.post(`${path}/tests`).expect(404)
    expect((await carla.get(path).expect(200)).identityProvider).toMatchObject({ name: 'Acme ID' })
  })
})

test('each act stands in the event history once', async () => {
  const company = await ground.aCompany()
  const { carla, account, path, domain } = company
  const before = await auditTrailOf(carla, account)
  await ground.turnOn(company)
  await carla.delete(path).expect(204)
  await carla.delete(`${account.path}/email-domains/${domain}`).expect(204)
  expect((await auditTrailOf(carla, account)).slice(before.length)).toEqual([
    'email-domain.added',
    'email-domain.verified',
    'identity-provider.saved',
    'identity-provider.test-begun',
    'identity-provider.changed',
    'identity-provider.removed',
    'email-domain.removed',
  ])
})

describe('single sign-on is turned on', () => {
  test('only once these very settings have passed a test, and with a verified domain', async () => {
    const company = await ground.aCompany()
    const { carla, account, path, domain } = company
    await enter(carla, account, provider)
    const on = () => carla.patch(path, { isOn: true })
    expect((await on().expect(409)).code).toBe('auth.identity-provider-untested')
    await aVerifiedDomain(carla, account, nameServer, domain)
    expect(await passTest(app, carla, account, provider)).toMatchObject({ state: 'passed' })
    await enter(carla, account, provider)
    expect((await on().expect(409)).code).toBe('auth.identity-provider-untested')
    await passTest(app, carla, account, provider)
    await carla.delete(`${account.path}/email-domains/${domain}`).expect(204)
    expect((await on().expect(409)).code).toBe('auth.no-verified-domain')
    await aVerifiedDomain(carla, account, nameServer, domain)
    expect(await on().expect(200)).toMatchObject({ isOn: true, isTested: true })
    await carla.delete(`${account.path}/email-domains/${domain}`).expect(409)
    const moved = { name: 'Acme ID', issuer: provider.issuer, clientId: 'another' }
    expect((await carla.put(path, moved).expect(409)).code).toBe('auth.identity-provider-on')
  })

  test('a test says whom it would sign in, and signs nobody in', async () => {
    const { carla, account, path, domain } = await ground.aCompany()
    await aVerifiedDomain(carla, account, nameServer, domain)
    await enter(carla, account, provider)
    const begun = await carla.post(`${path}/tests`).expect(201)
    const waiting = await carla.get(`${path}/tests/${begun.id}`).expect(200)
    expect(waiting).toMatchObject({ state: 'waiting', person: null })
    const ended = await comeBack(app, carla, await goThrough(begun.url, provider))
    expect(ended).toEqual({ to: `${account.path}/settings/sign-in?test=${begun.id}`, session: undefined })
    const { person, ...found } = await carla.get(`${path}/tests/${begun.id}`).expect(200)
    expect(person).toMatchObject({ name: 'Carla Rossi', email: `carla@${domain}` })
    expect(found).toMatchObject({ state: 'passed', issuer: provider.issuer, subject: provider.person.sub })
    expect(await auditTrailOf(carla, account)).not.toContain('identity.linked')
  })

  test('a test that fails says in words what to do', async () => {
    const { carla, account, path, domain } = await ground.aCompany()
    await enter(carla, account, { ...provider, clientSecret: 'not it' })
    expect(await passTest(app, carla, account, provider)).toMatchObject({
      state: 'failed',
      message: 'The identity provider refuses the client ID or the secret. Check both.',
    })
    await enter(carla, account, provider)
    const unverified = await passTest(app, carla, account, provider)
    expect(unverified).toMatchObject({ state: 'failed', email: `carla@${domain}`, person: null })
    expect(unverified.message).toContain('no verified e-mail domain')
    const late = await carla.post(`${path}/tests`).expect(201)
    app.clock.advance({ minutes: 11 })
    expect(await carla.get(`${path}/tests/${late.id}`).expect(200)).toMatchObject({ state: 'failed' })
  })
})

describe('of ways that are begun', () => {
  let account: Company['account']
  beforeAll(async () => {
    const company = await ground.aCompany()
    account = company.account
    await ground.turnOn(company)
  })
  const begin = (browser = app.anybody()) => browser.post('/single-sign-ons', { accountId: account.id })
  const statuses = async (count: number, browser?: ApiClient) => {
    const answers = await Promise.all(Array.from({ length: count }, () => begin(browser)))
    return answers.map(({ status }) => status)
  }

  test('twenty in ten minutes are enough for one browser, and cost nobody beside it anything', async () => {
    const browser = app.anybody()
    // With the first answer it is known.
    for (let begun = 0; begun < 21; begun++) await begin(browser).expect(201)
    const refused = await begin(browser)
    expect(refused).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signInThere(app, app.anybody(), account, provider)).session).toBeDefined()
    app.clock.advance({ minutes: 11 })
    await begin(browser).expect(201)
  })

  test('five hundred that are open at the same moment are a company at the beginning of its day, and more must pause', async () => {
    app.clock.advance({ minutes: 11 })
    // Who has come in is none of them.
    await signInThere(app, app.anybody(), account, provider)
    for (let begun = 0; begun < 500; begun += 20) expect(await statuses(20)).toEqual(Array(20).fill(201))
    expect(await begin()).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } })
    app.clock.advance({ minutes: 11 })
    await begin().expect(201)
  }, 60_000)
})
