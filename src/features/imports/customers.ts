import { lookInto, type Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import {
  forgetPlans,
  type ItemOutcome,
  listItems,
  type OperationKind,
  type OperationRow,
} from '../operations/index.ts'
import { finishImport, operationOf } from './apply.ts'
import { type Chunking, judgingToWrite, openChunk, sealedUndo } from './chunks.ts'
import { customerClosed, customersNotUndone, namedLines, notReady, planOutdated } from './errors.ts'
import { type Importer, mayStillImport } from './importer.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import type { RecordKind } from './kind.ts'
import { customersIntoItems, type PlanRow, rowsOfCustomer } from './rows-store.ts'
import * as store from './store.ts'
import { finishUndo, openUndo } from './undo.ts'
import {
  appliedCustomersIntoItems,
  appliedRowsOfCustomer,
  keepUndo,
  markRowsApplied,
  markRowsUndone,
} from './undo-store.ts'

// A partner's import into several customers. A record of the operation is a customer: what is written to it and what is noted of it in the partner's
// account is one transaction, so that a crash in between repeats nothing.

const chunk = 1_000
const acrossCustomers = { reading: { acrossCustomers: true } }

/** The bulk act behind applying a plan across customers: each for itself, all or nothing unless the plan is partial. */
export function customersOperation(platform: Platform, kind: RecordKind): OperationKind {
  return {
    kind: operationOf(kind, 'apply', acrossCustomers),
    chunkSize: 1,
    acrossAccounts: true,
    expand: (tx, { parameters, operationId }) =>
      customersIntoItems(tx, String(parameters.importId), operationId),
    work: (tx, operation, customerIds) =>
      forEach(customerIds, (customerId) => applyToCustomer(platform, tx, kind, operation, customerId)),
    finished: (tx, operation, status, failure) => finishImport(platform, tx, operation, status, failure),
  }
}

/** The bulk act behind undoing it. */
export function undoCustomersOperation(platform: Platform, kind: RecordKind): OperationKind {
  return {
    kind: operationOf(kind, 'undo', acrossCustomers),
    chunkSize: 1,
    acrossAccounts: true,
    expand: (tx, { parameters, operationId }) =>
      appliedCustomersIntoItems(tx, String(parameters.importId), operationId),
    work: (tx, operation, customerIds) =>
      forEach(customerIds, (customerId) => undoInCustomer(platform, tx, kind, operation, customerId)),
    finished: async (tx, operation, status, failure) =>
      finishUndo(platform, tx, operation, status, failure, await notUndone(tx, operation)),
  }
}

async function notUndone(tx: Tx, { operationId, failed }: OperationRow): Promise<string> {
  const names: string[] = []
  for (const { subjectId } of await listItems(tx, operationId, {
    outcome: 'failed',
    after: undefined,
    limit: namedMax,
  })) {
    names.push((await lookInto(tx, subjectId, readAccount))?.name ?? subjectId)
  }
  return customersNotUndone(names, failed)
}

async function forEach(
  customerIds: string[],
  act: (customerId: string) => Promise<Omit<ItemOutcome, 'subjectId'>>,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = []
  for (const subjectId of customerIds) outcomes.push({ subjectId, ...(await act(subjectId)) })
  return outcomes
}

async function applyToCustomer(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  operation: OperationRow,
  customerId: string,
): Promise<Omit<ItemOutcome, 'subjectId'>> {
  const { importId, importer, partial } = operation.parameters as unknown as Parameters
  const { inAccount } = platform.database
  if (!(await inAccount(customerId, (inside) => enter(platform, inside, kind, importer)))) return closed()
  const plan = (await store.readImport(tx, importId)) as store.ImportRecord
  if (plan.status === 'undoing' || plan.status === 'undone') throw notReady(plan.status)
  const writing: Chunking = {
    kind,
    importId,
    importer,
    judging: await judgingToWrite(platform, tx, kind, importer, plan),
  }
  const { fileName } = plan
  const leftOut: number[] = []
  try {
    await store.undoneWhenRefused(tx, async () => {
      await inAccount(customerId, (inside) =>
        recordIn(inside, importer, 'import.applied', { importId, fileName }),
      )
      for await (const rows of chunksOf(tx, importId, customerId)) {
        leftOut.push(...(await applyChunk(platform, tx, writing, customerId, rows)))
      }
      // Thrown at the end, so that it names every line: nothing of this customer stays.
      if (leftOut.length > 0 && !partial) throw planOutdated(leftOut, kind.outdatedBecause)
    })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'imports.plan-outdated') return failedBy(error)
    throw error
  }
  if (leftOut.length === 0) return { outcome: 'done' }
  const message = `Left out, because they ${kind.outdatedBecause}: ${namedLines(leftOut)}.`
  return { outcome: 'done', code: 'imports.rows-left-out', message }
}

/** In the history of the customer, whose own the import is not: it stands in the partner's account. */
function recordIn(
  inside: Tx,
  importer: Importer,
  act: 'import.applied' | 'import.undone',
  details: { importId: string; fileName: string | null },
): Promise<void> {
  return record(inside, importer, act, { kind: 'account', id: inside.accountId }, details)
}

interface Parameters {
  importId: string
  importer: Importer
  partial?: boolean
}

/** The customer may have closed its door since the plan was made. Until the end other imports into it wait. */
async function enter(platform: Platform, inside: Tx, kind: RecordKind, importer: Importer): Promise<boolean> {
  await store.waitForOtherImports(inside)
  return mayStillImport(platform, inside, importer, kind.may)
}

/** Writes rows to the customer, and notes in the partner's account what was written. @returns the lines that may not be written any more */
async function applyChunk(
  platform: Platform,
  tx: Tx,
  writing: Chunking,
  customerId: string,
  rows: PlanRow[],
): Promise<number[]> {
  const { kind, importId, judging } = writing
  const { judged, changes } = await platform.database.inAccount(customerId, async (inside) => {
    // Locked before they are judged: what is found equal then stays so until this is committed.
    await kind.lock(
      inside,
      rows.flatMap(({ subjectId }) => subjectId ?? []),
    )
    return judgeAndWrite(platform, inside, writing, openChunk(writing, rows))
  })
  const written = new Set(judged.outcomes.flatMap((each) => (each.outcome === 'done' ? each.subjectId : [])))
  const created = rows.filter(
    ({ verdict, subjectId }) => verdict === 'create' && subjectId !== null && written.has(subjectId),
  )
  await markRowsApplied(
    tx,
    importId,
    created.map(({ rowNumber }) => rowNumber),
  )
  await keepUndo(tx, importId, sealedUndo(judging.sealing, importId, changes))
  return judged.outdated
}

async function* chunksOf(tx: Tx, importId: string, customerId: string): AsyncGenerator<PlanRow[]> {
  for (let after = 0; ; ) {
    await forgetPlans(tx)
    const rows = await rowsOfCustomer(tx, importId, customerId, { after, limit: chunk })
    const last = rows.at(-1)
    if (!last) return
    after = last.rowNumber
    yield rows
  }
}

async function undoInCustomer(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  operation: OperationRow,
  customerId: string,
): Promise<Omit<ItemOutcome, 'subjectId'>> {
  const { importId, importer } = operation.parameters as unknown as Parameters
  const { inAccount } = platform.database
  if (!(await inAccount(customerId, (inside) => enter(platform, inside, kind, importer)))) return closed()
  const { appliedAt, fileName } = (await store.readImport(tx, importId)) as store.ImportRecord
  const sealing = await platform.sealing.inAccount(tx)
  await inAccount(customerId, (inside) => recordIn(inside, importer, 'import.undone', { importId, fileName }))
  const left: ItemOutcome[] = []
  for (let after = 0; ; ) {
    await forgetPlans(tx)
    const applied = await appliedRowsOfCustomer(tx, importId, customerId, { after, limit: chunk })
    const last = applied.at(-1)
    if (!last) break
    after = last.rowNumber
    const rows = openUndo(sealing, importId, applied)
    const leftHere = await inAccount(customerId, (inside) =>
      kind.undo(platform, inside, { importer, appliedAt }, rows),
    )
    left.push(...leftHere.values())
    const undone = rows.filter(({ subjectId }) => !leftHere.has(subjectId))
    await markRowsUndone(
      tx,
      importId,
      undone.map(({ rowNumber }) => rowNumber),
    )
  }
  return left.length === 0 ? { outcome: 'done' } : leftAsTheyAre(left)
}

const namedMax = 3

function leftAsTheyAre(left: ItemOutcome[]): Omit<ItemOutcome, 'subjectId'> {
  const named = left.slice(0, namedMax).map(({ message }) => message)
  const more = left.length > namedMax ? [`And ${left.length - namedMax} more.`] : []
  return { outcome: 'skipped', code: 'undo.some-left', message: [...named, ...more].join(' ') }
}

function closed(): Omit<ItemOutcome, 'subjectId'> {
  return failedBy(customerClosed())
}

function failedBy({ code, message }: { code: string; message: string }): Omit<ItemOutcome, 'subjectId'> {
  return { outcome: 'failed', code, message }
}
