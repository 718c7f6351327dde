import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { ActingUser } from '../audit/index.ts'
import { isNotedOn, noteOn, type OperationRow } from '../operations/index.ts'
import { type Becoming, countAdminChanges } from './admin-changes-store.ts'
import { type Person, tellOfNewAdmins, tellOfRemovedAdmins } from './admin-notices.ts'

/** Tells the admins who may administer the account by an act, and who may not any more. Called before it is written, so that who is removed is told too. */
export type TellOfAdmins = (made: Person[], removed: Person[]) => Promise<void>

/** Of what is done now. */
export function tellOfThese(platform: Platform, tx: Tx, actor: ActingUser): TellOfAdmins {
  return async (made, removed) => {
    await tellOfNewAdmins(platform, tx, actor, made)
    await tellOfRemovedAdmins(platform, tx, actor, removed)
  }
}

const note = 'admins told'

/**
 * Of a bulk act as a whole, with its first chunk that concerns anybody: thousands of people are not a mail for each thousand. The number is of those
 * who were still to do then; some of them may be skipped.
 * @param chunkSize how many of them are done now; where nobody else is, the number is exact
 */
export function tellOfOperation(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  becoming: Becoming,
  chunkSize: number,
): TellOfAdmins {
  const actor = operation.parameters.actor as ActingUser
  return async (made, removed) => {
    if (made.length + removed.length === 0 || isNotedOn(operation, note)) return
    const { operationId, total, done, failed, skipped } = operation
    const isAll = total - done - failed - skipped <= chunkSize
    const counts = isAll
      ? { made: made.length, removed: removed.length }
      : await countAdminChanges(tx, operationId, becoming, actor.userId)
    await tellOfNewAdmins(platform, tx, actor, made, counts.made)
    await tellOfRemovedAdmins(platform, tx, actor, removed, counts.removed)
    await noteOn(tx, operationId, note)
  }
}
