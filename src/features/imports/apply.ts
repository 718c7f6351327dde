import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import {
  addSubscribers,
  applyChanges,
  type PlannedSubscriber,
  readSubscriber,
  type SubscriberRow,
} from '../deployment/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { hasErrors, notReady, planOutdated } from './errors.ts'
import { judgeAgainstRecords } from './judge.ts'
import { openContent } from './plan.ts'
import { profilesForJudging } from './profiles.ts'
import type { ImportOptions } from './schema.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'

/** Without *partial* everything is one transaction; this is more rows than a file may have. */
const everything = 100_000
const chunk = 1_000

/** Applies a plan, as an operation. @throws Refusal `imports.not-ready`, `imports.has-errors` */
export async function applyImport(platform: Platform, actor: Actor, importId: string): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const plan = await store.readImport(tx, importId, true)
    if (!plan) throw notFound()
    if (plan.status !== 'ready') throw notReady(plan.status)
    const bad = (plan.counts.error ?? 0) + (plan.counts.conflict ?? 0)
    if (bad > 0 && !(plan.options as ImportOptions).partial) throw hasErrors(bad)
    await store.updateImport(tx, importId, { status: 'applying' })
    await record(
      tx,
      actor,
      'import.applied',
      { kind: 'import', id: importId },
      { fileName: plan.fileName, counts: plan.counts },
    )
    return startOperation(platform, tx, actor, 'subscriber-import', {
      importId,
      actor,
      partial: (plan.options as ImportOptions).partial,
    })
  })
}

/** The bulk act behind applying a plan. */
export function importOperation(platform: Platform): OperationKind {
  return {
    kind: 'subscriber-import',
    chunkSize: (operation) => (operation.parameters.partial ? chunk : everything),
    allOrNothing: (operation) => !operation.parameters.partial,
    expand: (tx, operation) =>
      store.rowsIntoItems(tx, String(operation.parameters.importId), operation.operationId),
    work: (tx, operation, subjectIds) => writeRows(platform, tx, operation, subjectIds),
    finished: async (tx, operation, status, failure) => {
      const values =
        status === 'done' ? { status: 'applied', appliedAt: platform.clock.now() } : { status, failure }
      await store.updateImport(tx, String(operation.parameters.importId), values)
    },
  }
}

async function writeRows(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const { importId, actor } = operation.parameters as { importId: string; actor: Actor }
  const plan = (await store.readImport(tx, importId)) as ImportRecord
  const options = plan.options as ImportOptions
  const sealing = await platform.sealing.inAccount(tx)
  const rows = await store.rowsAbout(tx, importId, subjectIds)
  const drafts = rows.map((row) => ({ ...row, content: openContent(sealing, importId, row), problems: [] }))
  // The plan may be days old: its verdicts are proven again inside the transaction that writes.
  const judged = await judgeAgainstRecords(tx, drafts, options, await profilesForJudging(tx), new Map())
  const outcomes: ItemOutcome[] = []
  const creating: PlannedSubscriber[] = []
  for (const [index, { verdict, content, problems }] of judged.entries()) {
    const row = rows[index] as (typeof rows)[number]
    const subjectId = row.subjectId as string
    if (verdict === 'error' || verdict === 'conflict') {
      if (!options.partial) throw planOutdated()
      const [problem] = problems
      outcomes.push({
        subjectId,
        outcome: 'failed',
        code: problem?.code ?? 'row.conflict',
        message: problem?.message ?? '',
      })
    } else if (row.verdict === 'create') {
      const { id: _, ...values } = content.values
      creating.push({ ...definedValues(values), id: subjectId } as PlannedSubscriber)
      outcomes.push({ subjectId, outcome: 'done' })
    } else {
      outcomes.push(await change(platform, tx, actor, subjectId, content.values))
    }
  }
  await addSubscribers(platform, tx, actor.name, creating)
  return outcomes
}

async function change(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  subjectId: string,
  values: Parameters<typeof definedValues>[0],
): Promise<ItemOutcome> {
  const current = await readSubscriber(tx, subjectId, true)
  if (!current)
    return {
      subjectId,
      outcome: 'failed',
      code: 'http.not-found',
      message: 'This record does not exist any more.',
    }
  const { id: _, ...changes } = values
  await applyChanges(platform, tx, actor, current, withoutOwned(current, definedValues(changes)))
  return { subjectId, outcome: 'done' }
}

/** The cells of a re-imported export repeat what a component owns; the judging found them unchanged. */
function withoutOwned<Values extends object>(current: SubscriberRow, values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([field]) => !(field in current.owners)),
  ) as Partial<Values>
}

function definedValues<Values extends object>(values: Values & { id?: string }): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
}
