import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { countRecords } from '#platform/metrics/index.ts'
import type { ItemOutcome } from './store.ts'

/**
 * Of two who work on one operation at once, the second waits until the first has committed. A statement of its own: what follows sees what the first has
 * done.
 */
export async function waitForOtherRunner(tx: Tx, operationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`operation ${operationId}`}, 0))`.execute(tx)
}

/**
 * Which records are still to do, after that one? No index holds those that are pending, because it would be written for each that is done: in the
 * order of the key they begin where the chunk before ended.
 */
export async function pendingItems(
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

/**
 * Writes down what happened. The operation stands beside each record, so that the planner looks each up by its key: of one operation that is named once
 * it believes, behind the fence, that it has few records, and reads them all for each chunk.
 */
export async function setOutcomes(
  tx: Tx,
  operationId: string,
  outcomes: ItemOutcome[],
  now: Date,
): Promise<void> {
  await sql`update app.operation_items i
       set outcome = o.outcome, code = o.code, message = o.message, finished_at = ${now}
      from unnest(
        ${outcomes.map(() => tx.accountId)}::uuid[],
        ${outcomes.map(() => operationId)}::uuid[],
        ${outcomes.map(({ subjectId }) => subjectId)}::uuid[],
        ${outcomes.map(({ outcome }) => outcome)}::text[],
        ${outcomes.map(({ code }) => code ?? null)}::text[],
        ${outcomes.map(({ message }) => message ?? null)}::text[]
      ) as o(account_id, operation_id, subject_id, outcome, code, message)
     where i.account_id = o.account_id and i.operation_id = o.operation_id and i.subject_id = o.subject_id`.execute(
    tx,
  )
}

/** Writes down what happened, and counts it. */
export async function recordOutcomes(
  tx: Tx,
  operationId: string,
  outcomes: ItemOutcome[],
  now: Date,
): Promise<void> {
  await setOutcomes(tx, operationId, outcomes, now)
  const count = (outcome: string) => outcomes.filter((item) => item.outcome === outcome).length
  const counts = { done: count('done'), failed: count('failed'), skipped: count('skipped') }
  const operation = await tx
    .updateTable('app.operations')
    .set((eb) => ({
      done: eb('done', '+', counts.done),
      failed: eb('failed', '+', counts.failed),
      skipped: eb('skipped', '+', counts.skipped),
    }))
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .returning('kind')
    .executeTakeFirst()
  if (operation) countRecords(operation.kind, counts)
}

/** What is left when an operation is cancelled; or done, when all was done together. */
export async function endPendingItems(
  tx: Tx,
  operationId: string,
  outcome: 'cancelled' | 'done',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.operationItems')
    .set({ outcome, finishedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('outcome', '=', 'pending')
    .execute()
}
