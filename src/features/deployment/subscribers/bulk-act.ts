import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { type OperationRow, startOperation } from '../../operations/index.ts'
import { type Selection, summaryOf } from './selection.ts'

/**
 * Asks for a bulk act on a selection of subscribers: the operation and its one audit event `<kind>.started`, in one transaction.
 * What is done to each record is the operation kind's matter. `told` tells those who must know of it, in the same transaction.
 */
export async function startBulkAct(
  platform: Platform,
  actor: Actor,
  kind: string,
  selection: Selection,
  told?: (platform: Platform, tx: Tx, actor: Actor) => Promise<void>,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const parameters = { selection, actorName: actor.name }
    const operation = await startOperation(platform, tx, actor, kind, parameters)
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, `${kind}.started`, subject, summaryOf(selection))
    await told?.(platform, tx, actor)
    return operation
  })
}
