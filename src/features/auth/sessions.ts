import { later } from '#platform/clock/clock.ts'
import { newId, readAtOnce, type Tx } from '#platform/database/index.ts'
import type { Actor, Caller, SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../accounts/index.ts'
import { endUser, record } from '../audit/index.ts'
import { fullName, markSignedIn } from '../users/index.ts'
import { wrongCredentials } from './errors.ts'
import { forgetEndedLater } from './session-expiry.ts'
import { holdPersonAndAccount, readStanding, type Standing } from './sign-in-store.ts'
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

/** Somebody who may sign in, and their account; neither changes before the transaction ends. */
export interface Held {
  person: Standing
  account: AccountRow
}

/** A session that was opened in this transaction. */
export interface Opened extends Held {
  token: string
  caller: Caller
}

/**
 * Opens a session for a person who has proven who they are; the token is new each time (no fixation).
 * @returns the token
 * @throws Refusal `auth.wrong-credentials` where they may not sign in any more
 */
export async function openSession(
  platform: Platform,
  tx: Tx,
  userId: string,
  client: Client,
  proof: Proof,
): Promise<string> {
  return (await openSessionOf(platform, tx, await holdPerson(tx, userId), client, proof)).token
}

/**
 * Holds a person who is about to sign in: who is deactivated or deleted while their password is looked at gets no session.
 * @throws Refusal `auth.wrong-credentials` where they may not sign in any more
 */
export async function holdPerson(tx: Tx, userId: string): Promise<Held> {
  await holdPersonAndAccount(tx, userId)
  // Read after both are held, so that it is what whoever held them before has left.
  const [account, person] = await readAtOnce([readAccount(tx), readStanding(tx, userId)])
  if (account?.status !== 'active' || person?.status !== 'registered') throw wrongCredentials()
  return { person, account }
}

/** Opens a session for a person who is held. @throws Refusal `auth.wrong-credentials` where a password opens nothing any more */
export async function openSessionOf(
  platform: Platform,
  tx: Tx,
  held: Held,
  client: Client,
  proof: Proof,
): Promise<Opened> {
  const { person, account } = held
  const { userId } = person
  // Single sign-on may have become the only way while the password was looked at.
  if (proof.signedInBy === 'password' && !person.usesPasswords) throw wrongCredentials()
  const now = platform.clock.now()
  await markSignedIn(tx, userId, now)
  const token = randomCredential(tx.accountId, 32)
  const session = {
    sessionId: newId(),
    userId,
    createdAt: now,
    lastSeenAt: now,
    steppedUpAt: now,
    expiresAt: later(now, { hours: sessionLifeHours }),
    openedBy: proof.signedInBy,
    secondFactorAt: proof.hasSecondFactor ? now : null,
  }
  const newest = await store.insertSession(tx, {
    ...session,
    tokenHash: token.hash,
    userAgent: client.userAgent?.slice(0, 300) ?? null,
    address: client.address ?? null,
  })
  await forgetEndedLater(tx, newest, now)
  await record(tx, endUser('sign-in', client.address), 'session.opened', { kind: 'user', id: userId })
  const { kind, adminsNeedSecondFactor } = account
  return {
    ...held,
    token: token.text,
    caller: asCaller(tx, { ...person, ...session, kind, adminsNeedSecondFactor }),
  }
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
  const found = await store.findSession(tx, { tokenHash: credential.hash, now })
  if (!found) return undefined
  if (later(found.lastSeenAt, { minutes: touchIntervalMinutes }) < now) {
    await store.touchSession(tx, found.sessionId, now, sessionEnd(found.createdAt, now))
  }
  return asCaller(tx, found)
}

type FoundSession = NonNullable<Awaited<ReturnType<typeof store.findSession>>>

function asCaller(tx: Tx, found: FoundSession): Caller {
  // Whoever comes by single sign-on has proven as much as the company asks for.
  const lacksSecondFactor = found.openedBy !== 'single-sign-on' && found.secondFactorSince === null
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
    mustEnrolSecondFactor: found.adminsNeedSecondFactor && found.role === 'admin' && lacksSecondFactor,
    lacksSecondFactor,
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
