import { setImmediate } from 'node:timers/promises'
import { later } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/index.ts'
import { type Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { cellsOfRow, type Drafting, type DraftRow, draftRow, sealContent } from './draft.ts'
import { abandoned, fileUnreadable, profileUnknown } from './errors.ts'
import { keepUntil, noticeAbandonment } from './expiry.ts'
import { compareWithRecords, type JudgedDraft, type Judging, judge, type Verdict } from './judge.ts'
import { type Claims, rowKeysOf } from './likeness.ts'
import { openTable, readableHeader } from './open-table.ts'
import { profilesForJudging } from './profiles.ts'
import { TableError } from './reading/findings.ts'
import type { RecognisedHeader } from './reading/header.ts'
import { watchInternationalPrefixes } from './reading/international-prefixes.ts'
import { watchDeploymentPins } from './reading/pins.ts'
import type { Table } from './reading/table.ts'
import { resetCounts } from './resets.ts'
import type { PlanRow } from './rows-store.ts'
import { deleteRows, putRows } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'
import type { Upload } from './uploads.ts'

const batchSize = 1_000
// So many are read, or judged, in one go: meanwhile nobody hears the database, or another request.
const readInOneGo = 50
const judgedInOneGo = 200

/** What is remembered of how a file was read. */
export interface Reading {
  columns: RecognisedHeader['columns']
  labels: string[]
  flavour: RecognisedHeader['flavour']
  warnings: Array<{ code: string; message: string }>
}

/**
 * Reads a file into a plan while it is uploaded. Nothing of it is written to the records; memory holds one batch of rows. Others see the counts
 * grow and may cancel. A plan whose file cannot be read to its end is kept as failed, without its rows.
 * @throws Refusal `imports.file-unreadable`, `imports.header-unknown`, `imports.header-twice`
 */
export async function planImport(
  platform: Platform,
  actor: Actor,
  upload: Upload,
  options: ImportOptions,
): Promise<ImportRecord> {
  try {
    await using table = await openTable(upload.bytes)
    const reading = readingOf(table, readableHeader(table))
    const importId = newId()
    const planning = await begin(platform, actor, importId, upload.fileName, options, reading)
    try {
      const warnings = await planRows(platform, actor, importId, table, planning)
      return await complete(platform, actor, importId, {
        ...reading,
        warnings: [...reading.warnings, ...warnings],
      })
    } catch (error) {
      await giveUp(platform, actor, importId, error)
      throw error
    }
  } catch (error) {
    throw error instanceof TableError ? fileUnreadable(error) : error
  }
}

/** How a table is to be read, and what is worth telling about it. */
function readingOf(table: Table, header: RecognisedHeader): Reading {
  const unknown = header.unknown.map((label) => ({
    code: 'header.unknown',
    message: `The column "${label}" is not known and is not read.`,
  }))
  const ignored = header.ignored.map(({ label, reason }) => ({
    code: 'header.ignored',
    message: `"${label}" is not read. ${reason}`,
  }))
  const found = table.warnings.map(({ code, message }) => ({ code, message }))
  return {
    columns: header.columns,
    labels: table.header,
    flavour: header.flavour,
    warnings: [...found, ...unknown, ...ignored],
  }
}

async function begin(
  { database, clock }: Platform,
  actor: Actor,
  importId: string,
  fileName: string | null,
  options: ImportOptions,
  reading: Reading,
): Promise<Drafting & { columns: Reading['columns'] }> {
  return database.inAccount(actor.accountId, async (tx) => {
    const profiles = await profilesForJudging(tx)
    if (options.profileId && !profiles.known.some((profile) => profile.profileId === options.profileId))
      throw profileUnknown()
    const now = clock.now()
    await store.insertImport(tx, {
      importId,
      kind: 'subscribers',
      fileName,
      options,
      reading: { ...reading },
      createdBy: actor.userId,
      createdByName: actor.name,
      createdAt: now,
      expiresAt: later(now, keepUntil),
    })
    await noticeAbandonment(tx, importId)
    return { options, profiles, columns: reading.columns }
  })
}

/**
 * While the database keeps one batch, the next one is judged and the one after it is read; one more may wait to be kept.
 * @returns what only the whole file shows
 */
async function planRows(
  { database, sealing, masterKey }: Platform,
  actor: Actor,
  importId: string,
  table: Table,
  planning: Drafting & { columns: Reading['columns'] },
) {
  const counts = { create: 0, change: 0, unchanged: 0, conflict: 0, error: 0 }
  const pins = watchDeploymentPins()
  const prefixes = watchInternationalPrefixes()
  const known = {
    ...planning,
    keysOf: rowKeysOf(masterKey, importId),
    claims: new Map() satisfies Claims,
    tellsSharing: true,
  }
  let batch: DraftRow[] = []
  let judgedBefore: Promise<boolean> = Promise.resolve(true)
  let keptBefore = judgedBefore
  let kept = judgedBefore

  const judged = async (drafts: DraftRow[]): Promise<PlanRow[]> => {
    const { judging, rows, alike } = await database.inAccount(actor.accountId, async (tx) => {
      const judging: Judging = { ...known, sealing: await sealing.inAccount(tx) }
      return { judging, ...(await compareWithRecords(tx, drafts, judging)) }
    })
    const sealed: PlanRow[] = []
    for (let from = 0; from < rows.length; from += judgedInOneGo) {
      const some = judge({ rows: rows.slice(from, from + judgedInOneGo), alike }, judging)
      sealed.push(...sealedRows(judging.sealing, importId, some))
      await setImmediate()
    }
    return sealed
  }
  const keep = (rows: PlanRow[]): Promise<boolean> =>
    database.inAccount(actor.accountId, async (tx) => {
      const grown = { ...counts }
      for (const row of rows) grown[row.verdict as Verdict]++
      // Before the rows: whoever cancels meanwhile waits for this, and then deletes them.
      if (!(await store.updateImport(tx, importId, { counts: grown }, ['planning']))) return false
      await putRows(tx, importId, rows)
      Object.assign(counts, grown)
      return true
    })
  // A failure is of interest when its promise is awaited with the next batch; when the file cannot be read on before, it is not.
  const unheeded = (promise: Promise<boolean>): Promise<boolean> => {
    promise.catch(() => {})
    return promise
  }
  const judgeAndKeep = async (drafts: DraftRow[]): Promise<boolean> => {
    const rows = await judged(drafts)
    if (!(await keptBefore)) return false
    keptBefore = kept
    kept = unheeded(keptBefore.then((goesOn) => goesOn && keep(rows)))
    return true
  }
  const next = async (): Promise<boolean> => {
    if (!(await judgedBefore)) return false
    judgedBefore = unheeded(judgeAndKeep(batch))
    batch = []
    return true
  }
  for await (const { row, line, cells, errors } of table.rows) {
    const place = { rowNumber: row, line }
    const draft = draftRow(place, cellsOfRow(planning.columns, cells, table), planning, { broken: errors })
    const { deploymentPin } = draft.content.values
    if (deploymentPin) pins.note(line, deploymentPin)
    prefixes.note(line, draft.content.values)
    batch.push(draft)
    if (batch.length % readInOneGo === 0) await setImmediate()
    if (batch.length === batchSize && !(await next())) return []
  }
  if (batch.length > 0) await next()
  await judgedBefore
  await kept
  return [...pins.findings(), ...prefixes.findings()].map(({ code, message }) => ({ code, message }))
}

/** Judged rows as they are stored. */
export function sealedRows(sealing: Judging['sealing'], importId: string, judged: JudgedDraft[]): PlanRow[] {
  return judged.map((row) => ({
    rowNumber: row.rowNumber,
    line: row.line,
    verdict: row.verdict,
    subjectId: row.subjectId,
    problems: row.problems,
    content: sealContent(sealing, importId, row),
    ...row.keys,
  }))
}

async function complete(
  { database }: Platform,
  actor: Actor,
  importId: string,
  reading: Reading,
): Promise<ImportRecord> {
  return database.inAccount(actor.accountId, async (tx) => {
    const values = { status: 'ready', reading: { ...reading } } as const
    const isReady = await store.updateImport(tx, importId, values, ['planning'])
    const plan = (await store.readImport(tx, importId)) as ImportRecord
    if (isReady) {
      const { fileName } = plan
      const counts = { ...plan.counts, ...(await resetCounts(tx, plan)) }
      await store.updateImport(tx, importId, { counts })
      await record(tx, actor, 'import.planned', { kind: 'import', id: importId }, { fileName, counts })
      return { ...plan, counts }
    }
    return plan
  })
}

/** The file ended early, or cannot be read any further. */
async function giveUp({ database }: Platform, actor: Actor, importId: string, error: unknown): Promise<void> {
  const failure =
    error instanceof TableError
      ? fileUnreadable(error).message
      : error instanceof Refusal
        ? error.message
        : abandoned
  await database.inAccount(actor.accountId, async (tx) => {
    if (!(await store.updateImport(tx, importId, { status: 'failed', failure }, ['planning']))) return
    await deleteRows(tx, importId)
  })
}
