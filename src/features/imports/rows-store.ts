import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { RowKeys, RowPlace } from './likeness.ts'

export interface PlanRow extends RowKeys {
  rowNumber: number
  line: number
  verdict: string
  subjectId: string | null
  content: string
  /** The account that the row names, in an import into several customers. */
  customerId: string | null
  problems: Array<{ field: string | null; severity: 'error' | 'warning'; code: string; message: string }>
}

const columns = [
  'rowNumber',
  'line',
  'verdict',
  'subjectId',
  'content',
  'customerId',
  'problems',
  'pbxAccountKey',
  'clientServiceKey',
  'emailKey',
  'numberKey',
] as const

/** Keeps rows of a plan; a row that is there already is replaced. */
export async function putRows(tx: Tx, importId: string, rows: PlanRow[]): Promise<void> {
  const each = <Value>(read: (row: PlanRow) => Value) => rows.map(read)
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  await sql`insert into app.import_rows (account_id, import_id, row_number, line, verdict, subject_id, content, customer_id, problems,
           pbx_account_key, client_service_key, email_key, number_key)
    select ${tx.accountId}, ${importId}, r.*
      from unnest(
        ${each(({ rowNumber }) => rowNumber)}::int[],
        ${each(({ line }) => line)}::int[],
        ${each(({ verdict }) => verdict)}::text[],
        ${each(({ subjectId }) => subjectId)}::uuid[],
        ${each(({ content }) => content)}::text[],
        ${each(({ customerId }) => customerId)}::uuid[],
        ${each(({ problems }) => JSON.stringify(problems))}::jsonb[],
        ${each(({ pbxAccountKey }) => pbxAccountKey)}::text[],
        ${each(({ clientServiceKey }) => clientServiceKey)}::text[],
        ${each(({ emailKey }) => emailKey)}::text[],
        ${each(({ numberKey }) => numberKey)}::text[]
      ) as r
    on conflict (account_id, import_id, row_number) do update
       set verdict = excluded.verdict, subject_id = excluded.subject_id, content = excluded.content,
           customer_id = excluded.customer_id, problems = excluded.problems,
           pbx_account_key = excluded.pbx_account_key, client_service_key = excluded.client_service_key,
           email_key = excluded.email_key, number_key = excluded.number_key`.execute(tx)
}

/** Which rows have one of these verdicts and name this customer, where either is asked for, after that one? */
export async function listRows(
  tx: Tx,
  importId: string,
  filter: { verdicts: string[] | undefined; customerId?: string | undefined; after: number; limit: number },
): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where('rowNumber', '>', filter.after)
    .$if(filter.verdicts !== undefined, (query) => query.where('verdict', 'in', filter.verdicts as string[]))
    .$if(filter.customerId !== undefined, (query) =>
      query.where('customerId', '=', filter.customerId as string),
    )
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

/** How many records does the plan change with this remark, and how many softphones do these have? */
export async function countRemarked(
  tx: Tx,
  importId: string,
  code: string,
): Promise<{ records: number; softphones: number }> {
  const { rows } = await sql<{ records: number; softphones: number }>`
    select count(*)::int as records, coalesce(sum(s.client_count), 0)::int as softphones
      from app.import_rows i
      join app.subscribers s on s.account_id = i.account_id and s.subscriber_id = i.subject_id
     where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.verdict = 'change'
       and i.problems @> ${JSON.stringify([{ code }])}::jsonb`.execute(tx)
  return rows[0] ?? { records: 0, softphones: 0 }
}

/** Does the plan write a row with this remark? */
export async function writesRemarked(tx: Tx, importId: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from app.import_rows i
       where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.verdict in ('create', 'change')
         and i.problems @> ${JSON.stringify([{ code }])}::jsonb) as found`.execute(tx)
  return rows[0]?.found ?? false
}

/** Which rows begin on these lines of the file? */
export async function readRowsAt(tx: Tx, importId: string, lines: number[]): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where(sql<boolean>`line = any(${lines}::int[])`)
    .execute()
  return rows as PlanRow[]
}

/** Which rows of the plan are like one of these: the same PBX account, client service account, e-mail or number? */
export async function rowsAlike(
  tx: Tx,
  importId: string,
  keys: Record<keyof RowKeys, string[]>,
): Promise<Array<RowPlace & RowKeys>> {
  const { rows } = await sql<RowPlace & RowKeys>`
    select row_number, line, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and pbx_account_key = any(${keys.pbxAccountKey}::text[])
    union
    select row_number, line, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and client_service_key = any(${keys.clientServiceKey}::text[])
    union
    select row_number, line, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and email_key = any(${keys.emailKey}::text[])
    union
    select row_number, line, pbx_account_key, client_service_key, email_key, number_key from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and number_key = any(${keys.numberKey}::text[])`.execute(
    tx,
  )
  return rows
}

/** Which rows of the plan are about these records? */
export async function rowsOfRecords(
  tx: Tx,
  importId: string,
  subjectIds: string[],
): Promise<Array<Pick<PlanRow, 'rowNumber' | 'line' | 'subjectId'> & RowKeys>> {
  return tx
    .selectFrom('app.importRows')
    .select(['rowNumber', 'line', 'subjectId', 'pbxAccountKey', 'clientServiceKey', 'emailKey', 'numberKey'])
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where(sql<boolean>`subject_id = any(${subjectIds}::uuid[])`)
    .execute()
}

/**
 * Which rows are to be written to these records? `offset 0` has each looked up by the index: of a plan that was just made there are no
 * statistics yet, and without them the whole plan would be read for each thousand.
 */
export async function rowsAbout(tx: Tx, importId: string, subjectIds: string[]): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    select r.row_number, r.line, r.verdict, r.subject_id, r.content, r.customer_id, r.problems,
           r.pbx_account_key, r.client_service_key, r.email_key, r.number_key
      from unnest(${subjectIds}::uuid[]) as wanted(subject_id)
      cross join lateral (select * from app.import_rows i
         where i.account_id = ${tx.accountId} and i.import_id = ${importId} and i.subject_id = wanted.subject_id
           and i.verdict in ('create', 'change') offset 0) r
     order by r.row_number`.execute(tx)
  return rows
}

/** Makes the operation's items out of the rows that are to be written. */
export async function rowsIntoItems(tx: Tx, importId: string, operationId: string): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select account_id, ${operationId}, subject_id from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and verdict in ('create', 'change')
    on conflict do nothing`.execute(tx)
}

/** Makes the operation's items out of the accounts that the rows to be written name. */
export async function customersIntoItems(tx: Tx, importId: string, operationId: string): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select distinct account_id, ${operationId}::uuid, customer_id from app.import_rows
     where account_id = ${tx.accountId} and import_id = ${importId} and verdict in ('create', 'change')
       and customer_id is not null
    on conflict do nothing`.execute(tx)
}

/** Which rows are to be written to this customer, after that one? */
export async function rowsOfCustomer(
  tx: Tx,
  importId: string,
  customerId: string,
  { after, limit }: { after: number; limit: number },
): Promise<PlanRow[]> {
  const rows = await tx
    .selectFrom('app.importRows')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .where('customerId', '=', customerId)
    .where('verdict', 'in', ['create', 'change'])
    .where('rowNumber', '>', after)
    .orderBy('rowNumber')
    .limit(limit)
    .execute()
  return rows as PlanRow[]
}

/** Ends what is kept of the rows. */
export async function deleteRows(tx: Tx, importId: string): Promise<void> {
  await tx
    .deleteFrom('app.importRows')
    .where('accountId', '=', tx.accountId)
    .where('importId', '=', importId)
    .execute()
}
