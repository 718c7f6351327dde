import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface ImportRecord {
  importId: string
  kind: string
  status: string
  fileName: string | null
  options: Record<string, unknown>
  reading: Record<string, unknown>
  counts: Record<string, number>
  failure: string | null
  createdByName: string | null
  createdAt: Date
  appliedAt: Date | null
}

export interface PlanRow {
  rowNumber: number
  line: number
  verdict: string
  subjectId: string | null
  content: string
  problems: Array<{ field: string | null; severity: 'error' | 'warning'; code: string; message: string }>
}

/** Begins an import. */
export async function insertImport(
  tx: Tx,
  values: Pick<ImportRecord, 'importId' | 'kind' | 'fileName' | 'options' | 'createdByName' | 'createdAt'> & {
    createdBy: string
  },
): Promise<void> {
  await tx
    .insertInto('app.imports')
    .values({ accountId: tx.accountId, ...values, options: JSON.stringify(values.options) })
    .execute()
}

/** Which import is this? */
export async function readImport(tx: Tx, importId: string, lock = false): Promise<ImportRecord | undefined> {
  const row = await tx
    .selectFrom('app.imports')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as ImportRecord | undefined
}

/** Which imports were made last? */
export async function listImports(
  tx: Tx,
  kind: string,
  limit: number,
  before: string | undefined,
): Promise<ImportRecord[]> {
  const rows = await tx
    .selectFrom('app.imports')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('kind', '=', kind)
    .$if(before !== undefined, (query) => query.where('importId', '<', before as string))
    .orderBy('importId', 'desc')
    .limit(limit)
    .execute()
  return rows as ImportRecord[]
}

/** Where does the import stand? */
export async function updateImport(
  tx: Tx,
  importId: string,
  values: Partial<Pick<ImportRecord, 'status' | 'reading' | 'counts' | 'failure' | 'appliedAt'>>,
): Promise<void> {
  const { reading, counts, ...plain } = values
  await tx
    .updateTable('app.imports')
    .set({
      ...plain,
      ...(reading ? { reading: JSON.stringify(reading) } : {}),
      ...(counts ? { counts: JSON.stringify(counts) } : {}),
    })
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .execute()
}

/** Keeps rows of a plan. */
export async function insertRows(tx: Tx, importId: string, rows: PlanRow[]): Promise<void> {
  await sql`insert into app.import_rows (account_id, import_id, row_number, line, verdict, subject_id, content, problems)
    select ${tx.accountId}, ${importId}, r.row_number, r.line, r.verdict, r.subject_id, r.content, r.problems
      from json_to_recordset(${JSON.stringify(
        rows.map((row) => ({
          row_number: row.rowNumber,
          line: row.line,
          verdict: row.verdict,
          subject_id: row.subjectId,
          content: row.content,
          problems: row.problems,
        })),
      )}::json) as r(row_number int, line int, verdict text, subject_id uuid, content text, problems jsonb)`.execute(
    tx,
  )
}

/** Which rows have this verdict, after that one? */
export async function listRows(
  tx: Tx,
  importId: string,
  filter: { verdicts: string[] | undefined; after: number; limit: number },
): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(['rowNumber', 'line', 'verdict', 'subjectId', 'content', 'problems'])
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where('rowNumber', '>', filter.after)
    .$if(filter.verdicts !== undefined, (query) => query.where('verdict', 'in', filter.verdicts as string[]))
    .orderBy('rowNumber')
    .limit(filter.limit)
    .execute()
  return rows as PlanRow[]
}

/** Which rows are about these records? */
export async function rowsAbout(tx: Tx, importId: string, subjectIds: string[]): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(['rowNumber', 'line', 'verdict', 'subjectId', 'content', 'problems'])
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where('verdict', 'in', ['create', 'change'])
    .where(sql<boolean>`subject_id = any(${subjectIds}::uuid[])`)
    .orderBy('rowNumber')
    .execute()
  return rows as PlanRow[]
}

/** Makes the operation's items out of the rows that are to be written. */
export async function rowsIntoItems(tx: Tx, importId: string, operationId: string): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select account_id, ${operationId}, subject_id from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and verdict in ('create', 'change')
    on conflict do nothing`.execute(tx)
}
