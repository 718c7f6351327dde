import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { emailHmac } from '#platform/secrets/index.ts'
import type { UserRow } from '../users/index.ts'
import { markProven } from './directory-store.ts'
import { deleteOpenLinksOf } from './invitation-links-store.ts'
import { forgetDevicesOf } from './known-devices.ts'
import { deleteOtherSessions } from './own-store.ts'
import { deleteResetsOf } from './resets/store.ts'
import { forgetRememberedDevices } from './second-factors/remembered-devices.ts'
import { upsertPassword } from './store.ts'

/**
 * What set a password: a link from an e-mail, one that the operator handed over for an address that they named themselves, one for whoever becomes the
 * first admin, or the person in a session of theirs.
 */
export type PasswordSetBy = 'mailed-link' | 'printed-link' | 'first-admin-link' | 'session'

/**
 * Gives a person a password, and ends what somebody holds who knew the one before: sessions, remembered devices, known devices, links with which
 * another password could be set. The caller has locked the person, and tells them.
 * @param password `hash` as `acceptPassword` answers it
 * @param exceptSessionId the session that goes on
 * @returns how many sessions ended
 */
export async function setPassword(
  platform: Platform,
  tx: Tx,
  user: Pick<UserRow, 'userId' | 'email'>,
  password: { hash: string; setBy: PasswordSetBy },
  exceptSessionId: string | null = null,
): Promise<number> {
  const now = platform.clock.now()
  const { hash, setBy } = password
  // Who came in with a mailed link changes the password next, and is no less a reader of the mailbox (threats.md "Stolen mailbox, with PIN").
  const mailedAt = { 'mailed-link': now, 'printed-link': null, 'first-admin-link': null, session: undefined }[
    setBy
  ]
  await upsertPassword(tx, user.userId, hash, now, mailedAt)
  // The mail has come, or the operator vouches. What a first admin has typed is as good as what any admin types.
  if (setBy === 'mailed-link' || setBy === 'printed-link') await proveAddress(platform, tx, user.email)
  await deleteResetsOf(tx, [user.userId])
  await deleteOpenLinksOf(tx, [user.userId])
  await forgetRememberedDevices(tx, [user.userId])
  await forgetDevicesOf(platform, tx, user.email)
  return deleteOtherSessions(tx, user.userId, exceptSessionId)
}

/** The account's person with this address has shown that the mailbox is theirs. */
export function proveAddress(
  { masterKey }: Pick<Platform, 'masterKey'>,
  tx: Tx,
  email: string,
): Promise<void> {
  return markProven(tx, emailHmac(masterKey.deriveKey('sign-in directory'), email))
}
