import { type CsvFlavour, csvOf } from '#platform/csv/index.ts'
import { columns, type FieldName, headerOf } from '../reading/columns.ts'

/** What an export may hold: everything but the four secrets that CD-9 names. */
export type ExportedField = Exclude<
  FieldName,
  'pbxSipPassword' | 'voicemailPin' | 'mbgSipPassword' | 'clientServicePassword'
>

/** One subscriber of an export; `profile` is the profile's name. Null and undefined become empty cells. */
export type ExportedSubscriber = Partial<Record<ExportedField, string | number | null>>

const exportedColumns = columns
  .filter(({ exported }) => exported)
  .map(({ field }) => ({ key: field, header: headerOf(field) }))

/** Writes subscribers as CSV, pulling rows as the text is read; the header is written even for no rows. */
export function subscriberCsv(
  rows: AsyncIterable<ExportedSubscriber>,
  flavour: CsvFlavour,
): AsyncGenerator<string, void, undefined> {
  return csvOf(rows, exportedColumns, flavour)
}

/** A file to be filled in: every column of the contract, and a person as an example. */
export function templateCsv(flavour: CsvFlavour): AsyncGenerator<string, void, undefined> {
  const header = columns.map(({ field }) => ({ key: field, header: headerOf(field) }))
  return csvOf(
    (async function* () {
      yield example
    })(),
    header,
    flavour,
  )
}

const example = {
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@example.com',
  language: 'de',
  directoryNumber: '1001',
  pbxSipHost: 'pbx.example.com',
  pbxSipUserName: '1001',
  pbxSipPassword: 'change-me',
  voicemailNumber: '9000',
  deploymentPin: '482913',
}
