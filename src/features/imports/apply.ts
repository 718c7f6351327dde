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
  snapshotOf,
} from '../deployment/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { openContent, placeOf } from './draft.ts'
import { hasErrors, notReady, planOutdated } from './errors.ts'
import { endLater, keepUntil } from './expiry.ts'
import { assertMayStillImport, type Importer, importerOf } from './importer.ts'
import { type JudgedDraft, type Judging, judgeAgainstRecords } from './judge.ts'
import { rowKeysOf } from './likeness.ts'
import { profilesForJudging } from './profiles.ts'
import { rowsAbout, rowsIntoItems } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'
import * as store from './store.ts'
import { keepUndo } from './undo-store.ts'

/** Without *partial* everything is one transaction; this is more rows than a file may have. */
const everything = 100_000
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
    await store.updateImport(tx, importId, { status: 'applying', expiresAt })
    await endLater(tx, importId)
    await record(tx, actor, 'import.applied', { kind: 'import', id: importId }, { fileName, counts })
    const parameters = { importId, importer: importerOf(actor), partial }
    return startOperation(platform, tx, actor, 'subscriber-import', parameters)
  })
}

/** The bulk act behind applying a plan. */
export function importOperation(platform: Platform): OperationKind {
  return {
    kind: 'subscriber-import',
    chunkSize: (operation) => (operation.parameters.partial ? chunk : everything),
    allOrNothing: (operation) => !operation.parameters.partial,
    expand: (tx, operation) =>
      rowsIntoItems(tx, String(operation.parameters.importId), operation.operationId),
    work: (tx, operation, subjectIds) => writeRows(platform, tx, operation, subjectIds),
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

async function writeRows(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const { importId, importer } = operation.parameters as { importId: string; importer: Importer }
  await store.waitForOtherImports(tx)
  await assertMayStillImport(platform, tx, importer)
  const plan = (await store.readImport(tx, importId, true)) as store.ImportRecord
  if (plan.status === 'undoing' || plan.status === 'undone') throw notReady(plan.status)
  const options = plan.options as ImportOptions
  const judging: Judging = {
    options,
    profiles: await profilesForJudging(tx),
    sealing: await platform.sealing.inAccount(tx),
    keysOf: rowKeysOf(platform.masterKey, importId),
    claims: new Map(),
    tellsSharing: false,
  }
  const outcomes: ItemOutcome[] = []
  const outdated: number[] = []
  for (let at = 0; at < subjectIds.length; at += chunk) {
    const ids = subjectIds.slice(at, at + chunk)
    const written = await writeSome(platform, tx, importId, importer.name, ids, judging)
    outcomes.push(...written.outcomes)
    outdated.push(...written.outdated)
  }
  // Thrown at the end, so that it names every row: nothing of this transaction stays.
  if (outdated.length > 0 && !options.partial) throw planOutdated(outdated)
  return outcomes
}

async function writeSome(
  platform: Platform,
  tx: Tx,
  importId: string,
  actorName: string,
  subjectIds: string[],
  judging: Judging,
): Promise<{ outcomes: ItemOutcome[]; outdated: number[] }> {
  const rows = await rowsAbout(tx, importId, subjectIds)
  const { sealing } = judging
  // Locked before they are judged: what is found equal now stays so until this is committed.
  await lockSubscribers(tx, subjectIds)
  const drafts = rows.map((row) => ({ ...row, content: openContent(sealing, importId, row), problems: [] }))
  // The plan may be days old: its verdicts are proven again inside the transaction that writes.
  const judged = await judgeAgainstRecords(tx, drafts, judging)
  const outdated: number[] = []
  const creating: PlannedSubscriber[] = []
  const changing: Array<PlannedChange & { rowNumber: number }> = []
  const outcomes = judged.map((draft, index): ItemOutcome => {
    const subjectId = rows[index]?.subjectId as string
    const { verdict, rowNumber, current, different } = draft
    if (verdict === 'error' || verdict === 'conflict') {
      outdated.push(rowNumber)
      return failed(subjectId, draft.problems)
    }
    if (!current) creating.push(newSubscriber(subjectId, draft))
    else if (different && verdict === 'change') changing.push({ current, changes: different, rowNumber })
    return { subjectId, outcome: 'done' }
  })
  await addSubscribers(platform, tx, actorName, creating)
  const versions = await applyManyChanges(platform, tx, actorName, changing)
  const undoing = changing.map(({ current, rowNumber }) => ({
    rowNumber,
    appliedVersion: versions.get(current.subscriberId) as number,
    undo: sealing.seal(placeOf(importId, rowNumber, 'undo'), JSON.stringify(snapshotOf(current))),
  }))
  if (undoing.length > 0) await keepUndo(tx, importId, undoing)
  return { outcomes, outdated }
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
