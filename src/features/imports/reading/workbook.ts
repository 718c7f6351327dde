import { streamXlsxRows } from 'hucre/xlsx'
import { type Finding, quoted, TableError } from './findings.ts'
import { refuseOtherArchives } from './other-files.ts'
import type { ParsedRecord } from './records.ts'
import { type Table, type TableLimits, tableOf } from './table.ts'
import { NoArchive, partNames, partText, staysWithin, type WorkbookBounds } from './workbook-bounds.ts'
import { numberFormatsOf, shownAs } from './workbook-formats.ts'

const bounds: WorkbookBounds = {
  bytes: 256 * 1024 * 1024,
  sheetTags: 12_000_000,
  otherTags: 4_000_000,
  run: 4 * 1024 * 1024,
}
/** The reader runs ahead of us, so what it may gather is bounded: 200,000 rows, empty ones among them, of 40 columns. */
const linesMax = 200_000
const readRange = `A1:AN${linesMax}`

/** Whether the first bytes are those of a zip archive, as every `.xlsx` is. */
export function looksLikeWorkbook(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === 0x504b0304
}

/**
 * Opens the first sheet of a workbook (.xlsx) that is not hidden as a table. Texts come as they are; numbers in full, with the zeros and signs
 * in front that their format shows; a formula is never evaluated, its last shown value is read.
 * @throws TableError `table.workbook` when it is no .xlsx, `table.not-a-table` when it is no workbook, `table.workbook-too-large`
 */
export async function readWorkbook(bytes: Buffer, limits: TableLimits): Promise<Table> {
  const sheets = await sheetsOf(bytes)
  const first = Math.max(
    0,
    sheets.findIndex((sheet) => !sheet.isHidden),
  )
  const warnings = othersNotRead(sheets, first)
  try {
    return await tableOf(records(bytes, first, sheets[first]?.relationship ?? ''), limits, {
      encoding: 'workbook',
      delimiter: undefined,
      formulaPrefixes: true,
      warnings,
      close: () => {},
    })
  } catch (error) {
    const isBare = error instanceof TableError && ['table.empty', 'table.no-rows'].includes(error.code)
    if (!isBare || warnings.length === 0) throw error
    error.message = [error, ...warnings].map(({ message }) => message).join(' ')
    throw error
  }
}

interface Sheet {
  name: string
  isHidden: boolean
  /** By which the workbook names its part. */
  relationship: string
}

/** The sheets in their order. */
async function sheetsOf(bytes: Buffer): Promise<Sheet[]> {
  try {
    refuseOtherArchives(bytes, partNames(bytes))
    if (!(await staysWithin(bytes, bounds))) throw tooLarge()
    const workbook = await partText(bytes, 'xl/workbook.xml')
    const sheets = workbook.match(/<(?:\w+:)?sheet\s[^<>]*>/g) ?? []
    return sheets.map((sheet) => ({
      name: /\sname="([^"]*)"/.exec(sheet)?.[1] ?? '',
      isHidden: /\sstate="(?:hidden|veryHidden)"/.test(sheet),
      relationship: /\s(?:\w+:)?id="([^"]*)"/.exec(sheet)?.[1] ?? '',
    }))
  } catch (error) {
    throw error instanceof NoArchive ? noWorkbook(bytes) : error
  }
}

function othersNotRead(sheets: Sheet[], read: number): Finding[] {
  if (sheets.length < 2) return []
  const message = `The workbook has ${sheets.length} sheets, and only ${quoted(sheets[read]?.name ?? '')} was read. If the people are on another one, move it to the front.`
  return [{ code: 'table.first-sheet', message }]
}

async function* records(
  bytes: Buffer,
  sheet: number,
  relationship: string,
): AsyncGenerator<ParsedRecord, void, undefined> {
  let width = 0
  let lines = 0
  let line = 0
  const formats = await numberFormatsOf(bytes, relationship)
  const rows = streamXlsxRows(bytes, { sheet, range: readRange, maxRows: linesMax })
  try {
    for (;;) {
      const next = await rows.next().catch(() => {
        throw noWorkbook(bytes)
      })
      if (next.done) return
      lines += 1
      if (lines === linesMax) throw tooLarge()
      const shown = (await formats?.next())?.value ?? []
      const cells = withoutEmptyEnd(
        next.value.values.map((value, at) => {
          const format = shown[at]
          return typeof value === 'number' && format ? shownAs(value, format) : textOf(value)
        }),
      )
      // Sheets leave out empty cells at the end of a row; a CSV file would hold them.
      while (cells.length < width) cells.push('')
      width ||= cells.length
      // By its line a row is found again, so no two have the same one, whatever the sheet says.
      line = Math.max(line, next.value.index) + 1
      yield { line, cells }
    }
  } finally {
    await rows.return()
    await formats?.return()
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

function noWorkbook(bytes: Buffer): TableError {
  // An OpenDocument file begins with its type, unpacked. (OpenDocument 1.3, part 2, 3.3)
  const what = bytes.subarray(0, 256).includes('vnd.oasis.opendocument')
    ? 'This is an OpenDocument file (.ods), not an .xlsx workbook.'
    : 'This is not an .xlsx workbook that can be read.'
  return new TableError(
    'table.workbook',
    `${what} Open it in the spreadsheet program, save it as .xlsx or as “CSV UTF-8”, and upload that file.`,
  )
}

const tooLarge = () =>
  new TableError(
    'table.workbook-too-large',
    'This workbook is too large when unpacked. Save the sheet with the people as “CSV UTF-8”, and upload that file.',
  )
