import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'
import { anAdminOf, aSubscriber } from './people.ts'
import { type AuthenticatorApp, aSecondFactor } from './second-factors.ts'
import { asSuperuser } from './superuser.ts'

type Customer = Parameters<typeof aSubscriber>[1] & { id: string }

/** Somebody with a number of their own, as the portal knows them. */
export interface Owner {
  id: string
  email: string
  password: string
  subscriberId: string
  /** Of their number in the portal. */
  path: string
  /** Signed in. */
  client: ApiClient
}

/** An owner with an authenticator app. */
export interface ProvenOwner extends Owner {
  factor: AuthenticatorApp
}

let owners = 0

/** A person without a role, whose password no mail has set, signed in; and their number with a PIN. @param given of the number */
export async function anOwner(
  app: TestApp,
  customer: Customer,
  given: Record<string, unknown> = {},
): Promise<Owner> {
  const email = `owner${++owners}@acme.example`
  const password = 'olga owns two telephones'
  const client = await anAdminOf(app, customer, { firstName: 'Olga', lastName: 'Oster', email, password })
  const { user } = await client.get('/sessions/current').expect(200)
  await asSuperuser(app.database, "update app.users set role = 'user' where user_id = $1", [user.id])
  // Time moves in such tests, and an admin's session ends.
  const number = { email, userId: user.id, deploymentPin: '482913', ...given }
  const { id: subscriberId } = await aSubscriber(await app.ada(), customer, number)
  return { id: user.id, email, password, subscriberId, path: `/me/subscribers/${subscriberId}`, client }
}

/** Such a person with an authenticator app, which was set up before an admin took the link of their number by hand. */
export async function aProvenOwner(
  app: TestApp,
  customer: Customer,
  given: Record<string, unknown> = {},
): Promise<ProvenOwner> {
  const owner = await anOwner(app, customer, given)
  const factor = await aSecondFactor(app, owner.client)
  await deployedByAdmin(app, customer, owner)
  return { ...owner, factor }
}

/** An admin takes the link of somebody's number by hand, some seconds after whatever was before. */
export async function deployedByAdmin(
  app: TestApp,
  customer: { path: string },
  { subscriberId }: Pick<Owner, 'subscriberId'>,
): Promise<string> {
  app.clock.advance({ seconds: 2 })
  const admin = await app.ada()
  const { link } = await admin.post(`${customer.path}/subscribers/${subscriberId}/links`).expect(201)
  app.clock.advance({ seconds: 2 })
  return link
}

/** The owner signs in anew, with a code where they have an app. */
export async function signedInAnew(
  app: TestApp,
  { email, password, factor }: Pick<Owner, 'email' | 'password'> & Partial<Pick<ProvenOwner, 'factor'>>,
): Promise<ApiClient> {
  const client = app.anybody()
  const totp = factor && (await factor.nextCode())
  await client.post('/sessions', { email, password, totp }).expect(201)
  return client
}
