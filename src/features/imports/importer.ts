import type { Tx } from '#platform/database/index.ts'
import { type Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { standingIn } from '../accounts/index.ts'
import { readUser } from '../users/index.ts'
import { importSubscribers } from './permissions.ts'

/** Who asked for an import: what an operation keeps of them, and nothing of their session. */
export type Importer = Pick<
  Actor,
  'userId' | 'homeAccountId' | 'homeAccountKind' | 'role' | 'name' | 'accountId' | 'address' | 'requestId'
>

/** What is kept of somebody who asks. */
export function importerOf(actor: Actor): Importer {
  const { userId, homeAccountId, homeAccountKind, role, name, accountId, address, requestId } = actor
  return { userId, homeAccountId, homeAccountKind, role, name, accountId, address, requestId }
}

/**
 * An import never grants more than its importer has: before each chunk they must still be an admin who may import here.
 * @throws Refusal `imports.importer-lost-right`, which ends the operation
 */
export async function assertMayStillImport(
  { database, clock }: Platform,
  tx: Tx,
  importer: Importer,
): Promise<void> {
  const { userId, homeAccountId } = importer
  const user =
    homeAccountId === tx.accountId
      ? await readUser(tx, userId)
      : // The partner's people are in another account, which this transaction does not see.
        await database.inAccount(homeAccountId, (home) => readUser(home, userId))
  const role = user?.status === 'registered' && user.role === 'admin' ? 'admin' : 'user'
  const standing = await standingIn(tx, { ...importer, role }, clock.now())
  if (!standing || !importSubscribers.heldBy.includes(standing)) throw lostRight(importer.name)
}

const lostRight = (name: string) =>
  new Refusal(
    403,
    'imports.importer-lost-right',
    `${name} may not import here any more, so the import was stopped. Records that are imported already can be undone.`,
  )
