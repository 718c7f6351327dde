import { newId } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { beginCorrection, correctionOf, endCorrection } from './corrections.ts'
import { cellsOfRow } from './draft.ts'
import { correctRows } from './edit.ts'
import { columnMissing, fileUnreadable, fixRowUnknown, notReady } from './errors.ts'
import { noticeAbandonedCorrection } from './expiry.ts'
import type { RecordKind } from './kind.ts'
import { openTable, readableHeader } from './open-table.ts'
import { TableError } from './reading/findings.ts'
import { headerKey } from './reading/header.ts'
import type { Table, TableRow } from './reading/table.ts'
import { readRowsAt } from './rows-store.ts'
import type { ImportRecord } from './store.ts'
import * as store from './store.ts'
import type { Upload } from './uploads.ts'
import { lineLabel } from './writing/fix-csv.ts'

const batchSize = 1_000

/**
 * Puts a corrected file into the plan it came from: each row goes where its `Line` says, `(kept)` stands for what the plan has. While it is read
 * nobody else corrects or applies the plan; what was read stays when the file cannot be read to its end, or the program dies meanwhile.
 * @throws Refusal `imports.not-ready`, `imports.fix-column-missing`, `imports.fix-row-unknown`, `imports.file-unreadable`
 */
export async function correctByFile(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  upload: Upload,
): Promise<ImportRecord> {
  const { database } = platform
  const correctionId = newId()
  try {
    await using table = await openTable(upload.bytes, kind.columns)
    const lineColumn = table.header.findIndex((label) => headerKey(label) === headerKey(lineLabel))
    if (lineColumn === -1) throw columnMissing(lineLabel)
    await database.inAccount(actor.accountId, async (tx) => {
      const plan = await store.readImport(tx, importId, { of: kind.name, lock: true })
      if (!plan) throw notFound()
      if (plan.status !== 'ready') throw notReady(plan.status)
      await beginCorrection(tx, plan, correctionId)
      await noticeAbandonedCorrection(tx, importId, correctionId)
    })
    try {
      await correctAll(platform, actor, kind, { importId, correctionId }, table, lineColumn)
    } finally {
      await database.inAccount(actor.accountId, (tx) => endCorrection(tx, importId, correctionId))
    }
    return await database.inAccount(
      actor.accountId,
      async (tx) => (await store.readImport(tx, importId)) as ImportRecord,
    )
  } catch (error) {
    throw error instanceof TableError ? fileUnreadable(error) : error
  }
}

async function correctAll(
  platform: Platform,
  actor: Actor,
  kind: RecordKind,
  { importId, correctionId }: { importId: string; correctionId: string },
  table: Table,
  lineColumn: number,
): Promise<void> {
  const header = readableHeader(table, kind.columns)
  let batch: TableRow[] = []
  const flush = () => {
    const rows = batch
    batch = []
    return platform.database.together(actor.accountId, async (tx) => {
      const plan = await store.readImport(tx, importId, { lock: true })
      // Cancelled meanwhile, or taken for left behind.
      if (!plan || correctionOf(plan) !== correctionId) return false
      await noticeAbandonedCorrection(tx, importId, correctionId)
      const lines = rows.map(({ cells }) => Number(/^\s*(\d{1,8})\s*$/.exec(cells[lineColumn] ?? '')?.[1]))
      const planned = new Map(
        (await readRowsAt(tx, importId, lines.filter(Number.isInteger))).map((row) => [row.line, row]),
      )
      const corrections = rows.map(({ line, cells, errors }, at) => {
        const row = planned.get(lines[at] as number)
        if (!row || errors[0]) throw fixRowUnknown(line, errors[0]?.message)
        return { row, cells: cellsOfRow(kind.columns, header.columns, cells, table) }
      })
      await correctRows(platform, tx, actor, kind, plan, [
        ...new Map(corrections.map((correction) => [correction.row.rowNumber, correction])).values(),
      ])
      return true
    })
  }
  for await (const row of table.rows) {
    batch.push(row)
    if (batch.length >= batchSize && !(await flush())) return
  }
  if (batch.length > 0) await flush()
}
