import { pipeline } from 'node:stream'
import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse'
import { recogniseStart, type Start } from './delimiter.ts'
import { TableError } from './findings.ts'
import { countLineEnds } from './lines.ts'

export type ParsedRecord = {
  /** Line of the file on which the record begins, counted from 1. */
  line: number
  cells: string[]
}

/** Longer than any sound row; a quote that is never closed is noticed here and not at the end of the file. */
const RECORD_LENGTH_MAX = 128 * 1024

/**
 * Cuts a text into records, pulling from it as records are asked for. Lines without a character are left out.
 * @throws TableError `table.delimiter-unknown`; while reading `table.quote`, `table.row-too-long`
 */
export async function parseRecords(text: AsyncGenerator<string, void, undefined>) {
  const first = await text.next()
  const beginning = first.done ? '' : first.value
  const start = recogniseStart(beginning)
  return { start, records: readRecords(rejoined(beginning.slice(start.separatorLineLength), text), start) }
}

async function* rejoined(beginning: string, rest: AsyncGenerator<string, void, undefined>) {
  try {
    yield beginning
    yield* rest
  } finally {
    await rest.return()
  }
}

async function* readRecords(
  text: AsyncGenerator<string, void, undefined>,
  start: Start,
): AsyncGenerator<ParsedRecord, void, undefined> {
  const lines = recordLines(start.separatorLineLength > 0 ? 1 : 0)
  const numbered = (cells: string[], { lines: lastLine }: InfoRecord): ParsedRecord => {
    return { line: lines.startOf(cells, lastLine), cells }
  }
  const parser = parse({
    delimiter: start.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // Sheets put text on the clipboard without doubling its quotes. In a file the same would merge rows silently.
    relax_quotes: start.delimiter === '\t',
    skip_empty_lines: true,
    max_record_size: RECORD_LENGTH_MAX,
    // The types of csv-parse let a record change its shape only together with named columns.
    on_record: numbered as unknown as NonNullable<Options['on_record']>,
  })
  // Errors of the text are thrown by the parser below; there is nothing to do with them here.
  pipeline(text, parser, () => {})
  try {
    yield* parser as AsyncIterable<ParsedRecord>
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, lines.next) : error
  } finally {
    // The pipeline closes the text too, but only some time after a reader has left.
    await text.return()
  }
}

/** Finds the line on which each record begins, from the line on which the parser saw it end. */
function recordLines(linesBefore: number) {
  // csv-parse counts a \r\n inside quotes as two lines.
  let countedTwice = 0
  let next = linesBefore + 1
  return {
    /** The line after the last record. */
    get next() {
      return next
    },
    startOf(cells: string[], lastLine: number): number {
      let breaks = 0
      for (const cell of cells) {
        breaks += countLineEnds(cell)
        if (cell.includes('\r\n')) countedTwice += cell.split('\r\n').length - 1
      }
      const end = linesBefore + lastLine - countedTwice
      next = end + 1
      return end - breaks
    },
  }
}

function unreadable(error: CsvError, line: number): TableError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new TableError(
      'table.row-too-long',
      `The row that begins in line ${line} is longer than ${RECORD_LENGTH_MAX} characters. Most often a quote (") is opened there and never closed: close it, or remove it.`,
      line,
    )
  }
  return new TableError(
    'table.quote',
    `The quotes (") of the row that begins in line ${line} do not fit together. Put the whole cell in quotes and double each quote inside it, or remove them.`,
    line,
  )
}
