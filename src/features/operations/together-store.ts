import type { Tx } from '#platform/database/index.ts'
import type { OperationRow } from './store.ts'

/** The operation is this far. */
export async function setCounts(
  tx: Tx,
  operationId: string,
  counts: Pick<OperationRow, 'done' | 'failed' | 'skipped'>,
): Promise<void> {
  await tx
    .updateTable('app.operations')
    .set(counts)
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .execute()
}

/** The operation is about so many records, and this far. */
export async function setProgress(
  tx: Tx,
  operationId: string,
  progress: Pick<OperationRow, 'total' | 'done'>,
): Promise<void> {
  await tx
    .updateTable('app.operations')
    .set(progress)
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .execute()
}
