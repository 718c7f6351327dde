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
