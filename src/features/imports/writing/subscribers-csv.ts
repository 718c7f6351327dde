import { pipeline } from 'node:stream'
import { stringify } from 'csv-stringify'
import { columns, type FieldName } from '../reading/columns.ts'
import { addFormulaPrefix } from './formula-prefix.ts'

/** What an export may hold: everything but the four secrets that CD-9 names. */
export type ExportedField = Exclude<
  FieldName,
  'pbxSipPassword' | 'voicemailPin' | 'mbgSipPassword' | 'clientServicePassword'
>

/** One subscriber of an export; `profile` is the profile's name. Null and undefined become empty cells. */
export type ExportedSubscriber = Partial<Record<ExportedField, string | number | null>>

/**
 * - `spreadsheet`: for Excel and the like; byte order mark, CRLF, a `'` before whatever looks like a formula.
 * - `exact`: for programs; values as they are, no byte order mark, LF. Every cell is quoted: by that an import
 *   knows the file and takes no `'` off.
 */
export type CsvFlavour = 'spreadsheet' | 'exact'

const exportedColumns = columns
  .filter(({ exported }) => exported)
  .map(({ field, label }) => ({ key: field, header: label }))

/** Writes subscribers as CSV, pulling rows as the text is read; the header is written even for no rows. */
export async function* subscriberCsv(
  rows: AsyncIterable<ExportedSubscriber>,
  flavour: CsvFlavour,
): AsyncGenerator<string, void, undefined> {
  const csv = stringify({
    header: true,
    columns: exportedColumns,
    ...(flavour === 'spreadsheet'
      ? {
          bom: true,
          record_delimiter: 'windows',
          quote_record_delimiter: true,
          cast: { string: addFormulaPrefix },
        }
      : { record_delimiter: 'unix', quote_record_delimiter: true, quoted: true, quoted_empty: true }),
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

async function* passing(
  rows: AsyncIterable<ExportedSubscriber>,
): AsyncGenerator<ExportedSubscriber, void, undefined> {
  yield* rows
}
