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
  const sorted = subjectIds.toSorted()
  const [first, last] = [sorted.at(0), sorted.at(-1)]
  // Those before are counted and only those between are numbered: a chunk is a thousand that stand together, of up to a million.
  const { rows } = await sql<{ subjectId: string; ordinal: number }>`
    select subject_id, ordinal from (
      select subject_id, (row_number() over (order by subject_id) - 1 + (
               select count(*) from app.operation_items
                where account_id = ${tx.accountId} and operation_id = ${operationId} and subject_id < ${first}::uuid))::int as ordinal
        from app.operation_items
       where account_id = ${tx.accountId} and operation_id = ${operationId}
         and subject_id between ${first}::uuid and ${last}::uuid) items
     where subject_id = any(${subjectIds}::uuid[])`.execute(tx)
  return rows
}
