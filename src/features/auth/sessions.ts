import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor, Caller, SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { endUser, record } from '../audit/index.ts'
import { fullName, markSignedIn } from '../users/index.ts'
import { holdActiveAccount } from './account-store.ts'
import { wrongCredentials } from './errors.ts'
import { forgetEndedLater } from './session-expiry.ts'
import { localPasswordsAllowed } from './single-sign-on/local-passwords.ts'
import * as store from './store.ts'

/** A session ends this long after its last use. */
const sessionLifeHours = 12
/** It ends this long after the sign-in, however often it is used (NIST SP 800-63B-4, 2.1.3). */
const sessionLifeMaxDays = 30
/** How exactly the last use is known: every request writing a row would cost more than it tells. */
const touchIntervalMinutes = 5

export interface Client {
  address: string | undefined
  userAgent: string | undefined
}

/** How somebody proved who they are. */
export type Proof = Pick<SignedIn, 'signedInBy' | 'hasSecondFactor'>

/**
 * Opens a session for a person who has proven who they are; the token is new each time (no fixation).
 * @throws Refusal `auth.wrong-credentials` where they may not sign in any more
 */
export async function openSession(
  platform: Platform,
  tx: Tx,
  userId: string,
  client: Client,
  proof: Proof,
): Promise<string> {
  const now = platform.clock.now()
  // First, because it locks the person: who is deactivated or deleted while their password is looked at gets no session.
  if (!(await markSignedIn(tx, userId, now))) throw wrongCredentials()
  if (!(await holdActiveAccount(tx))) throw wrongCredentials()
  // Again, because single sign-on may have become the only way while the password was looked at.
  if (proof.signedInBy === 'password' && !(await localPasswordsAllowed(tx))) throw wrongCredentials()
  const token = randomCredential(tx.accountId, 32)
  const sessionId = newId()
  await store.insertSession(tx, {
    sessionId,
    userId,
    tokenHash: token.hash,
    createdAt: now,
    lastSeenAt: now,
    steppedUpAt: now,
    expiresAt: later(now, { hours: sessionLifeHours }),
    userAgent: client.userAgent?.slice(0, 300) ?? null,
    address: client.address ?? null,
    openedBy: proof.signedInBy,
    secondFactorAt: proof.hasSecondFactor ? now : null,
  })
  await forgetEndedLater(tx, sessionId, now)
  await record(tx, endUser('sign-in', client.address), 'session.opened', { kind: 'user', id: userId })
  return token.text
}

/** Who bears this session token? */
export async function callerOf(platform: Platform, token: string): Promise<Caller | undefined> {
  const { accountId } = parseCredential(token) ?? {}
  if (accountId === undefined) return undefined
  return platform.database.inAccount(accountId, (tx) => callerIn(platform, tx, token))
}

/** Like `callerOf`, for a session of this account. */
export async function callerIn({ clock }: Platform, tx: Tx, token: string): Promise<Caller | undefined> {
  const credential = parseCredential(token)
  if (!credential) return undefined
  const now = clock.now()
  const found = await store.findSession(tx, credential.hash, now)
  if (!found) return undefined
  if (later(found.lastSeenAt, { minutes: touchIntervalMinutes }) < now) {
    await store.touchSession(tx, found.sessionId, now, sessionEnd(found.createdAt, now))
  }
  return {
    userId: found.userId,
    homeAccountId: tx.accountId,
    homeAccountKind: found.kind as Caller['homeAccountKind'],
    role: found.role as Caller['role'],
    name: fullName(found),
    email: found.email,
    sessionId: found.sessionId,
    steppedUpAt: found.steppedUpAt,
    expiresAt: found.expiresAt,
    signedInBy: found.openedBy as Caller['signedInBy'],
    hasSecondFactor: found.secondFactorAt !== null,
    // Whoever comes by single sign-on has proven as much as the company asks for.
    mustEnrolSecondFactor:
      found.adminsNeedSecondFactor &&
      found.role === 'admin' &&
      found.openedBy !== 'single-sign-on' &&
      found.secondFactorSince === null,
    scopes: null,
    apiKey: null,
  }
}

/** When a session ends that is used now. */
function sessionEnd(createdAt: Date, now: Date): Date {
  const unused = later(now, { hours: sessionLifeHours })
  const atLast = later(createdAt, { hours: sessionLifeMaxDays * 24 })
  return unused < atLast ? unused : atLast
}

/** Signs out. */
export async function signOut({ database }: Platform, actor: Actor & SignedIn): Promise<void> {
  await database.inAccount(actor.homeAccountId, async (tx) => {
    await store.deleteSession(tx, actor.sessionId)
    await record(tx, actor, 'session.closed', { kind: 'user', id: actor.userId })
  })
}
