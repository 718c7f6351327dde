import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { endUser, record } from '../../audit/index.ts'
import { fullName, markLocked, markUnlocked, readUser, tellAdmins, type UserRow } from '../../users/index.ts'
import { tellPerson } from '../notices.ts'
import type { Client } from '../sessions.ts'
import { deleteSessionsOf } from '../store.ts'
import { forgetRememberedDevices } from './remembered-devices.ts'
import { resetFailures } from './store.ts'

/**
 * Locks a person out, because somebody has their password and no second factor: sessions end, no device is remembered. The person and the admins are
 * told. Of two at once one does it.
 */
export async function lockPerson(
  platform: Platform,
  { accountId, userId }: { accountId: string; userId: string },
  client: Client,
): Promise<void> {
  await platform.database.inAccount(accountId, async (tx) => {
    if (!(await markLocked(tx, userId, platform.clock.now()))) return
    const sessionsEnded = await deleteSessionsOf(tx, [userId])
    await forgetRememberedDevices(tx, [userId])
    const actor = endUser('sign-in', client.address)
    const user = (await readUser(tx, userId)) as UserRow
    const { email } = user
    await record(tx, actor, 'user.locked', { kind: 'user', id: userId }, { email, sessionsEnded })
    await tellPerson(platform, tx, userId, { what: 'locked', details: {} }, client)
    const name = fullName(user)
    const signingIn = { userId, name, email, homeAccountId: accountId }
    await tellAdmins(platform, tx, signingIn, { what: 'person-locked', details: { person: name } })
  })
}

/**
 * Lets a locked person sign in again, with all their tries. In the transaction of what proves that they are themselves: an admin's word, a new
 * password.
 * @returns whether they were locked
 */
export async function unlock(tx: Tx, userId: string): Promise<boolean> {
  const wasLocked = await markUnlocked(tx, userId)
  if (wasLocked) await resetFailures(tx, userId)
  return wasLocked
}

/** An admin unlocks a person, who is told. Who is not locked stays as they are. @throws Refusal 404 */
export async function unlockPerson(platform: Platform, actor: Actor, userId: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const user = await readUser(tx, userId, true)
    if (!user) throw notFound()
    if (!(await unlock(tx, userId))) return
    await record(tx, actor, 'user.unlocked', { kind: 'user', id: userId }, { email: user.email })
    await tellPerson(platform, tx, userId, { what: 'unlocked', details: { by: actor.name } })
  })
}
