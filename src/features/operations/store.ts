import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Author } from '#platform/http/index.ts'

export interface OperationRow {
  operationId: string
  kind: string
  status: string
  parameters: Record<string, unknown>
  total: number
  done: number
  failed: number
  skipped: number
  failure: string | null
  /** Whose right it goes by, and which; null: nobody's. */
  author: Author | null
  createdBy: string | null
  createdByName: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  cancelRequestedAt: Date | null
}

/** What happened to one record; `done` needs words only where it may mean one thing or another. */
export interface ItemOutcome {
  subjectId: string
  outcome: 'done' | 'skipped' | 'failed'
  code?: string
  message?: string
}

const columns = [
  'operationId',
  'kind',
  'status',
  'parameters',
  'total',
  'done',
  'failed',
  'skipped',
  'failure',
  'author',
  'createdBy',
  'createdByName',
  'createdAt',
  'startedAt',
  'finishedAt',
  'cancelRequestedAt',
] as const

/** Keeps a new operation. */
export async function insertOperation(
  tx: Tx,
  operation: Pick<
    OperationRow,
    'operationId' | 'kind' | 'parameters' | 'author' | 'createdBy' | 'createdByName' | 'createdAt'
  >,
): Promise<OperationRow> {
  const row = await tx
    .insertInto('app.operations')
    .values({
      accountId: tx.accountId,
      ...operation,
      parameters: JSON.stringify(operation.parameters),
      author: operation.author && JSON.stringify(operation.author),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as OperationRow
}

/** Which operation is this? */
export async function readOperation(tx: Tx, operationId: string): Promise<OperationRow | undefined> {
  const row = await tx
    .selectFrom('app.operations')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .executeTakeFirst()
  return row as OperationRow | undefined
}

/** Which operations were asked for last? */
export async function listOperations(
  tx: Tx,
  limit: number,
  before: string | undefined,
): Promise<OperationRow[]> {
  const rows = await tx
    .selectFrom('app.operations')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .$if(before !== undefined, (query) => query.where('operationId', '<', before as string))
    .orderBy('operationId', 'desc')
    .limit(limit)
    .execute()
  return rows as OperationRow[]
}

/** How many operations have there been? */
export async function countOperations(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('app.operations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** The operation begins: its items have been made. */
export async function markRunning(tx: Tx, operationId: string, total: number, now: Date): Promise<void> {
  await tx
    .updateTable('app.operations')
    .set({ status: 'running', total, startedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .execute()
}

/** The operation ends. */
export async function markFinished(
  tx: Tx,
  operationId: string,
  status: 'done' | 'cancelled' | 'failed',
  failure: string | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.operations')
    .set({ status, failure, finishedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .execute()
}

/** Asks a running operation to stop after the chunk it is at. */
export async function requestCancellation(tx: Tx, operationId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('app.operations')
    .set({ cancelRequestedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('status', 'in', ['queued', 'running'])
    .returning('operationId')
    .executeTakeFirst()
  return row !== undefined
}

/** Makes one item for each record named. */
export async function insertItems(tx: Tx, operationId: string, subjectIds: string[]): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select ${tx.accountId}, ${operationId}, id from unnest(${subjectIds}::uuid[]) id on conflict do nothing`.execute(
    tx,
  )
}

/** How many records is it for, or had that happen to them? */
export async function countItems(tx: Tx, operationId: string, filter: ItemFilter = {}): Promise<number> {
  const row = await matchingItems(tx, operationId, filter)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Makes the failed items pending again. @returns how many there were */
export async function reopenFailedItems(tx: Tx, operationId: string): Promise<number> {
  const result = await tx
    .updateTable('app.operationItems')
    .set({ outcome: 'pending', code: null, message: null, finishedAt: null })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('outcome', '=', 'failed')
    .executeTakeFirst()
  const reopened = Number(result.numUpdatedRows)
  if (reopened > 0) {
    await tx
      .updateTable('app.operations')
      .set({ status: 'running', failed: 0, finishedAt: null, cancelRequestedAt: null })
      .where('accountId', '=', tx.accountId)
      .where('operationId', '=', operationId)
      .execute()
  }
  return reopened
}

/** From here on the operation goes by somebody else's right. */
export async function goOnBy(
  tx: Tx,
  operationId: string,
  author: Author | null,
  parameters: Record<string, unknown>,
): Promise<void> {
  await tx
    .updateTable('app.operations')
    .set({ author: author && JSON.stringify(author), parameters: JSON.stringify(parameters) })
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .execute()
}

export interface ReasonRow {
  outcome: string
  code: string | null
  count: number
  message: string | null
  alike: boolean
}

/** Why were records not done, over all of them, the most frequent cause first? */
export async function countReasons(tx: Tx, operationId: string, limit: number): Promise<ReasonRow[]> {
  // The sentences are compared by bytes: any of them will do as the example, and by the rules of a language it would take longer.
  const { rows } = await sql<ReasonRow>`
    select outcome, code, count(*)::int as count, min(message collate "C") as message,
           min(message collate "C") is not distinct from max(message collate "C") as alike
      from app.operation_items
     where account_id = ${tx.accountId} and operation_id = ${operationId} and outcome in ('failed', 'skipped')
     group by outcome, code
     order by count(*) desc, outcome, code
     limit ${limit}`.execute(tx)
  return rows
}

/** What happened to each record? */
export async function listItems(
  tx: Tx,
  operationId: string,
  filter: ItemFilter & { after: string | undefined; limit: number },
) {
  return matchingItems(tx, operationId, filter)
    .select(['subjectId', 'outcome', 'code', 'message'])
    .$if(filter.after !== undefined, (query) => query.where('subjectId', '>', filter.after as string))
    .orderBy('subjectId')
    .limit(filter.limit)
    .execute()
}

interface ItemFilter {
  outcome?: string | undefined
  code?: string | undefined
}

function matchingItems(tx: Tx, operationId: string, { outcome, code }: ItemFilter) {
  return tx
    .selectFrom('app.operationItems')
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome as string))
    .$if(code !== undefined, (query) => query.where('code', '=', code as string))
}
