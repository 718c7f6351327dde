import { lookInto, readAtOnce, type Tx } from '#platform/database/index.ts'
import type { Author } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccess, standingOf } from '../accounts/index.ts'
import { readUser } from '../users/index.ts'
import { apiKeyHolds } from './api-keys/key-caller.ts'

/**
 * Whether the guard would still let somebody do, in the account of this transaction, what they have asked for: what is done for them later never does
 * more than they could do now. Who was deactivated, deleted or is no admin any more may not; nor a key that was revoked, has expired or lost its maker;
 * nor a partner who was shut out. What they have asked of no permission that there is, nobody may.
 */
export async function stillMay(
  { clock, permissions }: Pick<Platform, 'clock' | 'permissions'>,
  tx: Tx,
  author: Author,
): Promise<boolean> {
  const permission = permissions.find(({ name }) => name === author.permission)
  if (!permission) return false
  const { userId, homeAccountId, homeAccountKind, apiKey } = author
  const now = clock.now()
  // The partner's people and keys are in another account, which this transaction does not see.
  const home = await lookInto(tx, homeAccountId, async (there) => {
    const [user, account] = await readAtOnce([readUser(there, userId), readAccess(there)])
    const isKeyGood = !apiKey || (await apiKeyHolds(there, apiKey.id, permission, now))
    return { user, isOpen: account?.status === 'active' && isKeyGood }
  })
  if (home.user?.status !== 'registered' || !home.isOpen) return false
  const role = home.user.role === 'admin' ? 'admin' : 'user'
  const standing = standingOf({ homeAccountId, homeAccountKind, role }, await readAccess(tx), now)
  return standing !== undefined && permission.heldBy.includes(standing)
}
