import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** At most this many PINs on one list: what a person can hand over on paper. */
const handOverMax = 10_000

/** For which records did the operation do something? */
export async function subjectsOf(tx: Tx, operationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.operationItems')
    .select('subjectId')
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('outcome', '=', 'done')
    .limit(handOverMax)
    .execute()
  return rows.map((row) => row.subjectId)
}

/** Which place, from 0, do these records have among all of the operation? It stays the same, whatever became of the others. */
export async function ordinalsOf(
  tx: Tx,
  operationId: string,
  subjectIds: string[],
): Promise<Array<{ subjectId: string; ordinal: number }>> {
  const { rows } = await sql<{ subjectId: string; ordinal: number }>`
    select subject_id, ordinal from (
      select subject_id, (row_number() over (order by subject_id) - 1)::int as ordinal from app.operation_items
       where account_id = ${tx.accountId} and operation_id = ${operationId}) items
     where subject_id = any(${subjectIds}::uuid[])`.execute(tx)
  return rows
}
