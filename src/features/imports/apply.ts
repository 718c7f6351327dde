import { setImmediate } from 'node:timers/promises'
import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import {
  type Chunking,
  type ComparedChunk,
  compareChunk,
  type JudgedChunk,
  judgeChunk,
  judgingToWrite,
  type OpenedChunk,
  openChunk,
  sealedUndo,
} from './chunks.ts'
import { hasErrors, notReady, planOutdated } from './errors.ts'
import { endLater, keepUntil } from './expiry.ts'
import { type Importer, importerOf } from './importer.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import type { RecordKind, WrittenChange } from './kind.ts'
import type { Reading } from './reading-of-file.ts'
import { type PlanRow, rowsAbout, rowsIntoItems, writesRemarked } from './rows-store.ts'
import type { AnyImportOptions } from './schema.ts'
import * as store from './store.ts'
import { keepUndo } from './undo-store.ts'

const chunk = 1_000

/** Applies a plan, as an operation. @throws Refusal `imports.not-ready`, `imports.has-errors`, `auth.step-up-required` */
export async function applyImport(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  requireStepUp: RequireStepUp,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, { of: kind.name, lock: true })
    if (!plan) throw notFound()
    if (plan.status !== 'ready') throw notReady(plan.status)
    const { partial } = plan.options as AnyImportOptions
    const bad = (plan.counts.error ?? 0) + (plan.counts.conflict ?? 0)
    if (bad > 0 && !partial) throw hasErrors(bad)
    const delicate = await assertProven(tx, actor, kind, importId, requireStepUp)
    const { fileName, counts } = plan
    // What undoes it is kept for as long as the plan was.
    const expiresAt = later(platform.clock.now(), keepUntil)
    await endLater(tx, importId)
    await record(tx, actor, 'import.applied', { kind: kind.eventSubject, id: importId }, { fileName, counts })
    const parameters = { importId, importer: importerOf(actor), partial, delicate }
    const operation = await startOperation(platform, tx, actor, operationOf(kind, 'apply', plan), parameters)
    const { operationId } = operation
    await store.updateImport(tx, importId, { status: 'applying', expiresAt, operationId })
    return operation
  })
}

/**
 * Of a plan with delicate rows, whoever applies it or takes it back has lately proven who they are. A key cannot; it may not write such rows at all.
 * @returns whether it has such rows
 * @throws Refusal `auth.step-up-required`
 */
export async function assertProven(
  tx: Tx,
  { apiKey }: Actor,
  { delicate }: RecordKind,
  importId: string,
  requireStepUp: RequireStepUp,
): Promise<boolean> {
  const isDelicate = delicate !== undefined && (await writesRemarked(tx, importId, delicate))
  if (isDelicate && !apiKey) requireStepUp()
  return isDelicate
}

/** The bulk act behind applying a plan. */
export function importOperation(platform: Platform, kind: RecordKind): OperationKind {
  return {
    kind: kind.operations.apply,
    chunkSize: chunk,
    allOrNothing: (operation) => !operation.parameters.partial,
    waitBefore: store.waitForOtherImports,
    expand: (tx, operation) =>
      rowsIntoItems(tx, String(operation.parameters.importId), operation.operationId),
    async work(tx, operation, subjectIds) {
      const writing = await beginWriting(platform, tx, kind, operation)
      const opened = openChunk(writing, await readChunk(tx, writing, subjectIds))
      const { judged, changes } = await judgeAndWrite(platform, tx, writing, opened)
      await keepChanges(tx, writing, changes)
      return judged.outcomes
    },
    workTogether: (tx, operation, chunks) => writeTogether(platform, tx, kind, operation, chunks),
    finished: (tx, operation, status, failure) => finishImport(platform, tx, operation, status, failure),
  }
}

/** Notes on the import how its application has ended. */
export async function finishImport(
  { clock }: Platform,
  tx: Tx,
  { parameters, done }: OperationRow,
  status: 'done' | 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> {
  const written = status === 'done' || done > 0 ? { appliedAt: clock.now() } : {}
  await store.updateImport(tx, String(parameters.importId), {
    status: status === 'done' ? 'applied' : status,
    failure,
    ...written,
  })
}

/** Which operation applies or undoes a plan: record by record, or customer by customer. */
export function operationOf(
  { operations }: RecordKind,
  act: 'apply' | 'undo',
  { reading }: Pick<store.ImportRecord, 'reading'>,
): string {
  return (reading as unknown as Reading).acrossCustomers ? `customer-${operations[act]}` : operations[act]
}

async function beginWriting(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  operation: OperationRow,
): Promise<Chunking> {
  const { importId, importer } = operation.parameters as { importId: string; importer: Importer }
  await store.waitForOtherImports(tx)
  const plan = (await store.readImport(tx, importId, { lock: true })) as store.ImportRecord
  if (plan.status === 'undoing' || plan.status === 'undone') throw notReady(plan.status)
  const judging = await judgingToWrite(platform, tx, kind, importer, plan)
  return { kind, importId, importer, judging }
}

/**
 * While the database writes one chunk, the next is judged and sealed, and the one after it, which was read before, is opened: the database never
 * waits for what only computes.
 */
async function* writeTogether(
  platform: Platform,
  tx: Tx,
  kind: RecordKind,
  operation: OperationRow,
  chunks: AsyncIterable<string[]>,
): AsyncGenerator<ItemOutcome[]> {
  const writing = await beginWriting(platform, tx, kind, operation)
  const outdated: number[] = []
  let opened: OpenedChunk | undefined
  let judged: JudgedChunk | undefined
  for await (const subjectIds of followedByNothing(chunks)) {
    const compared = opened && (await compareChunk(tx, writing, opened))
    const read = subjectIds && (await readChunk(tx, writing, subjectIds))
    const [next] = await Promise.all([
      computeChunks(writing, compared, read),
      judged && writeChunk(platform, tx, writing, judged),
    ])
    outdated.push(...(next.judged?.outdated ?? []))
    if (judged) yield judged.outcomes
    ;({ opened, judged } = next)
  }
  // Thrown at the end, so that it names every row: nothing of this transaction stays.
  if (outdated.length > 0) throw planOutdated(outdated, kind.outdatedBecause)
  if (!judged) return
  await writeChunk(platform, tx, writing, judged)
  yield judged.outcomes
}

async function computeChunks(
  writing: Chunking,
  compared: ComparedChunk | undefined,
  read: PlanRow[] | undefined,
): Promise<{ judged: JudgedChunk | undefined; opened: OpenedChunk | undefined }> {
  // In the next turn the statement is with the database.
  await setImmediate()
  const judged = compared && judgeChunk(writing, compared)
  // What it answered meanwhile is heard.
  await setImmediate()
  return { judged, opened: read && openChunk(writing, read) }
}

/** Each chunk, and then `undefined`. */
async function* followedByNothing<Chunk>(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk | undefined> {
  yield* chunks
  yield undefined
}

async function readChunk(tx: Tx, { kind, importId }: Chunking, subjectIds: string[]): Promise<PlanRow[]> {
  const rows = await rowsAbout(tx, importId, subjectIds)
  // Locked before they are judged: what is found equal then stays so until this is committed.
  await kind.lock(tx, subjectIds)
  return rows
}

async function writeChunk(
  platform: Platform,
  tx: Tx,
  writing: Chunking,
  { prepared }: JudgedChunk,
): Promise<void> {
  const { kind, importer, judging } = writing
  const by = { importer, options: judging.options }
  await keepChanges(tx, writing, await kind.write(platform, tx, by, prepared))
}

async function keepChanges(tx: Tx, { importId, judging }: Chunking, changes: WrittenChange[]): Promise<void> {
  if (changes.length > 0) await keepUndo(tx, importId, sealedUndo(judging.sealing, importId, changes))
}
