import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { notReady } from './errors.ts'
import type { RecordKind } from './kind.ts'
import { deleteRows } from './rows-store.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'

/** Ends a plan that is being read or waits to be applied; its rows are deleted. @throws Refusal `imports.not-ready` */
export async function cancelImport(
  { database }: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
): Promise<ImportRecord> {
  return database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, { of: kind.name, lock: true })
    if (!plan) throw notFound()
    if (plan.status !== 'planning' && plan.status !== 'ready') throw notReady(plan.status)
    await store.updateImport(tx, importId, { status: 'cancelled' })
    await deleteRows(tx, importId)
    await record(
      tx,
      actor,
      'import.cancelled',
      { kind: kind.eventSubject, id: importId },
      { fileName: plan.fileName },
    )
    return { ...plan, status: 'cancelled' }
  })
}
