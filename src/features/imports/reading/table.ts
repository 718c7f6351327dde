import { decodeText } from './decode.ts'
import type { Delimiter } from './delimiter.ts'
import type { Encoding } from './encoding.ts'
import { type Finding, quoted, TableError } from './findings.ts'
import { headerKey } from './header.ts'
import { type ParsedRecord, parseRecords } from './records.ts'

export type TableLimits = {
  maxRows: number
  /** Characters; a longer cell is an error of its row. */
  maxCellLength: number
}

export type TableRow = {
  /** Line of the file on which the row begins, counted from 1. */
  line: number
  /** Position among the rows, counted from 1; header and blank lines do not count. */
  row: number
  cells: string[]
  /** What is wrong with the row as a whole; such a row does not fit the header and its cells are not judged. */
  errors: Finding[]
}

export type Table = AsyncDisposable & {
  header: string[]
  encoding: Encoding | 'workbook'
  /** Undefined in a workbook, which has none. */
  delimiter: Delimiter | undefined
  /** False if a program wrote the file: then a `'` before a formula belongs to the value. */
  formulaPrefixes: boolean
  warnings: Finding[]
  /**
   * To be read once, in order. Throws TableError when the file cannot be read any further; the rows just before
   * that place may not have been given out yet.
   */
  rows: AsyncGenerator<TableRow, void, undefined>
}

export const tableLimits: TableLimits = { maxRows: 100_000, maxCellLength: 1000 }

/**
 * Opens a CSV file, or text pasted from a sheet, as a table and reads as far as its first row. Rows are read as
 * they are asked for, in bounded memory. Who does not read them all disposes the table, which closes the source.
 * @throws TableError with a code, a sentence and, where there is one, a line
 */
export async function readTable(
  source: AsyncIterable<Buffer>,
  limits: TableLimits = tableLimits,
): Promise<Table> {
  const { encoding, warnings, text } = await decodeText(source)
  try {
    const { start, records } = await parseRecords(text)
    return await tableOf(records, limits, {
      encoding,
      delimiter: start.delimiter,
      // Programs write no byte order mark before LF, as our exact export does, or quote every cell.
      formulaPrefixes: !(start.headerQuoted || (start.exactStyle && encoding === 'utf-8')),
      warnings,
      close: () => text.return(),
    })
  } catch (error) {
    await text.return()
    throw error
  }
}

/** A file of a first line and nothing below it. Only who knows the labels can tell whether that line is a header at all. */
export class HeaderOnly extends TableError {
  readonly header: string[]
  /** What was noticed about the file. */
  readonly warnings: Finding[]

  constructor(code: string, message: string, { header, warnings }: Pick<Table, 'header' | 'warnings'>) {
    super(code, message)
    this.header = header
    this.warnings = warnings
  }
}

/** Takes the header off records and gives the rest out as rows. @throws TableError when there is no header, HeaderOnly when there is no row */
export async function tableOf(
  records: AsyncGenerator<ParsedRecord, void, undefined>,
  limits: TableLimits,
  about: Pick<Table, 'encoding' | 'delimiter' | 'formulaPrefixes' | 'warnings'> & { close(): unknown },
): Promise<Table> {
  const { close, warnings, ...common } = about
  const { header, unnamed } = readHeader(await nextFilled(records))
  const first = await nextFilled(records)
  if (first === undefined) {
    const message =
      'The file has its header line and nothing below it. Add one row per person, and upload it again.'
    throw new HeaderOnly('table.no-rows', message, { header, warnings })
  }
  return {
    ...common,
    header,
    warnings: [...warnings, ...unnamed],
    rows: readRows(first, records, header.length, limits),
    async [Symbol.asyncDispose]() {
      await records.return()
      await close()
    },
  }
}

/** The next record that holds anything; spreadsheets leave rows of nothing but delimiters. */
async function nextFilled(records: AsyncGenerator<ParsedRecord, void, undefined>) {
  for (;;) {
    const next = await records.next()
    if (next.done) return undefined
    if (!next.value.cells.every(isBlank)) return next.value
  }
}

function readHeader(record: ParsedRecord | undefined): { header: string[]; unnamed: Finding[] } {
  if (record === undefined) {
    throw new TableError(
      'table.empty',
      'The file is empty. Upload a CSV file with a header and one row per person.',
    )
  }
  const header = withoutBlankEnd(record.cells).map((label) => label.trim())
  refuseDuplicates(header, record.line)
  const blank = header.flatMap((label, at) => (isBlank(label) ? [at + 1] : []))
  if (blank.length === 0) return { header, unnamed: [] }
  const message =
    blank.length === 1
      ? `Column ${blank[0]} has no name and is not read. Name it in the header if it matters.`
      : `Columns without a name are not read: ${blank.join(', ')}. Name them in the header if they matter.`
  return { header, unnamed: [{ code: 'header.unnamed-columns', message, line: record.line }] }
}

function refuseDuplicates(header: string[], line: number) {
  const seen = new Map<string, string>()
  for (const label of header) {
    const key = headerKey(label)
    const earlier = seen.get(key)
    if (key !== '' && earlier !== undefined) {
      const both = earlier === label ? quoted(label) : `${quoted(earlier)} and ${quoted(label)}`
      const message = `The header names the same column twice: ${both}. Remove or rename one of them.`
      throw new TableError('table.duplicate-header', message, line)
    }
    seen.set(key, label)
  }
}

async function* readRows(
  first: ParsedRecord,
  records: AsyncGenerator<ParsedRecord, void, undefined>,
  width: number,
  { maxRows, maxCellLength }: TableLimits,
): AsyncGenerator<TableRow, void, undefined> {
  try {
    let row = 0
    for (let record: ParsedRecord | undefined = first; record; record = await nextFilled(records)) {
      row += 1
      if (row > maxRows) throw tooManyRows(maxRows, record.line)
      const cells = record.cells.length > width ? withoutBlankEnd(record.cells, width) : record.cells
      yield { line: record.line, row, cells, errors: shapeErrors(cells, record.line, width, maxCellLength) }
    }
  } finally {
    await records.return()
  }
}

function shapeErrors(cells: string[], line: number, width: number, maxCellLength: number): Finding[] {
  const counts = `Line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} and the header ${width}`
  if (cells.length < width) {
    const missing =
      width - cells.length === 1
        ? 'one cell is missing. Add the missing delimiter'
        : 'cells are missing. Add the missing delimiters'
    const message = `${counts}: ${missing}, so that each value stands below its label.`
    return [{ code: 'table.cells-missing', message, line }]
  }
  if (cells.length > width) {
    const message = `${counts}: there ${cells.length - width === 1 ? 'is one too many' : 'are too many'}. Put a value that holds the delimiter in quotes.`
    return [{ code: 'table.cells-extra', message, line }]
  }
  const tooLong = cells.findIndex((cell) => cell.length > maxCellLength)
  if (tooLong === -1) return []
  const message = `Cell ${tooLong + 1} of line ${line} has more than ${maxCellLength} characters. Shorten it, or look for a quote that is not closed.`
  return [{ code: 'table.cell-too-long', message, line }]
}

function tooManyRows(maxRows: number, line: number): TableError {
  const message = `The file has more than ${maxRows} rows. Divide it into several files.`
  return new TableError('table.too-many-rows', message, line)
}

/** Takes blank cells off the end, down to a length. */
function withoutBlankEnd(cells: string[], lengthMin = 0): string[] {
  let length = cells.length
  while (length > lengthMin && isBlank(cells[length - 1] ?? '')) length -= 1
  return cells.slice(0, length)
}

function isBlank(cell: string): boolean {
  return cell.trim() === ''
}
