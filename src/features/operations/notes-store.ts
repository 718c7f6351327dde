import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { OperationRow } from './store.ts'

/** Notes on an operation what a later chunk does not do again. A retry begins without notes: it is another act of somebody. */
export async function noteOn(tx: Tx, operationId: string, note: string): Promise<void> {
  await sql`
    update app.operations
       set parameters = parameters || jsonb_build_object('noted', coalesce(parameters->'noted', '[]') || to_jsonb(${note}::text))
     where account_id = ${tx.accountId} and operation_id = ${operationId}`.execute(tx)
}

/** Whether that was noted on the operation. */
export function isNotedOn({ parameters }: Pick<OperationRow, 'parameters'>, note: string): boolean {
  return Array.isArray(parameters.noted) && parameters.noted.includes(note)
}

/** Forgets what was noted. */
export async function forgetNotes(tx: Tx, operationId: string): Promise<void> {
  await sql`
    update app.operations set parameters = parameters - 'noted'
     where account_id = ${tx.accountId} and operation_id = ${operationId}`.execute(tx)
}
