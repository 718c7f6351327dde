import type { Tx } from '#platform/database/index.ts'
import type { Actor, Permission } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'

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

/** Whether they may still import, in the account of this transaction: that of one of several customers. In that of the operation, it asks itself. */
export function mayStillImport(
  { stillMay }: Pick<Platform, 'stillMay'>,
  tx: Tx,
  { userId, homeAccountId, homeAccountKind, name, apiKey = null }: Importer,
  may: Permission,
): Promise<boolean> {
  return stillMay(tx, { userId, homeAccountId, homeAccountKind, name, apiKey, permission: may.name })
}
