import type { Cells } from '../draft.ts'
import type { ImportedField } from '../reading/columns.ts'
import { type CsvFlavour, csvOf } from './csv.ts'

/** By which a corrected row finds its place in the plan. */
export const rowLabel = 'Row'
/** Says what to correct; not read. */
const problemLabel = 'Problem'

/** One row to be corrected: its cells as they may be shown. */
export interface FixRow {
  rowNumber: number
  cells: Cells
  problems: string[]
}

/** Writes rows to be corrected with the columns of the file they came from, `Row` before and `Problem` after them. */
export function fixCsv(
  rows: AsyncIterable<FixRow>,
  file: { columns: Array<ImportedField | null>; labels: string[] },
  flavour: CsvFlavour,
): AsyncGenerator<string, void, undefined> {
  const read = file.columns.flatMap((field, at) =>
    field === null ? [] : [{ key: field, header: file.labels[at] ?? field }],
  )
  const header = [{ key: 'row', header: rowLabel }, ...read, { key: 'problem', header: problemLabel }]
  return csvOf(
    (async function* () {
      for await (const { rowNumber, cells, problems } of rows) {
        yield { ...cells, row: rowNumber, problem: problems.join(' ') }
      }
    })(),
    header,
    flavour,
  )
}
