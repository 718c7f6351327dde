import { addAdminWithLink, addPartnerWithLink, type NewAdmin } from '#features/auth/index.ts'
import { addUser, markRegistered } from '#features/users/index.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'
import { waitUntil } from './wait-until.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
type Json = any

/** A customer with a profile that deploys; its parent is the caller's partner. */
export async function aCustomer(
  admin: ApiClient,
  given: Json = {},
  profile: Json = {},
): Promise<{ id: string; path: string; profileId: string }> {
  const account = await admin
    .post('/accounts', {
      kind: 'customer',
      name: 'Acme',
      country: 'DE',
      language: 'en',
      timeZone: 'Europe/Berlin',
      ...given,
    })
    .expect(201)
  const path = `/accounts/${account.id}`
  const made = await admin
    .post(`${path}/deployment-profiles`, { name: 'Softphones', pinRequired: false, ...profile })
    .expect(201)
  return { id: account.id, path, profileId: made.id }
}

/** Anna of the customer, who can be deployed to. */
export function aSubscriber(
  admin: ApiClient,
  customer: { path: string; profileId: string },
  given: Json = {},
): Promise<Json> {
  return admin
    .post(`${customer.path}/subscribers`, {
      profileId: customer.profileId,
      firstName: 'Anna',
      lastName: 'Kühn',
      email: 'anna.kuehn@acme.example',
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '1001',
      pbxSipPassword: 's3cret-Anna',
      ...given,
    })
    .expect(201)
}

/** Deploys to these subscribers and waits until the operation has ended. */
export async function deployTo(admin: ApiClient, customer: { path: string }, ids: string[]): Promise<Json> {
  const operation = await admin.post(`${customer.path}/deployments`, { selection: { ids } }).expect(202)
  return finished(admin, customer, operation.id)
}

/** Waits until an operation has ended. */
export function finished(admin: ApiClient, customer: { path: string }, operationId: string): Promise<Json> {
  return waitUntil(
    async () => {
      const operation = await admin.get(`${customer.path}/operations/${operationId}`).expect(200)
      return operation.finishedAt === null ? undefined : operation
    },
    { what: `operation ${operationId} has ended`, timeoutMs: 30_000 },
  )
}

/** Nadia, the admin of a second partner, signed in. */
export async function aSecondPartner(app: TestApp): Promise<{ id: string; admin: ApiClient }> {
  const { accountId, setUpToken } = await addPartnerWithLink(app.platform, 'Southgate', 'FR')
  const admin = app.anybody()
  await admin
    .post('/set-ups', {
      token: setUpToken,
      password: 'nadia likes long walks',
      firstName: 'Nadia',
      lastName: 'Moreau',
      email: 'nadia@southgate.example',
    })
    .expect(201)
  return { id: accountId, admin }
}

/** Carla, an admin of the account itself, signed in. */
export async function anAdminOf(app: TestApp, account: { id: string }, given: Json = {}): Promise<ApiClient> {
  const { password = 'carla counts the stairs', ...person } = given
  const admin = app.anybody()
  await admin.post('/set-ups', { token: await aSetUpLink(app, account, person), password }).expect(201)
  return admin
}

/** Dora of the account, who has registered; an admin where nothing else is said. Nobody is signed in as her. */
export async function aColleague(
  app: TestApp,
  account: { id: string },
  given: { email: string; role?: 'user' | 'admin'; registered?: boolean },
): Promise<{ id: string; email: string }> {
  const { email, role = 'admin', registered = true } = given
  const operator = { kind: 'operator', name: 'test' } as const
  return app.platform.database.inAccount(account.id, async (tx) => {
    const person = { firstName: 'Dora', lastName: 'Weiss', email, role }
    const id = await addUser(app.platform, tx, operator, person)
    if (registered) await markRegistered(tx, id, app.platform.clock.now())
    return { id, email }
  })
}

/**
 * Somebody of the account as a connected source would have them: who has registered and holds no right, where nothing else is said. `columns` are
 * written as they are, because no route sets them. Nobody is signed in as them.
 */
export async function aPerson(
  app: TestApp,
  account: { id: string },
  given: {
    email: string
    firstName?: string
    lastName?: string
    role?: 'user' | 'admin'
    registered?: boolean
    licences?: string[]
    columns?: Json
  },
): Promise<{ id: string; email: string }> {
  const { licences = [], columns = {}, registered = true, ...named } = given
  const person = { firstName: 'Dora', lastName: 'Weiss', role: 'user', ...named }
  const operator = { kind: 'operator', name: 'test' } as const
  const now = app.platform.clock.now()
  return app.platform.database.inAccount(account.id, async (tx) => {
    const id = await addUser(app.platform, tx, operator, person)
    if (registered) await markRegistered(tx, id, now)
    const { owners, ...others } = columns
    await tx
      .updateTable('app.users')
      .set({ lastModifiedAt: now, ...others, ...(owners ? { owners: JSON.stringify(owners) } : {}) })
      .where('accountId', '=', account.id)
      .where('userId', '=', id)
      .execute()
    for (const product of licences) {
      const licence = { accountId: account.id, userId: id, product, assignedAt: now }
      await tx.insertInto('app.licences').values(licence).execute()
    }
    return { id, email: person.email }
  })
}

/** The token of the set-up link for Carla, whom the operator has added to the account as an admin. */
export async function aSetUpLink(
  app: TestApp,
  account: { id: string },
  given: Partial<NewAdmin> = {},
): Promise<string> {
  const carla = { firstName: 'Carla', lastName: 'Rossi', email: 'carla@acme.example', ...given }
  return (await addAdminWithLink(app.platform, account.id, carla)).setUpToken
}

/** The kinds of what happened to a subscriber, oldest first. */
export async function timelineOf(
  admin: ApiClient,
  customer: { path: string },
  subscriberId: string,
): Promise<string[]> {
  const { items } = await admin
    .get(`${customer.path}/subscribers/${subscriberId}/timeline?limit=500`)
    .expect(200)
  return items.map((entry: { kind: string }) => entry.kind).reverse()
}

/** What was done in the account, oldest first. */
export async function auditTrailOf(admin: ApiClient, account: { id: string }): Promise<string[]> {
  const { items } = await admin.get(`/accounts/${account.id}/events?limit=500`).expect(200)
  return items.map((event: { action: string }) => event.action).reverse()
}

/** An API key of the account, with these scopes; with all that keys may hold where none are named. */
export async function anApiKey(
  admin: ApiClient,
  account: { id: string },
  given: { name?: string; scopes?: string[]; expiresAt?: string | null } = {},
): Promise<{ id: string; key: string; prefix: string; scopes: string[] }> {
  const scopes = given.scopes ?? (await scopesForKeys(admin, account))
  return admin.post(`/accounts/${account.id}/api-keys`, { name: 'Nightly', ...given, scopes }).expect(201)
}

/** Every permission that an API key may be given. */
export async function scopesForKeys(admin: ApiClient, account: { id: string }): Promise<string[]> {
  const { items } = await admin.get(`/accounts/${account.id}/permissions`).expect(200)
  return items.filter((one: { forKeys: boolean }) => one.forKeys).map(({ name }: { name: string }) => name)
}

/** An order of the caller's partner: ten seats of MiTeam Meetings without an end, where nothing else is said. */
export async function anOrder(admin: ApiClient, given: Json = {}): Promise<Json> {
  const { account } = await admin.get('/sessions/current').expect(200)
  const order = { product: 'miteam-meetings', number: newId(), quantity: 10, startsOn: '2026-01-01' }
  return admin.post(`/accounts/${account.id}/orders`, { ...order, ...given }).expect(201)
}

/** MiTeam Meetings of the customer is on, and it has a subscription out of such an order, whose id they share. */
export async function aSubscription(
  admin: ApiClient,
  customer: { id: string; path: string },
  given: Json = {},
): Promise<Json> {
  await admin.patch(`${customer.path}/integrations/miteam-meetings`, { isOn: true }).expect(200)
  return anOrder(admin, { customerId: customer.id, ...given })
}
