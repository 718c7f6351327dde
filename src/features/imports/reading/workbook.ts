import { streamXlsxRows } from 'hucre/xlsx'
import { TableError } from './findings.ts'
import type { ParsedRecord } from './records.ts'
import { type Table, type TableLimits, tableOf } from './table.ts'

/** All parts unpacked. 100,000 rows of twenty columns are about half of it. */
const unpackedMaxBytes = 256 * 1024 * 1024
/** The reader runs ahead of us, so what it may gather is bounded: 200,000 rows, empty ones among them, of 40 columns. */
const linesMax = 200_000
const readRange = `A1:AN${linesMax}`

/** Whether the first bytes are those of a zip archive, as every `.xlsx` is. */
export function looksLikeWorkbook(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === 0x504b0304
}

/**
 * Opens the first sheet of a workbook (.xlsx) as a table. Texts come as they are and numbers in full; a formula is never evaluated, its last
 * shown value is read.
 * @throws TableError `table.workbook` when it is no .xlsx, `table.workbook-too-large`
 */
export async function readWorkbook(bytes: Buffer, limits: TableLimits): Promise<Table> {
  refuseBombs(bytes)
  return tableOf(records(bytes), limits, {
    encoding: 'workbook',
    delimiter: undefined,
    formulaPrefixes: true,
    warnings: [],
    close: () => {},
  })
}

async function* records(bytes: Buffer): AsyncGenerator<ParsedRecord, void, undefined> {
  let width = 0
  let lines = 0
  const rows = streamXlsxRows(bytes, { range: readRange, maxRows: linesMax })
  try {
    for (;;) {
      const next = await rows.next().catch(() => {
        throw noWorkbook()
      })
      if (next.done) return
      lines += 1
      if (lines === linesMax) throw tooLarge()
      const cells = withoutEmptyEnd(next.value.values.map(textOf))
      // Sheets leave out empty cells at the end of a row; a CSV file would hold them.
      while (cells.length < width) cells.push('')
      width ||= cells.length
      yield { line: next.value.index + 1, cells }
    }
  } finally {
    await rows.return()
  }
}

function withoutEmptyEnd(cells: string[]): string[] {
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length -= 1
  return cells.slice(0, length)
}

type CellValue = string | number | boolean | Date | null | undefined

/** A cell as its text. Beyond 15 digits a sheet has lost some: those are written as they came, for the damage rules to name. */
function textOf(value: unknown): string {
  const cell = value as CellValue
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  if (typeof cell !== 'number') return String(cell)
  if (!Number.isInteger(cell)) return String(cell)
  return Math.abs(cell) < 1e15 ? String(cell) : cell.toExponential().replace('e', 'E')
}

/**
 * Refuses archives that unpack to more than any sound workbook, by what their table of contents says; the reader stops at the size an entry
 * declares, so a false table gains nothing. (PKWARE APPNOTE 4.3.12, 4.3.16)
 */
function refuseBombs(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + 22 > bytes.length) throw noWorkbook()
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let unpackedBytes = 0
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw noWorkbook()
    const packed = bytes.readUInt32LE(at + 20)
    const unpacked = bytes.readUInt32LE(at + 24)
    // An entry that declares nothing would be unpacked without an end.
    if (unpacked === 0 && packed > 2) throw tooLarge()
    unpackedBytes += unpacked
    if (unpackedBytes > unpackedMaxBytes) throw tooLarge()
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

const noWorkbook = () =>
  new TableError(
    'table.workbook',
    'This is not an .xlsx workbook that can be read. Open it in the spreadsheet program, save it as .xlsx or as “CSV UTF-8”, and upload that file.',
  )

const tooLarge = () =>
  new TableError(
    'table.workbook-too-large',
    'This workbook is too large when unpacked. Save the sheet with the people as “CSV UTF-8”, and upload that file.',
  )
