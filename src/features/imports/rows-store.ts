import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { RowKeys } from './likeness.ts'

export interface PlanRow extends RowKeys {
  rowNumber: number
  line: number
  verdict: string
  subjectId: string | null
  content: string
  problems: Array<{ field: string | null; severity: 'error' | 'warning'; code: string; message: string }>
}

const columns = [
  'rowNumber',
  'line',
  'verdict',
  'subjectId',
  'content',
  'problems',
  'pbxAccountKey',
  'clientServiceKey',
  'emailKey',
  'numberKey',
] as const

/** Keeps rows of a plan; a row that is there already is replaced. */
export async function putRows(tx: Tx, importId: string, rows: PlanRow[]): Promise<void> {
  const given = rows.map((row) => ({
    row_number: row.rowNumber,
    line: row.line,
    verdict: row.verdict,
    subject_id: row.subjectId,
    content: row.content,
    problems: row.problems,
    pbx_account_key: row.pbxAccountKey,
    client_service_key: row.clientServiceKey,
    email_key: row.emailKey,
    number_key: row.numberKey,
  }))
  await sql`insert into app.import_rows (account_id, import_id, row_number, line, verdict, subject_id, content, problems,
           pbx_account_key, client_service_key, email_key, number_key)
    select ${tx.accountId}, ${importId}, r.row_number, r.line, r.verdict, r.subject_id, r.content, r.problems,
           r.pbx_account_key, r.client_service_key, r.email_key, r.number_key
      from json_to_recordset(${JSON.stringify(given)}::json)
        as r(row_number int, line int, verdict text, subject_id uuid, content text, problems jsonb,
             pbx_account_key text, client_service_key text, email_key text, number_key text)
    on conflict (account_id, import_id, row_number) do update
       set verdict = excluded.verdict, subject_id = excluded.subject_id, content = excluded.content, problems = excluded.problems,
           pbx_account_key = excluded.pbx_account_key, client_service_key = excluded.client_service_key,
           email_key = excluded.email_key, number_key = excluded.number_key`.execute(tx)
}

/** Which rows have one of these verdicts, after that one? */
export async function listRows(
  tx: Tx,
  importId: string,
  filter: { verdicts: string[] | undefined; after: number; limit: number },
): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where('rowNumber', '>', filter.after)
    .$if(filter.verdicts !== undefined, (query) => query.where('verdict', 'in', filter.verdicts as string[]))
    .orderBy('rowNumber')
    .limit(filter.limit)
    .execute()
  return rows as PlanRow[]
}

/** Which rows bear these numbers? */
export async function readRows(tx: Tx, importId: string, rowNumbers: number[]): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where(sql<boolean>`row_number = any(${rowNumbers}::int[])`)
    .orderBy('rowNumber')
    .execute()
  return rows as PlanRow[]
}

/** Which rows of the plan are like one of these: the same PBX account, client service account, e-mail or number? */
export async function rowsAlike(
  tx: Tx,
  importId: string,
  keys: Record<keyof RowKeys, string[]>,
): Promise<Array<{ rowNumber: number } & RowKeys>> {
  const { rows } = await sql<{ rowNumber: number } & RowKeys>`
    select row_number, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and pbx_account_key = any(${keys.pbxAccountKey}::text[])
    union
    select row_number, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and client_service_key = any(${keys.clientServiceKey}::text[])
    union
    select row_number, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and email_key = any(${keys.emailKey}::text[])
    union
    select row_number, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and number_key = any(${keys.numberKey}::text[])`.execute(
    tx,
  )
  return rows
}

/** Which rows are to be written to these records? */
export async function rowsAbout(tx: Tx, importId: string, subjectIds: string[]): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
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

/** Ends what is kept of the rows. */
export async function deleteRows(tx: Tx, importId: string): Promise<void> {
  await tx
    .deleteFrom('app.importRows')
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .execute()
}
