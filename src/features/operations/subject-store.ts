import type { Tx } from '#platform/database/index.ts'
import type { OperationRow } from './store.ts'

/** One record's part in a bulk act, and whose act that was. */
export interface PartRow extends Pick<OperationRow, 'operationId' | 'kind' | 'createdByName' | 'createdAt'> {
  outcome: string
  code: string | null
  message: string | null
}

/** In which bulk acts was this record an item, the last first, before that one? */
export async function listPartsOf(
  tx: Tx,
  subjectId: string,
  limit: number,
  before: string | undefined,
): Promise<PartRow[]> {
  return tx
    .selectFrom('app.operationItems as i')
    .innerJoin('app.operations as o', (join) =>
      join.onRef('o.accountId', '=', 'i.accountId').onRef('o.operationId', '=', 'i.operationId'),
    )
    .select(['o.operationId', 'o.kind', 'o.createdByName', 'o.createdAt', 'i.outcome', 'i.code', 'i.message'])
    .where('i.accountId', '=', tx.accountId)
    .where('i.subjectId', '=', subjectId)
    .$if(before !== undefined, (query) => query.where('i.operationId', '<', before as string))
    .orderBy('i.operationId', 'desc')
    .limit(limit)
    .execute()
}
