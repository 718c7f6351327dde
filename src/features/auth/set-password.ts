import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { UserRow } from '../users/index.ts'
import { deleteOpenLinksOf } from './invitation-links-store.ts'
import { forgetDevicesOf } from './known-devices.ts'
import { deleteOtherSessions } from './own-store.ts'
import { deleteResetsOf } from './resets/store.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { upsertPassword } from './store.ts'

/**
 * Gives a person a password, and ends what somebody holds who knew the one before: sessions, remembered devices, known devices, links with which
 * another password could be set. The caller has locked the person, and tells them.
 * @param password `hash` as `acceptPassword` answers it; `isMailed`: a link from an e-mail sets it (threats.md "Stolen mailbox, with PIN")
 * @param exceptSessionId the session that goes on
 * @returns how many sessions ended
 */
export async function setPassword(
  platform: Platform,
  tx: Tx,
  user: Pick<UserRow, 'userId' | 'email'>,
  password: { hash: string; isMailed: boolean },
  exceptSessionId: string | null = null,
): Promise<number> {
  const now = platform.clock.now()
  const { hash, isMailed } = password
  await upsertPassword(tx, user.userId, hash, now, isMailed ? now : null)
  await deleteResetsOf(tx, [user.userId])
  await deleteOpenLinksOf(tx, [user.userId])
  await forgetRememberedDevices(tx, [user.userId])
  await forgetDevicesOf(platform, tx, user.email)
  return deleteOtherSessions(tx, user.userId, exceptSessionId)
}
