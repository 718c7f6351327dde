import { lookInto, type Tx } from '#platform/database/index.ts'
import { type Actor, type Permission, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { standingIn } from '../accounts/index.ts'
import { apiKeyHolds } from '../auth/index.ts'
import { readUser } from '../users/index.ts'

/** Who asked for an import: what an operation keeps of them, and nothing of their session. */
export type Importer = Pick<
  Actor,
  | 'userId'
  | 'homeAccountId'
  | 'homeAccountKind'
  | 'role'
  | 'name'
  | 'email'
  | 'accountId'
  | 'address'
  | 'requestId'
> &
  Partial<Pick<Actor, 'apiKey'>>

/** What is kept of somebody who asks. */
export function importerOf(actor: Actor): Importer {
  const { userId, homeAccountId, homeAccountKind, role, name, email, accountId, address, requestId, apiKey } =
    actor
  return { userId, homeAccountId, homeAccountKind, role, name, email, accountId, address, requestId, apiKey }
}

/**
 * An import never grants more than its importer has: before each chunk they must still be an admin who may import here, and the key with which it
 * was asked for must still be good for it.
 * @throws Refusal `imports.importer-lost-right`, which ends the operation
 */
export async function assertMayStillImport(
  platform: Platform,
  tx: Tx,
  importer: Importer,
  may: Permission,
): Promise<void> {
  if (!(await mayStillImport(platform, tx, importer, may))) throw lostRight(importer.name)
}

/** Whether they may, in the account of this transaction. */
export async function mayStillImport(
  { clock }: Platform,
  tx: Tx,
  importer: Importer,
  may: Permission,
): Promise<boolean> {
  const { userId, homeAccountId, apiKey } = importer
  const now = clock.now()
  // The partner's people and keys are in another account, which this transaction does not see.
  const { user, isKeyGood } = await lookInto(tx, homeAccountId, async (home) => ({
    user: await readUser(home, userId),
    isKeyGood: !apiKey || (await apiKeyHolds(home, apiKey.id, may, now)),
  }))
  if (!isKeyGood) return false
  const role = user?.status === 'registered' && user.role === 'admin' ? 'admin' : 'user'
  const standing = await standingIn(tx, { ...importer, role }, now)
  return standing !== undefined && may.heldBy.includes(standing)
}

const lostRight = (name: string) =>
  new Refusal(
    403,
    'imports.importer-lost-right',
    `${name} may not import here any more, so the import was stopped. Records that are imported already can be undone.`,
  )
