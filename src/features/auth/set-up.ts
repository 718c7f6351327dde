import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { invalid } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { addPartner, firstPartner } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { addUser, findUserByEmail, hasRegisteredAdmin, markRegistered } from '../users/index.ts'
import { beginSetUp } from './attempts.ts'
import { setUpLinkUnknown } from './errors.ts'
import { hashPassword } from './passwords.ts'
import type { SetUp } from './schema.ts'
import { type Client, openSession } from './sessions.ts'
import * as store from './store.ts'

const operator = { kind: 'operator', name: 'rollcall' } as const
const setUpLinkLifeHours = 72

/**
 * The first start: makes the operator root and a first partner, and its first admin from the given address and password. Without them, and as
 * long as nobody has registered, it answers with a fresh one-time set-up link instead.
 */
export async function bootstrap(
  platform: Platform,
  admin: { email: string; password: string } | undefined,
): Promise<{ setUpToken: string } | undefined> {
  const partnerId = await firstPartner(platform, operator)
  const hash = admin && (await hashPassword(admin.password))
  return platform.database.inAccount(partnerId, async (tx) => {
    if (await hasRegisteredAdmin(tx)) return undefined
    if (!admin || !hash) return { setUpToken: await makeSetUpLink(platform, tx) }
    const [local = 'Admin'] = admin.email.split('@')
    const user = { firstName: '', lastName: local, email: admin.email, role: 'admin' } as const
    const known = await findUserByEmail(tx, admin.email)
    const userId = known?.userId ?? (await addUser(platform, tx, operator, user))
    await setPassword(platform, tx, userId, hash)
    return undefined
  })
}

/** Adds a partner and gives out the link with which its first admin sets up. */
export async function addPartnerWithLink(
  platform: Platform,
  name: string,
  country: string,
): Promise<{ accountId: string; setUpToken: string }> {
  const partner = await addPartner(platform, operator, name, country)
  const setUpToken = await platform.database.inAccount(partner.accountId, (tx) => makeSetUpLink(platform, tx))
  return { accountId: partner.accountId, setUpToken }
}

async function makeSetUpLink(platform: Platform, tx: Tx): Promise<string> {
  const token = randomCredential(tx.accountId, 32)
  const now = platform.clock.now()
  const expiresAt = later(now, { hours: setUpLinkLifeHours })
  await store.replaceSetUpLink(tx, { linkId: newId(), tokenHash: token.hash, createdAt: now, expiresAt })
  return token.text
}

/**
 * Finishes a set-up link: makes the admin where the link is for a new one, sets the password, signs in.
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts` after many such from one network; 503 `auth.busy`
 */
export async function finishSetUp(
  platform: Platform,
  given: SetUp,
  client: Client,
): Promise<{ token: string; accountId: string }> {
  const { database, clock } = platform
  const attempt = await beginSetUp(platform, client.address)
  const credential = parseCredential(given.token)
  const open =
    credential &&
    (await database.inAccount(credential.accountId, (tx) =>
      store.isOpenSetUpLink(tx, credential.hash, clock.now()),
    ))
  // Hashing is dear: only for a link that there is.
  if (!credential || !open) throw setUpLinkUnknown()
  await attempt.succeeded()
  const hash = await hashPassword(given.password)
  return database.inAccount(credential.accountId, async (tx) => {
    const link = await store.spendSetUpLink(tx, credential.hash, clock.now())
    if (!link) throw setUpLinkUnknown()
    const userId = link.userId ?? (await addFirstAdmin(platform, tx, given))
    await setPassword(platform, tx, userId, hash)
    return { token: await openSession(platform, tx, userId, client), accountId: tx.accountId }
  })
}

async function addFirstAdmin(platform: Platform, tx: Tx, given: SetUp): Promise<string> {
  const { email, lastName, firstName = '' } = given
  if (!email || !lastName) {
    throw invalid([
      ...(lastName ? [] : [{ path: 'lastName', code: 'field.required', message: 'Enter your last name.' }]),
      ...(email ? [] : [{ path: 'email', code: 'field.required', message: 'Enter your e-mail address.' }]),
    ])
  }
  return addUser(platform, tx, operator, { email, lastName, firstName, role: 'admin' })
}

async function setPassword(platform: Platform, tx: Tx, userId: string, hash: string): Promise<void> {
  await store.upsertPassword(tx, userId, hash, platform.clock.now())
  await markRegistered(tx, userId)
  await record(tx, operator, 'password.set', { kind: 'user', id: userId })
}
