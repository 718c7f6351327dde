import { setImmediate } from 'node:timers/promises'
import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import {
  addSubscribers,
  applyManyChanges,
  lockSubscribers,
  type PlannedChange,
  type PlannedSubscriber,
  type SealedSubscriber,
  sealSubscriber,
  snapshotOf,
} from '../deployment/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { type DraftRow, openContent, placeOf } from './draft.ts'
import { hasErrors, notReady, planOutdated, untoldReset } from './errors.ts'
import { endLater, keepUntil } from './expiry.ts'
import { assertMayStillImport, type Importer, importerOf } from './importer.ts'
import { type Compared, compareWithRecords, type JudgedDraft, type Judging, judge } from './judge.ts'
import { accountKeysOf } from './likeness.ts'
import { profilesForJudging } from './profiles.ts'
import { tellsReset } from './row-rules.ts'
import { type PlanRow, rowsAbout, rowsIntoItems } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'
import * as store from './store.ts'
import { keepUndo } from './undo-store.ts'

const chunk = 1_000

/** Applies a plan, as an operation. @throws Refusal `imports.not-ready`, `imports.has-errors` */
export async function applyImport(platform: Platform, actor: Actor, importId: string): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, true)
    if (!plan) throw notFound()
    if (plan.status !== 'ready') throw notReady(plan.status)
    const { partial } = plan.options as ImportOptions
    const bad = (plan.counts.error ?? 0) + (plan.counts.conflict ?? 0)
    if (bad > 0 && !partial) throw hasErrors(bad)
    const { fileName, counts } = plan
    // What undoes it is kept for as long as the plan was.
    const expiresAt = later(platform.clock.now(), keepUntil)
    await endLater(tx, importId)
    await record(tx, actor, 'import.applied', { kind: 'import', id: importId }, { fileName, counts })
    const parameters = { importId, importer: importerOf(actor), partial }
    const operation = await startOperation(platform, tx, actor, 'subscriber-import', parameters)
    const { operationId } = operation
    await store.updateImport(tx, importId, { status: 'applying', expiresAt, operationId })
    return operation
  })
}

/** The bulk act behind applying a plan. */
export function importOperation(platform: Platform): OperationKind {
  return {
    kind: 'subscriber-import',
    chunkSize: chunk,
    allOrNothing: (operation) => !operation.parameters.partial,
    expand: (tx, operation) =>
      rowsIntoItems(tx, String(operation.parameters.importId), operation.operationId),
    async work(tx, operation, subjectIds) {
      const writing = await beginWriting(platform, tx, operation)
      const opened = openChunk(writing, await readChunk(tx, writing, subjectIds))
      const judged = judgeChunk(writing, await compareChunk(tx, writing, opened))
      await writeChunk(platform, tx, writing, judged)
      return judged.outcomes
    },
    workTogether: (tx, operation, chunks) => writeTogether(platform, tx, operation, chunks),
    finished: async (tx, operation, status, failure) => {
      const importId = String(operation.parameters.importId)
      const appliedAt = platform.clock.now()
      const written = status === 'done' || operation.done > 0 ? { appliedAt } : {}
      await store.updateImport(tx, importId, {
        status: status === 'done' ? 'applied' : status,
        failure,
        ...written,
      })
    },
  }
}

/** What the chunks of one transaction share. */
interface Writing {
  importId: string
  importerName: string
  judging: Judging
}

async function beginWriting(platform: Platform, tx: Tx, operation: OperationRow): Promise<Writing> {
  const { importId, importer } = operation.parameters as { importId: string; importer: Importer }
  await store.waitForOtherImports(tx)
  await assertMayStillImport(platform, tx, importer)
  const plan = (await store.readImport(tx, importId, true)) as store.ImportRecord
  if (plan.status === 'undoing' || plan.status === 'undone') throw notReady(plan.status)
  const judging: Judging = {
    options: plan.options as ImportOptions,
    profiles: await profilesForJudging(tx),
    sealing: await platform.sealing.inAccount(tx),
    keysOf: accountKeysOf,
    claims: new Map(),
    tellsSharing: false,
  }
  return { importId, importerName: importer.name, judging }
}

/**
 * While the database writes one chunk, the next is judged and sealed, and the one after it, which was read before, is opened: the database never
 * waits for what only computes.
 */
async function* writeTogether(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  chunks: AsyncIterable<string[]>,
): AsyncGenerator<ItemOutcome[]> {
  const writing = await beginWriting(platform, tx, operation)
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
  if (outdated.length > 0) throw planOutdated(outdated)
  if (!judged) return
  await writeChunk(platform, tx, writing, judged)
  yield judged.outcomes
}

async function computeChunks(
  writing: Writing,
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

async function readChunk(tx: Tx, { importId }: Writing, subjectIds: string[]): Promise<PlanRow[]> {
  const rows = await rowsAbout(tx, importId, subjectIds)
  // Locked before they are judged: what is found equal then stays so until this is committed.
  await lockSubscribers(tx, subjectIds)
  return rows
}

interface OpenedChunk {
  /** Of each row, which record it is written to. */
  subjectIds: string[]
  /** Of each row, whether its plan said that it resets softphones. */
  toldResets: boolean[]
  drafts: DraftRow[]
}

function openChunk({ importId, judging }: Writing, rows: PlanRow[]): OpenedChunk {
  return {
    subjectIds: rows.map((row) => row.subjectId as string),
    toldResets: rows.map(tellsReset),
    drafts: rows.map((row) => ({
      ...row,
      content: openContent(judging.sealing, importId, row),
      problems: [],
    })),
  }
}

interface ComparedChunk extends Pick<OpenedChunk, 'subjectIds' | 'toldResets'> {
  compared: Compared
}

async function compareChunk(
  tx: Tx,
  { judging }: Writing,
  { subjectIds, toldResets, drafts }: OpenedChunk,
): Promise<ComparedChunk> {
  return { subjectIds, toldResets, compared: await compareWithRecords(tx, drafts, judging) }
}

interface JudgedChunk {
  creating: SealedSubscriber[]
  changing: Array<PlannedChange & { rowNumber: number }>
  outcomes: ItemOutcome[]
  /** Lines of the rows that may not be written as planned. */
  outdated: number[]
}

/** The plan may be days old: its verdicts are proven again inside the transaction that writes. */
function judgeChunk({ judging }: Writing, { subjectIds, toldResets, compared }: ComparedChunk): JudgedChunk {
  const chunk: JudgedChunk = { creating: [], changing: [], outcomes: [], outdated: [] }
  for (const [index, draft] of judge(compared, judging).entries()) {
    const subjectId = subjectIds[index] as string
    const { verdict, rowNumber, line, current, different } = draft
    if (verdict === 'error' || verdict === 'conflict') {
      chunk.outdated.push(line)
      chunk.outcomes.push(failed(subjectId, draft.problems))
      continue
    }
    // MU-10: softphones that were set up since are not reset by an admin who was told of none.
    if (tellsReset(draft) && !toldResets[index]) {
      chunk.outdated.push(line)
      chunk.outcomes.push({ subjectId, outcome: 'failed', ...untoldReset })
      continue
    }
    if (!current) chunk.creating.push(sealSubscriber(judging.sealing, newSubscriber(subjectId, draft)))
    else if (different && verdict === 'change')
      chunk.changing.push({ current, changes: different, rowNumber })
    chunk.outcomes.push({ subjectId, outcome: 'done' })
  }
  return chunk
}

async function writeChunk(
  platform: Platform,
  tx: Tx,
  { importId, importerName, judging }: Writing,
  { creating, changing }: JudgedChunk,
): Promise<void> {
  await addSubscribers(platform, tx, importerName, creating)
  const versions = await applyManyChanges(platform, tx, importerName, changing)
  const undoing = changing.map(({ current, rowNumber }) => ({
    rowNumber,
    appliedVersion: versions.get(current.subscriberId) as number,
    undo: judging.sealing.seal(placeOf(importId, rowNumber, 'undo'), JSON.stringify(snapshotOf(current))),
  }))
  if (undoing.length > 0) await keepUndo(tx, importId, undoing)
}

function newSubscriber(id: string, { content, profileId }: JudgedDraft): PlannedSubscriber {
  const { id: _, profileId: __, ...values } = content.values
  return { ...values, firstName: values.firstName ?? '', id, profileId } as PlannedSubscriber
}

function failed(subjectId: string, problems: JudgedDraft['problems']): ItemOutcome {
  const problem = problems.find(({ severity }) => severity === 'error')
  return {
    subjectId,
    outcome: 'failed',
    code: problem?.code ?? 'row.conflict',
    message: problem?.message ?? '',
  }
}
