import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountSealing } from '#platform/secrets/index.ts'
import { record } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { assertProven, operationOf } from './apply.ts'
import { placeOf } from './draft.ts'
import { notApplied, recordsNotUndone, undoEnded } from './errors.ts'
import { type Importer, importerOf } from './importer.ts'
import type { RecordKind, UndoneRow } from './kind.ts'
import * as store from './store.ts'
import {
  type AppliedRow,
  appliedIntoItems,
  appliedRowsAbout,
  hasAppliedRows,
  markRowsUndone,
} from './undo-store.ts'

const chunk = 500

/**
 * Takes an applied import back, as an operation: new records go, with their links and mails, and changed ones get back what they held. Also of an
 * import that stopped half-way. @throws Refusal `imports.not-applied`, `imports.undo-ended`, `auth.step-up-required`
 */
export async function undoImport(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  requireStepUp: RequireStepUp,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, { of: kind.name, lock: true })
    if (!plan) throw notFound()
    const isOver = plan.appliedAt !== null && ['applied', 'failed', 'cancelled'].includes(plan.status)
    if (!isOver) throw notApplied(plan.status)
    if (!(await hasAppliedRows(tx, kind.name, importId))) throw undoEnded()
    const delicate = await assertProven(tx, actor, kind, importId, requireStepUp)
    await store.updateImport(tx, importId, { status: 'undoing' })
    await record(
      tx,
      actor,
      'import.undone',
      { kind: kind.eventSubject, id: importId },
      { fileName: plan.fileName, counts: plan.counts },
    )
    const parameters = { importId, importer: importerOf(actor), delicate }
    return startOperation(platform, tx, actor, operationOf(kind, 'undo', plan), parameters)
  })
}

/** The bulk act behind undoing an import. */
export function undoOperation(platform: Platform, kind: RecordKind): OperationKind {
  return {
    kind: kind.operations.undo,
    chunkSize: chunk,
    waitBefore: store.waitForOtherImports,
    expand: (tx, operation) =>
      appliedIntoItems(tx, kind.name, String(operation.parameters.importId), operation.operationId),
    work: (tx, operation, subjectIds) => undoRows(platform, tx, kind, operation, subjectIds),
    finished: (tx, operation, status, failure) => finishUndo(platform, tx, operation, status, failure),
  }
}

/**
 * Notes on the import how its undoing has ended. Where something could not be undone it stays applied, so that it can be undone again.
 * @param notUndone says what that was, where the operation went to its end
 */
export async function finishUndo(
  { clock }: Platform,
  tx: Tx,
  { parameters, failed }: OperationRow,
  status: 'done' | 'cancelled' | 'failed',
  failure: string | null,
  notUndone = recordsNotUndone(failed),
): Promise<void> {
  const values =
    status === 'done' && failed === 0
      ? { status: 'undone' as const, undoneAt: clock.now(), failure: null }
      : { status: 'applied' as const, failure: status === 'done' ? notUndone : failure }
  await store.updateImport(tx, String(parameters.importId), values)
}

async function undoRows(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const { importId, importer } = operation.parameters as { importId: string; importer: Importer }
  const { appliedAt } = (await store.readImport(tx, importId)) as store.ImportRecord
  const applied = await appliedRowsAbout(tx, kind.name, importId, subjectIds)
  const rows = openUndo(await platform.sealing.inAccount(tx), importId, applied)
  const left = await kind.undo(platform, tx, { importer, appliedAt }, rows)
  await markRowsUndone(
    tx,
    importId,
    rows.filter(({ subjectId }) => !left.has(subjectId)).map(({ rowNumber }) => rowNumber),
  )
  return subjectIds.map((subjectId) => left.get(subjectId) ?? { subjectId, outcome: 'done' })
}

/** Opens what undoes these rows. */
export function openUndo(sealing: AccountSealing, importId: string, applied: AppliedRow[]): UndoneRow[] {
  return applied.map(({ undo, ...row }) => ({
    ...row,
    snapshot:
      undo === null ? undefined : JSON.parse(sealing.open(placeOf(importId, row.rowNumber, 'undo'), undo)),
  }))
}
