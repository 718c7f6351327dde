import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor, Caller, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac, parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { readAccount } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { findUserByEmail, markSignedIn, type UserRow } from '../users/index.ts'
import { beginSignIn } from './attempts.ts'
import { accountChoice, notSignedIn, signedOutByGuesses, wrongCredentials } from './errors.ts'
import { verifyPassword } from './passwords.ts'
import type { Credentials } from './schema.ts'
import * as store from './store.ts'

/** A session ends this long after its last use. */
const sessionLifeHours = 12
/** How exactly the last use is known: every request writing a row would cost more than it tells. */
const touchIntervalMinutes = 5

/** Wrong passwords in a row that end a session (threats.md "Stolen session of an administrator"). */
const stepUpFailuresMax = 5

export interface Client {
  address: string | undefined
  userAgent: string | undefined
}

interface Candidate {
  accountId: string
  accountName: string
  user: UserRow
  hash: string | undefined
}

/**
 * Signs a person in.
 * @param client where from; `device` is the cookie of a device that may be known
 * @returns the session's token, to be set as cookie
 * @throws Refusal `auth.wrong-credentials` and `auth.too-many-attempts`, alike for unknown, unregistered and wrong; `auth.account-choice` when
 * several accounts fit; `auth.busy`
 */
export async function signIn(
  platform: Platform,
  given: Credentials,
  client: Client & { device: string | undefined },
): Promise<{ token: string; accountId: string }> {
  const attempt = await beginSignIn(platform, { email: given.email, ...client })
  const fitting = await verifiedCandidates(platform, given).catch(async (error: unknown) => {
    await attempt.undone()
    throw error
  })
  const [only, ...others] = fitting
  if (!only) throw wrongCredentials()
  await attempt.succeeded()
  if (others.length > 0) {
    throw accountChoice(fitting.map(({ accountId, accountName }) => ({ id: accountId, name: accountName })))
  }
  return platform.database.inAccount(only.accountId, async (tx) => {
    const token = await openSession(platform, tx, only.user.userId, client)
    return { token, accountId: only.accountId }
  })
}

/** Whose password this is, among the people with this e-mail address. */
async function verifiedCandidates(platform: Platform, given: Credentials): Promise<Candidate[]> {
  const candidates = await findCandidates(platform, given)
  // At least one verification, so that an unknown address takes as long as a known one.
  const fitting: Candidate[] = []
  for (const candidate of candidates) {
    if (await verifyPassword(given.password, candidate.hash)) fitting.push(candidate)
  }
  if (candidates.length === 0) await verifyPassword(given.password, undefined)
  return fitting
}

async function findCandidates(platform: Platform, given: Credentials): Promise<Candidate[]> {
  const { database, masterKey } = platform
  const hmac = emailHmac(masterKey.deriveKey('sign-in directory'), given.email)
  const accountIds = await database.inDirectory((tx) => store.accountsOfEmail(tx, hmac))
  const asked = given.account ? accountIds.filter((id) => id === given.account) : accountIds
  // Where nobody has the address, nobody is looked for in no account: otherwise the time would tell which addresses are known
  // (bench/enumeration.ts). Not by what was typed: that may be a password, and the database may log its statements.
  const [looked, email] = asked.length > 0 ? [asked, given.email.trim()] : [[newId()], newId()]
  const found = await Promise.all(
    looked.map((accountId) =>
      database.inAccount(accountId, async (tx): Promise<Candidate | undefined> => {
        const account = await readAccount(tx)
        const user = await findUserByEmail(tx, email)
        const hash = await store.readPasswordHash(tx, user?.userId ?? newId())
        if (!user || account?.status !== 'active' || user.status !== 'registered') return undefined
        return { accountId, accountName: account.name, user, hash }
      }),
    ),
  )
  return found.filter((candidate) => candidate !== undefined)
}

/**
 * Opens a session for a person who has proven who they are; the token is new each time (no fixation).
 * @throws Refusal `auth.wrong-credentials` where they may not sign in any more
 */
export async function openSession(
  platform: Platform,
  tx: Tx,
  userId: string,
  client: Client,
): Promise<string> {
  const now = platform.clock.now()
  // First, because it locks the person: who is deactivated or deleted while their password is looked at gets no session.
  if (!(await markSignedIn(tx, userId, now))) throw wrongCredentials()
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
  })
  const actor = {
    kind: 'end-user',
    name: 'sign-in',
    ...(client.address ? { address: client.address } : {}),
  } as const
  await record(tx, actor, 'session.opened', { kind: 'user', id: userId })
  return token.text
}

/** Who bears this session token? */
export async function callerOf(platform: Platform, token: string): Promise<Caller | undefined> {
  const credential = parseCredential(token)
  if (!credential) return undefined
  const now = platform.clock.now()
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const found = await store.findSession(tx, credential.hash, now)
    if (!found) return undefined
    if (later(found.lastSeenAt, { minutes: touchIntervalMinutes }) < now) {
      await store.touchSession(tx, found.sessionId, now, later(now, { hours: sessionLifeHours }))
    }
    return {
      userId: found.userId,
      homeAccountId: tx.accountId,
      homeAccountKind: found.kind as Caller['homeAccountKind'],
      role: found.role as Caller['role'],
      name: `${found.firstName} ${found.lastName}`.trim(),
      email: found.email,
      sessionId: found.sessionId,
      steppedUpAt: found.steppedUpAt,
      expiresAt: found.expiresAt,
    }
  })
}

/**
 * Proves the caller's password again; the session gets a new token.
 * @throws Refusal `auth.wrong-credentials`; the fifth time in a row the session ends (401 `auth.not-signed-in`)
 */
export async function stepUp(platform: Platform, actor: Actor, password: string): Promise<string> {
  const { database, clock } = platform
  // Counted before comparing, in a transaction of its own: of parallel guesses five are compared.
  const { failures, hash } = await database.inAccount(actor.homeAccountId, async (tx) => ({
    failures: await store.countStepUpFailure(tx, actor.sessionId),
    hash: await store.readPasswordHash(tx, actor.userId),
  }))
  if (failures === 0) throw notSignedIn()
  if (failures > stepUpFailuresMax) throw await endGuessedSession(platform, actor)
  const right = await verifyPassword(password, hash).catch(async (error: unknown) => {
    await database.inAccount(actor.homeAccountId, (tx) => store.uncountStepUpFailure(tx, actor.sessionId))
    throw error
  })
  if (!right)
    throw failures < stepUpFailuresMax ? wrongCredentials() : await endGuessedSession(platform, actor)
  return database.inAccount(actor.homeAccountId, async (tx) => {
    const token = randomCredential(tx.accountId, 32)
    await store.rotateSession(tx, actor.sessionId, token.hash, clock.now())
    await record(tx, actor, 'session.stepped-up', { kind: 'user', id: actor.userId })
    return token.text
  })
}

async function endGuessedSession(platform: Platform, actor: Actor): Promise<Refusal> {
  await signOut(platform, actor)
  return signedOutByGuesses()
}

/** Signs out. */
export async function signOut({ database }: Platform, actor: Actor): Promise<void> {
  await database.inAccount(actor.homeAccountId, async (tx) => {
    await store.deleteSession(tx, actor.sessionId)
    await record(tx, actor, 'session.closed', { kind: 'user', id: actor.userId })
  })
}
