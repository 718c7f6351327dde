import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, sameSecret } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { endUser, record } from '../../audit/index.ts'
import { readUser, type UserRow } from '../../users/index.ts'
import { holdActiveAccount } from '../account-store.ts'
import { tellPerson } from '../notices.ts'
import { acceptPassword, type PasswordOwner, passwordOwner } from '../password-policy.ts'
import { unlock } from '../second-factors/locking.ts'
import type { Client } from '../sessions.ts'
import { setPassword } from '../set-password.ts'
import { localPasswordsAllowed } from '../single-sign-on/local-passwords.ts'
import { resetCodeExpired, resetCodeWrong, resetLinkUnknown } from './errors.ts'
import { refusalOfUnknownLink } from './limits.ts'
import { resetCode } from './reset-secrets.ts'
import type { PasswordReset, PasswordResetCompletion, PasswordResetOpening } from './schema.ts'
import type { ResetRow } from './store.ts'
import * as store from './store.ts'

/** How long the code is taken after the person has pressed *Go on*. */
const codeLifeMinutes = 10
/** Wrong codes that end a link (NIST SP 800-63B-4, 3.2.2: attempts are limited). */
const codeFailuresMax = 5

interface UsableReset {
  account: AccountRow
  reset: ResetRow
  user: UserRow
}

/**
 * What the page of a link shows. Mail scanners look too: nothing is spent, and no time begins.
 * @throws Refusal 410 `auth.reset-link-unknown`, `auth.reset-code-expired`; 429 `auth.too-many-attempts`
 */
export async function lookUpReset(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<PasswordReset> {
  const { account, reset, user } = await findByToken(platform, token, address)
  return {
    accountName: account.name,
    language: (user.language ?? account.language) as PasswordReset['language'],
    state: reset.openedAt === null ? 'unopened' : 'open',
    codeEndsAt: reset.openedAt === null ? null : codeEnd(reset.openedAt).toISOString(),
  }
}

/**
 * Begins the ten minutes of the code; the first press counts.
 * @throws Refusal as `lookUpReset` does
 */
export async function openReset(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<PasswordResetOpening> {
  const { account, reset } = await findByToken(platform, token, address)
  const openedAt = await platform.database.inAccount(account.accountId, (tx) =>
    store.openReset(tx, reset.resetId, platform.clock.now()),
  )
  if (!openedAt) throw resetLinkUnknown()
  return { codeEndsAt: codeEnd(openedAt).toISOString() }
}

/**
 * Sets the password of whoever has link and code. All their sessions end, no device of theirs is known or remembered any more, and who was locked
 * is let in again; a second factor stays, because a mailbox must not remove it. Nobody is signed in.
 * @throws Refusal as `lookUpReset` does; 403 `auth.reset-code-wrong`; 422 as `acceptPassword` does; 503 `auth.busy`
 */
export async function completeReset(
  platform: Platform,
  given: PasswordResetCompletion,
  client: Client,
): Promise<void> {
  const { database } = platform
  const { account, reset } = await findByToken(platform, given.token, client.address)
  const { accountId } = account
  if (reset.openedAt === null) throw resetCodeExpired()
  const owner = await proveCode(platform, accountId, reset, given.code)
  const hash = await acceptPassword(platform, given.password, owner).catch(async (error: unknown) => {
    await database.inAccount(accountId, (tx) => store.uncountCodeFailure(tx, reset.resetId))
    throw error
  })
  await database.inAccount(accountId, (tx) => finish(platform, tx, reset, hash, client))
}

/** The person is locked first, then their account: neither is deactivated until this is done. */
async function finish(
  platform: Platform,
  tx: Tx,
  { resetId, userId }: ResetRow,
  hash: string,
  client: Client,
): Promise<void> {
  const user = await readUser(tx, userId, true)
  const isAllowed = user && (await holdActiveAccount(tx)) && (await mayReset(tx, user))
  if (!isAllowed || !(await store.spendReset(tx, resetId, platform.clock.now()))) throw resetLinkUnknown()
  const sessionsEnded = await setPassword(platform, tx, user, { hash, setBy: 'mailed-link' })
  const wasLocked = await unlock(tx, userId)
  const { address } = client
  const actor = endUser('password reset', address)
  await record(tx, actor, 'password.reset', { kind: 'user', id: userId }, { sessionsEnded, wasLocked })
  await tellPerson(platform, tx, userId, { what: 'password-reset', details: {} }, client)
}

/** Counted before comparing, in a transaction of its own: of parallel guesses five are compared. @returns whose code it is */
async function proveCode(
  platform: Platform,
  accountId: string,
  { resetId, userId }: ResetRow,
  code: string,
): Promise<PasswordOwner> {
  const { failures, owner } = await platform.database.inAccount(accountId, async (tx) => ({
    failures: await store.countCodeFailure(tx, resetId, codeFailuresMax),
    owner: await passwordOwner(tx, userId),
  }))
  if (failures === undefined || !owner) throw resetLinkUnknown()
  if (sameSecret(code, resetCode(platform, accountId, resetId))) return owner
  throw resetCodeWrong(codeFailuresMax - failures)
}

/** The link's reset, where it can still be used and whoever it is for still may. */
async function findByToken(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<UsableReset> {
  const credential = parseCredential(token)
  const found =
    credential &&
    (await platform.database.inAccount(credential.accountId, (tx) =>
      findUsable(tx, credential.hash, platform.clock.now()),
    ))
  if (found === undefined || found === 'unknown') throw await refusalOfUnknownLink(platform, address)
  if (found === 'code expired') throw resetCodeExpired()
  return found
}

async function findUsable(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<UsableReset | 'unknown' | 'code expired'> {
  const reset = await store.findReset(tx, tokenHash)
  if (!reset || reset.codeFailures >= codeFailuresMax) return 'unknown'
  // Who opened the link in its last minute still has the ten of the code.
  if (reset.openedAt === null && reset.expiresAt <= now) return 'unknown'
  const account = await readAccount(tx)
  const user = await readUser(tx, reset.userId)
  if (!user || account?.status !== 'active' || !(await mayReset(tx, user))) return 'unknown'
  if (reset.openedAt !== null && codeEnd(reset.openedAt) <= now) return 'code expired'
  return { account, reset, user }
}

/** UA-61: who has registered, unless it is left to the identity provider. */
async function mayReset(tx: Tx, { status }: UserRow): Promise<boolean> {
  return (status === 'registered' || status === 'locked') && (await localPasswordsAllowed(tx))
}

function codeEnd(openedAt: Date): Date {
  return later(openedAt, { minutes: codeLifeMinutes })
}
