import { pipeline } from 'node:stream'
import { stringify } from 'csv-stringify'
import { addFormulaPrefix } from './formula-prefix.ts'

/**
 * - `spreadsheet`: for Excel and the like; byte order mark, CRLF, a `'` before whatever looks like a formula.
 * - `exact`: for programs; values as they are, quoted where RFC 4180 wants it, no byte order mark, LF: by the last two
 *   an import knows the file and takes no `'` off.
 */
export type CsvFlavour = 'spreadsheet' | 'exact'

/** A line of a CSV file by the keys of its columns. Null and undefined become empty cells. */
export type CsvRow = Partial<Record<string, string | number | null>>

/** Writes CSV, pulling rows as the text is read; the header is written even for no rows. */
export async function* csvOf(
  rows: AsyncIterable<CsvRow>,
  columns: Array<{ key: string; header: string }>,
  flavour: CsvFlavour,
): AsyncGenerator<string, void, undefined> {
  const csv = stringify({
    header: true,
    columns,
    ...(flavour === 'spreadsheet'
      ? {
          bom: true,
          record_delimiter: 'windows',
          quote_record_delimiter: true,
          cast: { string: addFormulaPrefix },
        }
      : // A lone carriage return ends a line for many readers, ours too.
        { record_delimiter: 'unix', quoted_match: /[\r\n]/ }),
  })
  csv.setEncoding('utf8')
  const source = passing(rows)
  // Errors of the rows are thrown by the stringifier below; there is nothing to do with them here.
  pipeline(source, csv, () => {})
  try {
    yield* csv as AsyncIterable<string>
  } finally {
    // The pipeline closes the rows too, but only some time after a reader has left.
    await source.return()
  }
}

async function* passing(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow, void, undefined> {
  yield* rows
}
