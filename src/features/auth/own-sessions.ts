import { type Actor, notFound, type SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { readUser } from '../users/index.ts'
import type { OwnSession, OwnSignIn } from './own-schema.ts'
import * as store from './own-store.ts'
import { readOwnSecondFactor } from './second-factors/enrolment.ts'
import { isSecondFactorNeeded } from './second-factors/policy.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { localPasswordsAllowed, singleSignOnOf } from './single-sign-on/local-passwords.ts'

/** How the caller signs in. */
export async function readOwnSignIn({ database }: Platform, caller: SignedIn): Promise<OwnSignIn> {
  return database.inAccount(caller.homeAccountId, async (tx) => {
    const changedAt = await store.passwordChangedAt(tx, caller.userId)
    return {
      hasPassword: changedAt !== undefined,
      passwordChangedAt: changedAt?.toISOString() ?? null,
      singleSignOn: await singleSignOnOf(tx),
      localPasswords: await localPasswordsAllowed(tx),
      secondFactor: await readOwnSecondFactor(tx, caller.userId),
      secondFactorNeeded: await isSecondFactorNeeded(tx, caller.role),
    }
  })
}

/** The browsers in which the caller is signed in, the last used first; at most a hundred. */
export async function listOwnSessions(
  { database, clock }: Platform,
  caller: SignedIn,
): Promise<OwnSession[]> {
  const rows = await database.inAccount(caller.homeAccountId, (tx) =>
    store.listSessions(tx, caller.userId, clock.now()),
  )
  return rows.map((row) => ({
    id: row.sessionId,
    isCurrent: row.sessionId === caller.sessionId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    userAgent: row.userAgent,
    address: row.address,
    signedInBy: row.openedBy as OwnSession['signedInBy'],
    hasSecondFactor: row.secondFactorAt !== null,
  }))
}

/** Ends one of the caller's sessions, the present one too. @throws Refusal 404, also for somebody else's */
export async function endOwnSession({ database }: Platform, actor: Actor, sessionId: string): Promise<void> {
  await database.inAccount(actor.homeAccountId, async (tx) => {
    if (!(await store.deleteSessionOf(tx, actor.userId, sessionId))) throw notFound()
    await record(tx, actor, 'session.closed', { kind: 'user', id: actor.userId })
  })
}

/** Ends the caller's other sessions, and remembers no browser of theirs: one that was left signed in may be in other hands. */
export async function endOtherSessions({ database }: Platform, actor: Actor & SignedIn): Promise<void> {
  await database.inAccount(actor.homeAccountId, async (tx) => {
    // The person first: who is signing in at this moment has their session before, and loses it, or after.
    await readUser(tx, actor.userId, true)
    await forgetRememberedDevices(tx, [actor.userId])
    const sessionsEnded = await store.deleteOtherSessions(tx, actor.userId, actor.sessionId)
    if (sessionsEnded === 0) return
    await record(tx, actor, 'sessions.ended', { kind: 'user', id: actor.userId }, { sessionsEnded })
  })
}
