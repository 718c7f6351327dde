import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ImportRecord } from './store.ts'

/** A row that was written, and what undoes it. */
export interface AppliedRow {
  rowNumber: number
  subjectId: string
  verdict: 'create' | 'change'
  /** The record's version right after. */
  appliedVersion: number
  /** Sealed: what a changed record held before. */
  undo: string | null
}

/**
 * Keeps what undoes the changes that were just written. Not for new records: that they are there says enough, and writing 100,000 rows of a plan
 * again would take longer than adding the people.
 */
export async function keepUndo(
  tx: Tx,
  importId: string,
  rows: Array<Pick<AppliedRow, 'rowNumber' | 'appliedVersion' | 'undo'>>,
): Promise<void> {
  const given = rows.map((row) => ({
    row_number: row.rowNumber,
    version: row.appliedVersion,
    undo: row.undo,
  }))
  await sql`update app.import_rows i set outcome = 'applied', applied_version = r.version, undo = r.undo
      from json_to_recordset(${JSON.stringify(given)}::json) as r(row_number int, version int, undo text)
     where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.row_number = r.row_number`.execute(
    tx,
  )
}

type Kind = ImportRecord['kind']

/** Whether the record of a new row is still there; of a customer's row the customer alone knows, so it is kept with the row. */
const isThere: Record<Kind, RawBuilder<boolean>> = {
  subscribers: sql`exists (select from app.subscribers s where s.account_id = i.account_id and s.subscriber_id = i.subject_id)`,
  users: sql`(i.customer_id is null
    and exists (select from app.users u where u.account_id = i.account_id and u.user_id = i.subject_id))`,
}

/** What an import has written and was not undone: changes with their undo, and new records that are still there. */
const applied = (tx: Tx, kind: Kind, importId: string) => sql`app.import_rows i
     where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.outcome is distinct from 'undone'
       and (i.outcome = 'applied' or (i.verdict = 'create' and ${isThere[kind]}))`

/** Were rows written that can still be undone? */
export async function hasAppliedRows(tx: Tx, kind: Kind, importId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${applied(tx, kind, importId)} limit 1`.execute(tx)
  return rows.length > 0
}

/** Makes the operation's items out of the rows that were written. */
export async function appliedIntoItems(
  tx: Tx,
  kind: Kind,
  importId: string,
  operationId: string,
): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select i.account_id, ${operationId}, i.subject_id from ${applied(tx, kind, importId)}
    on conflict do nothing`.execute(tx)
}

/** What undoes these records? */
export async function appliedRowsAbout(
  tx: Tx,
  kind: Kind,
  importId: string,
  subjectIds: string[],
): Promise<AppliedRow[]> {
  const { rows } = await sql<AppliedRow>`
    select i.row_number, i.subject_id, i.verdict, coalesce(i.applied_version, 1) as applied_version, i.undo
      from ${applied(tx, kind, importId)} and i.subject_id = any(${subjectIds}::uuid[])`.execute(tx)
  return rows
}

/** Notes that these rows were written to a customer, in whose account alone that can be seen. */
export async function markRowsApplied(tx: Tx, importId: string, rowNumbers: number[]): Promise<void> {
  await sql`update app.import_rows set outcome = 'applied', applied_version = coalesce(applied_version, 1)
     where account_id = ${tx.accountId} and import_id = ${importId} and row_number = any(${rowNumbers}::int[])`.execute(
    tx,
  )
}

/** Makes the operation's items out of the accounts to which rows were written. */
export async function appliedCustomersIntoItems(
  tx: Tx,
  importId: string,
  operationId: string,
): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select distinct i.account_id, ${operationId}::uuid, i.customer_id from app.import_rows i
     where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.outcome = 'applied'
       and i.customer_id is not null
    on conflict do nothing`.execute(tx)
}

/** What undoes the rows that were written to this customer, after that one? */
export async function appliedRowsOfCustomer(
  tx: Tx,
  importId: string,
  customerId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AppliedRow[]> {
  const { rows } = await sql<AppliedRow>`
    select row_number, subject_id, verdict, applied_version, undo from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and customer_id = ${customerId} and outcome = 'applied'
       and row_number > ${after}
     order by row_number limit ${limit}`.execute(tx)
  return rows
}

/** These rows have been undone. */
export async function markRowsUndone(tx: Tx, importId: string, rowNumbers: number[]): Promise<void> {
  await sql`update app.import_rows set outcome = 'undone', undo = null
     where account_id = ${tx.accountId} and import_id = ${importId} and row_number = any(${rowNumbers}::int[])`.execute(
    tx,
  )
}
