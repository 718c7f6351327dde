import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor, Caller, SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac, parseCredential, randomCredential } from '#platform/secrets/index.ts'
import { readAccount } from '../accounts/index.ts'
import { endUser, record } from '../audit/index.ts'
import { findUserByEmail, fullName, markSignedIn, readUser, type UserRow } from '../users/index.ts'
import { holdActiveAccount } from './account-store.ts'
import { beginSignIn } from './attempts.ts'
import type { Credentials } from './credentials-schema.ts'
import { accountChoice, secondFactorRequired, wrongCredentials } from './errors.ts'
import { verifyPassword } from './passwords.ts'
import { withSecondFactor } from './second-factors/proving.ts'
import { addRememberedDevice, isRemembered } from './second-factors/remembered-devices.ts'
import { findSecondFactor } from './second-factors/store.ts'
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

interface Candidate {
  accountId: string
  accountName: string
  user: UserRow
  hash: string | undefined
}

/** The cookies of a device that may be known, and of one that may be remembered. */
interface Cookies {
  device: string | undefined
  remembered: string | undefined
}

/** What a sign-in gives the browser: `token` of the session, and `remembered` where it wants to be asked for the password only. */
export interface SignIn {
  token: string
  remembered: string | undefined
}

/**
 * Signs a person in: the password first, then the choice of an account, then the second factor of whoever has one.
 * @throws Refusal `auth.wrong-credentials` and `auth.too-many-attempts`, alike for unknown, unregistered, locked and wrong; `auth.account-choice` when
 * several accounts fit; `auth.second-factor-required`, `auth.wrong-second-factor`, `auth.locked`; `auth.busy`
 */
export async function signIn(
  platform: Platform,
  given: Credentials,
  client: Client & Cookies,
): Promise<SignIn> {
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
  return passSecondFactor(platform, only, given, client)
}

/** Nothing is asked or looked up before the password is right: until then who has a second factor answers like everybody, in the same time. */
async function passSecondFactor(
  platform: Platform,
  { accountId, user: { userId }, hash }: Candidate,
  given: Credentials,
  client: Client & Cookies,
): Promise<SignIn> {
  const open = async (tx: Tx, hasSecondFactor: boolean) => {
    const token = await openSession(platform, tx, userId, client, { signedInBy: 'password', hasSecondFactor })
    // The person is locked by now: a password that was changed since it was looked at opens nothing.
    if ((await store.readPasswordHash(tx, userId)) !== hash) throw wrongCredentials()
    return token
  }
  const token = await platform.database.inAccount(accountId, async (tx) => {
    // Locked first, so that who confirms a second factor at this moment has it asked for.
    await readUser(tx, userId, true)
    const isAsked = (await findSecondFactor(tx, userId)) !== undefined
    if (isAsked && !(await isRemembered(platform, tx, userId, client.remembered, client))) return undefined
    return open(tx, false)
  })
  if (token !== undefined) return { token, remembered: undefined }
  if (given.totp === undefined) throw secondFactorRequired()
  return withSecondFactor(platform, { accountId, userId }, given.totp, client, async (tx) => ({
    token: await open(tx, true),
    remembered: given.rememberDevice ? await addRememberedDevice(platform, tx, userId, client) : undefined,
  }))
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
        const isPassword = await localPasswordsAllowed(tx)
        if (!user || !isPassword || account?.status !== 'active' || user.status !== 'registered')
          return undefined
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
  const credential = parseCredential(token)
  if (!credential) return undefined
  const now = platform.clock.now()
  return platform.database.inAccount(credential.accountId, async (tx) => {
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
  })
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
