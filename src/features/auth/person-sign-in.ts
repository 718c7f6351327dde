import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { readUser } from '../users/index.ts'
import { tellPerson } from './notices.ts'
import type { PersonSignIn } from './own-schema.ts'
import * as store from './own-store.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { findSecondFactor } from './second-factors/store.ts'

/** How a person of the account signs in. @throws Refusal 404 */
export async function readPersonSignIn(
  { database, clock }: Platform,
  actor: Actor,
  userId: string,
): Promise<PersonSignIn> {
  return database.inAccount(actor.accountId, async (tx) => {
    const user = await readUser(tx, userId)
    if (!user) throw notFound()
    const factor = await findSecondFactor(tx, userId)
    const linkedAt = await store.identityLinkedAt(tx, userId)
    return {
      hasPassword: (await store.passwordChangedAt(tx, userId)) !== undefined,
      secondFactorSince: factor?.confirmedAt.toISOString() ?? null,
      singleSignOnLinkedAt: linkedAt?.toISOString() ?? null,
      sessions: await store.countSessions(tx, userId, clock.now()),
      lockedAt: user.lockedAt?.toISOString() ?? null,
    }
  })
}

/** Signs a person out everywhere, and remembers no browser of theirs. They are told, unless it is the caller. @throws Refusal 404 */
export async function signOutPerson(platform: Platform, actor: Actor, userId: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    // The person first: who is signing in at this moment has their session before, and loses it, or after.
    if (!(await readUser(tx, userId, true))) throw notFound()
    await forgetRememberedDevices(tx, [userId])
    const sessionsEnded = await store.deleteOtherSessions(tx, userId, null)
    if (sessionsEnded === 0) return
    await record(tx, actor, 'user.signed-out', { kind: 'user', id: userId }, { sessionsEnded })
    if (userId === actor.userId) return
    await tellPerson(platform, tx, userId, { what: 'signed-out-by-admin', details: { by: actor.name } })
  })
}
