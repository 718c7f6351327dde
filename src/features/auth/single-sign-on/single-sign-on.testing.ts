import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { goThrough, type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { type NameServer, startNameServer } from '#tests/harness/name-server.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'

/** How a way ended: where the browser was sent, and its session, where it got one. */
export interface Ended {
  to: string
  session: string | undefined
}

/** Proves a domain of the account, as its owner would. */
export async function aVerifiedDomain(
  admin: ApiClient,
  account: { path: string },
  nameServer: NameServer,
  domain = 'acme.example',
): Promise<void> {
  const added = await admin.post(`${account.path}/email-domains`, { domain }).expect(201)
  nameServer.texts.set(added.recordName, [added.recordValue])
  nameServer.mailHosts.set(domain, [`mail.${domain}`])
  await admin.post(`${account.path}/email-domains/${domain}/checks`).expect(200)
}

/** Enters the identity provider in the settings of the account, and there what the settings say. */
export async function enter(
  admin: ApiClient,
  account: { path: string },
  provider: Pick<IdentityProvider, 'issuer' | 'clientId' | 'clientSecret' | 'redirectUris'>,
) {
  const { issuer, clientId, clientSecret } = provider
  const settings = { name: 'Acme ID', issuer, clientId, clientSecret }
  const saved = await admin.put(`${account.path}/identity-provider`, settings).expect(200)
  provider.redirectUris.add(saved.redirectUri)
  return saved
}

/** Tests the identity provider as the person who sits there. */
export async function passTest(
  app: TestApp,
  admin: ApiClient,
  account: { path: string },
  provider: IdentityProvider,
) {
  const test = await admin.post(`${account.path}/identity-provider/tests`).expect(201)
  await comeBack(app, admin, await goThrough(test.url, provider))
  return admin.get(`${account.path}/identity-provider/tests/${test.id}`).expect(200)
}

/** Begins to sign in and goes to the identity provider. @returns the address to which the browser is sent back */
export async function goToProvider(
  browser: ApiClient,
  account: { id: string },
  provider: IdentityProvider,
  to?: string,
): Promise<string> {
  const { url } = await browser.post('/single-sign-ons', { accountId: account.id, to }).expect(201)
  return goThrough(url, provider)
}

/** Signs in at the identity provider as the person who sits there. */
export async function signInThere(
  app: TestApp,
  browser: ApiClient,
  account: { id: string },
  provider: IdentityProvider,
  to?: string,
): Promise<Ended> {
  return comeBack(app, browser, await goToProvider(browser, account, provider, to))
}

/** The browser is sent back to the service. */
export async function comeBack(app: TestApp, browser: { cookie(): string }, address: string): Promise<Ended> {
  const answer = await fetch(address.replace(/^https?:\/\/[^/]+/, app.serviceOrigin), {
    redirect: 'manual',
    headers: { cookie: browser.cookie() },
  })
  const line = answer.headers.getSetCookie().find((each) => each.startsWith('rollcall='))
  return {
    to: answer.headers.get('location') ?? `${answer.status}`,
    session: line?.slice('rollcall='.length).split(';')[0],
  }
}

/** Asks as whoever has this session. */
export function as(app: TestApp, session: string | undefined) {
  const cookie = `rollcall=${session}`
  return {
    get: (path: string) => app.anybody().get(path, { cookie }),
    post: (path: string, body?: unknown) => app.anybody().post(path, body, { cookie }),
    cookie: () => cookie,
  }
}

/** A customer with an e-mail domain, and Carla as admin, who sits at the identity provider. */
export interface Company {
  account: { id: string; path: string }
  /** Not added to the account yet. */
  domain: string
  carla: ApiClient
  password: string
  /** Of the account's identity provider in the API. */
  path: string
}

/** The product beside an identity provider and a name server, in which companies come into being. */
export interface Ground {
  app: TestApp
  provider: IdentityProvider
  nameServer: NameServer
  aCompany(): Promise<Company>
  /** Sets up single sign-on as the company's admin would. */
  turnOn(company: Company, changes?: { keepsLocalPasswords?: boolean }): Promise<void>
  stop(): Promise<void>
}

/** Starts it. Stopped by the caller (`afterAll`). */
export async function startGround(): Promise<Ground> {
  const nameServer = await startNameServer()
  const app = await startTestApp({ outboundAllow: ['127.0.0.1'], nameServers: [nameServer.address] })
  const provider = await startIdentityProvider()
  let companies = 0
  return {
    app,
    provider,
    nameServer,
    async aCompany() {
      companies++
      const domain = `company${companies}.example`
      const account = await aCustomer(await app.ada(), { name: `Company ${companies}` })
      const password = 'carla counts the stairs'
      const carla = await anAdminOf(app, account, { email: `carla@${domain}`, password })
      provider.person = { sub: `carla@${companies}`, email: `carla@${domain}` }
      return { account, domain, carla, password, path: `${account.path}/identity-provider` }
    },
    async turnOn({ account, domain, carla, path }, changes = {}) {
      await aVerifiedDomain(carla, account, nameServer, domain)
      await enter(carla, account, provider)
      await passTest(app, carla, account, provider)
      await carla.patch(path, { isOn: true, ...changes }).expect(200)
    },
    async stop() {
      await provider[Symbol.asyncDispose]()
      await app.stop()
      await nameServer[Symbol.asyncDispose]()
    },
  }
}
