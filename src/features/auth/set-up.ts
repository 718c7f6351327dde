import type { Tx } from '#platform/database/index.ts'
import { invalid } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, firstPartner, readAccount } from '../accounts/index.ts'
import { type OtherActor, record } from '../audit/index.ts'
import {
  addUser,
  findUserByEmail,
  hasRegisteredAdmin,
  markRegistered,
  readUser,
  type UserRow,
} from '../users/index.ts'
import { beginSetUp } from './attempts.ts'
import { setUpLinkUnknown } from './errors.ts'
import { forgetDevicesOf } from './known-devices.ts'
import { hashPassword } from './passwords.ts'
import type { SetUp, SetUpLink } from './schema.ts'
import { type Client, openSession } from './sessions.ts'
import { makeSetUpLink, operator } from './set-up-links.ts'
import * as store from './store.ts'

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
    if (!admin || !hash) return { setUpToken: await makeSetUpLink(platform, tx, null) }
    const [local = 'Admin'] = admin.email.split('@')
    const user = { firstName: '', lastName: local, email: admin.email, role: 'admin' } as const
    const known = await findUserByEmail(tx, admin.email)
    const userId = known?.userId ?? (await addUser(platform, tx, operator, user))
    await setPassword(platform, tx, operator, userId, hash)
    return undefined
  })
}

/**
 * For whom a set-up link is: what its page shows before a password is set.
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts` after many such from one network
 */
export async function lookUpSetUpLink(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<SetUpLink> {
  const attempt = await beginSetUp(platform, address)
  const credential = parseCredential(token)
  if (!credential) throw setUpLinkUnknown()
  const open = await platform.database.inAccount(credential.accountId, (tx) =>
    openLink(tx, credential.hash, platform.clock.now()),
  )
  if (!open) throw setUpLinkUnknown()
  await attempt.succeeded()
  const { account, user } = open
  return {
    accountName: account.name,
    person: user ? { firstName: user.firstName, lastName: user.lastName, email: user.email } : null,
  }
}

/**
 * Finishes a set-up link: makes the admin where the link is for a new one, sets the password, signs in. Who had a password may have lost it to
 * somebody else: all their sessions end, and no device of theirs is known any more.
 * @throws Refusal 410 `auth.set-up-link-unknown`; 429 `auth.too-many-attempts` after many such from one network; 503 `auth.busy`
 */
export async function finishSetUp(
  platform: Platform,
  given: SetUp,
  client: Client,
): Promise<{ token: string; accountId: string }> {
  const { database, clock } = platform
  const { address } = client
  const attempt = await beginSetUp(platform, address)
  const credential = parseCredential(given.token)
  const open =
    credential &&
    (await database.inAccount(credential.accountId, (tx) => openLink(tx, credential.hash, clock.now())))
  // Hashing is dear: only for a link that there is.
  if (!credential || !open) throw setUpLinkUnknown()
  await attempt.succeeded()
  const hash = await hashPassword(given.password)
  return database.inAccount(credential.accountId, async (tx) => {
    const link = await store.spendSetUpLink(tx, credential.hash, clock.now())
    if (!link) throw setUpLinkUnknown()
    const userId = link.userId ?? (await addFirstAdmin(platform, tx, given))
    const actor = { kind: 'end-user', name: 'set-up link', ...(address ? { address } : {}) } as const
    const user = await readUser(tx, userId)
    if (user) await forgetDevicesOf(platform, tx, user.email)
    const sessionsEnded = await store.deleteSessionsOf(tx, [userId])
    await setPassword(platform, tx, actor, userId, hash, { sessionsEnded })
    return { token: await openSession(platform, tx, userId, client), accountId: tx.accountId }
  })
}

/** For whom an open link is; `user` undefined: for a first admin. A link into an account that is not active is as good as unknown. */
async function openLink(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<{ account: AccountRow; user: UserRow | undefined } | undefined> {
  const link = await store.findOpenSetUpLink(tx, tokenHash, now)
  const account = link && (await readAccount(tx))
  if (account?.status !== 'active') return undefined
  return { account, user: link?.userId ? await readUser(tx, link.userId) : undefined }
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

async function setPassword(
  platform: Platform,
  tx: Tx,
  actor: OtherActor,
  userId: string,
  hash: string,
  details: { sessionsEnded?: number } = {},
): Promise<void> {
  await store.upsertPassword(tx, userId, hash, platform.clock.now())
  await markRegistered(tx, userId, platform.clock.now())
  await record(tx, actor, 'password.set', { kind: 'user', id: userId }, details)
}
