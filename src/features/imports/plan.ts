import { setImmediate } from 'node:timers/promises'
import { later } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/index.ts'
import { type Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { cellsOfRow, type Drafting, type DraftRow, type RowValues, sealContent } from './draft.ts'
import { abandoned, fileUnreadable } from './errors.ts'
import { keepUntil, noticeAbandonment } from './expiry.ts'
import { importerOf } from './importer.ts'
import type { JudgedRow, Judging, RecordKind, Verdict } from './kind.ts'
import { type Claims, keyHashOf } from './likeness.ts'
import { openTable, readableHeader } from './open-table.ts'
import { TableError } from './reading/findings.ts'
import type { Table } from './reading/table.ts'
import { type Reading, readingOf } from './reading-of-file.ts'
import type { PlanRow } from './rows-store.ts'
import { deleteRows, putRows } from './rows-store.ts'
import type { AnyImportOptions } from './schema.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'
import type { Upload } from './uploads.ts'

const batchSize = 1_000
// So many are read, or judged, in one go: meanwhile nobody hears the database, or another request.
const readInOneGo = 50
const judgedInOneGo = 200

/**
 * Reads a file into a plan while it is uploaded. Nothing of it is written to the records; memory holds one batch of rows. Others see the counts
 * grow and may cancel. A plan whose file cannot be read to its end is kept as failed, without its rows.
 * @throws Refusal `imports.file-unreadable`, `imports.header-unknown`, `imports.header-twice`
 */
export async function planImport(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  upload: Upload,
  options: AnyImportOptions,
): Promise<ImportRecord> {
  try {
    await using table = await openTable(upload.bytes, kind.columns)
    const reading = readingOf(actor, kind.columns, table, readableHeader(table, kind.columns))
    const importId = newId()
    const planning = await begin(platform, actor, kind, {
      importId,
      fileName: upload.fileName,
      options,
      reading,
    })
    try {
      const warnings = await planRows(platform, actor, kind, importId, table, planning)
      return await complete(platform, actor, kind, importId, {
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

async function begin(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  {
    importId,
    fileName,
    options,
    reading,
  }: Pick<ImportRecord, 'importId' | 'fileName'> & {
    options: AnyImportOptions
    reading: Reading
  },
): Promise<Planning> {
  const { database, clock } = platform
  return database.inAccount(actor.accountId, async (tx) => {
    const known = await kind.known(platform, tx, importerOf(actor), reading)
    if (options.profileId) kind.assertChoosable(known, options.profileId)
    const now = clock.now()
    await store.insertImport(tx, {
      importId,
      kind: kind.name,
      fileName,
      options,
      reading: { ...reading },
      createdBy: actor.userId,
      createdByName: actor.name,
      createdAt: now,
      expiresAt: later(now, keepUntil),
    })
    await noticeAbandonment(tx, importId)
    return { options, known, columns: reading.columns }
  })
}

type Planning = Drafting & Pick<Reading, 'columns'>

/**
 * While the database keeps one batch, the next one is judged and the one after it is read; one more may wait to be kept.
 * @returns what only the whole file shows
 */
async function planRows(
  { database, sealing, masterKey }: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  table: Table,
  planning: Planning,
) {
  const counts = { create: 0, change: 0, unchanged: 0, conflict: 0, error: 0 }
  const watching = kind.watch()
  const hash = keyHashOf(masterKey, importId)
  const judgingAll = {
    ...planning,
    keysOf: (values: RowValues) => kind.rowKeysOf(values, hash),
    claims: new Map() satisfies Claims,
    isPlanning: true,
  }
  let batch: DraftRow[] = []
  let judgedBefore: Promise<boolean> = Promise.resolve(true)
  let keptBefore = judgedBefore
  let kept = judgedBefore

  const judged = async (drafts: DraftRow[]): Promise<PlanRow[]> => {
    // Together, because rows of people are compared with the accounts of several customers.
    const { judging, rows, alike } = await database.together(actor.accountId, async (tx) => {
      const judging: Judging = { ...judgingAll, sealing: await sealing.inAccount(tx) }
      return { judging, ...(await kind.compare(tx, drafts, judging)) }
    })
    const sealed: PlanRow[] = []
    for (let from = 0; from < rows.length; from += judgedInOneGo) {
      const some = kind.judge({ rows: rows.slice(from, from + judgedInOneGo), alike }, judging)
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
    const read = cellsOfRow(kind.columns, planning.columns, cells, table)
    const draft = kind.draft(place, read, planning, { broken: errors })
    watching.note(line, draft.content.values)
    batch.push(draft)
    if (batch.length % readInOneGo === 0) await setImmediate()
    if (batch.length === batchSize && !(await next())) return []
  }
  if (batch.length > 0) await next()
  await judgedBefore
  await kept
  return watching.findings().map(({ code, message }) => ({ code, message }))
}

/** Judged rows as they are stored. */
export function sealedRows(sealing: Judging['sealing'], importId: string, judged: JudgedRow[]): PlanRow[] {
  return judged.map((row) => ({
    rowNumber: row.rowNumber,
    line: row.line,
    verdict: row.verdict,
    subjectId: row.subjectId,
    problems: row.problems,
    content: sealContent(sealing, importId, row),
    customerId: row.content.account?.id ?? null,
    ...row.keys,
  }))
}

async function complete(
  { database }: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  reading: Reading,
): Promise<ImportRecord> {
  return database.inAccount(actor.accountId, async (tx) => {
    const values = { status: 'ready', reading: { ...reading } } as const
    const isReady = await store.updateImport(tx, importId, values, ['planning'])
    const plan = (await store.readImport(tx, importId)) as ImportRecord
    if (isReady) {
      const { fileName } = plan
      const counts = { ...plan.counts, ...(await kind.countMore(tx, plan)) }
      await store.updateImport(tx, importId, { counts })
      await record(
        tx,
        actor,
        'import.planned',
        { kind: kind.eventSubject, id: importId },
        { fileName, counts },
      )
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
