import { type CsvFlavour, csvOf } from '#platform/csv/index.ts'
import type { Cells } from '../draft.ts'

/** By which a corrected row finds its place in the plan: the line of the file that it was read from. */
export const lineLabel = 'Line'
/** Says what to correct; not read. */
const problemLabel = 'Problem'

/** One row to be corrected: its cells as they may be shown. */
export interface FixRow {
  line: number
  cells: Cells
  problems: string[]
}

/** Writes rows to be corrected with the columns of the file they came from, `Line` before and `Problem` after them. */
export function fixCsv(
  rows: AsyncIterable<FixRow>,
  file: { columns: Array<string | null>; labels: string[] },
  flavour: CsvFlavour,
): AsyncGenerator<string, void, undefined> {
  const read = file.columns.flatMap((field, at) =>
    field === null ? [] : [{ key: field, header: file.labels[at] ?? field }],
  )
  const header = [{ key: 'line', header: lineLabel }, ...read, { key: 'problem', header: problemLabel }]
  return csvOf(
    (async function* () {
      for await (const { line, cells, problems } of rows) {
        yield { ...cells, line, problem: problems.join(' ') }
      }
    })(),
    header,
    flavour,
  )
}
