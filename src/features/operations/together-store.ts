import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { OperationRow } from './store.ts'

/** Of two who work on one operation at once, the second waits until the first has committed. */
export async function waitForOtherRunner(tx: Tx, operationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`operation ${operationId}`}, 0))`.execute(tx)
}

/** Which records are still to do, after that one? */
export async function pendingItemsAfter(
  tx: Tx,
  operationId: string,
  limit: number,
  after: string | undefined,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.operationItems')
    .select('subjectId')
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('outcome', '=', 'pending')
    .$if(after !== undefined, (query) => query.where('subjectId', '>', after as string))
    .orderBy('subjectId')
    .limit(limit)
    .execute()
  return rows.map((row) => row.subjectId)
}

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
