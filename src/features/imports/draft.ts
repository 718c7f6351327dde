import type { AccountSealing } from '#platform/secrets/index.ts'
import type { ColumnSet } from './column-set.ts'
import { KEPT } from './reading/cells.ts'
import { withoutPrefix } from './reading/damage.ts'
import type { Finding } from './reading/findings.ts'
import { cellsByField } from './reading/header.ts'
import type { Table } from './reading/table.ts'
import type { PlanRow } from './rows-store.ts'
import type { AnyImportOptions } from './schema.ts'

/** The cells of a row, by the field their column holds, without the `'` of our spreadsheet exports. */
export type Cells = Partial<Record<string, string>>

/** What every row may say, whatever it is of: the record that it is about. */
export interface RowValues {
  id?: string
}

/** What a plan keeps of a row, sealed. */
export interface RowContent<Values = RowValues> {
  cells: Cells
  values: Values
  /** Chosen for this row in the review. */
  chosenProfileId?: string
  /** The account that the row names, in an import into several customers. */
  account?: { id: string; name: string }
}

/** A row on its way to a verdict. */
export interface DraftRow<Values = RowValues> {
  rowNumber: number
  line: number
  content: RowContent<Values>
  problems: PlanRow['problems']
}

/** What a row is drafted with. */
export interface Drafting<Known = unknown> {
  options: AnyImportOptions
  known: Known
}

/** `broken`: what is wrong with the row as a whole; then its cells are not judged. */
export interface DraftMore {
  broken?: Finding[]
  chosenProfileId?: string | undefined
}

/** The cells of a row of a file. */
export function cellsOfRow(
  columnSet: ColumnSet,
  columns: Array<string | null>,
  cells: readonly string[],
  { formulaPrefixes }: Pick<Table, 'formulaPrefixes'>,
): Record<string, string> {
  const entries = Object.entries(cellsByField(columns, cells)) as Array<[string, string]>
  return Object.fromEntries(
    entries.map(([field, cell]) => [
      field,
      withoutPrefix(columnSet.columnOf(field).kind, cell, formulaPrefixes),
    ]),
  )
}

/** The plan's cells with others put in; a secret that says `(kept)` stays what it is. */
export function withCells({ columnOf }: ColumnSet, planned: Cells, given: Cells): Record<string, string> {
  const entries = Object.entries(given) as Array<[string, string]>
  const replaced = entries.filter(([field, cell]) => !(columnOf(field).secret && cell.trim() === KEPT))
  return { ...planned, ...Object.fromEntries(replaced) } as Record<string, string>
}

/** The cells of a row as they may be shown: secrets, the deployment PIN among them, as `(kept)`. */
export function shownCells({ columnOf }: ColumnSet, { cells }: RowContent): Record<string, string> {
  const entries = Object.entries(cells) as Array<[string, string]>
  return Object.fromEntries(
    entries.map(([field, cell]) => [field, cell !== '' && columnOf(field).secret ? KEPT : cell]),
  )
}

/** Seals what a plan keeps of a row, bound to its place. */
export function sealContent(
  sealing: AccountSealing,
  importId: string,
  { rowNumber, content }: Pick<DraftRow, 'rowNumber' | 'content'>,
): string {
  return sealing.seal(placeOf(importId, rowNumber, 'content'), JSON.stringify(content))
}

/** Opens what a plan keeps of a row. */
export function openContent(
  sealing: AccountSealing,
  importId: string,
  row: Pick<PlanRow, 'rowNumber' | 'content'>,
): RowContent {
  return JSON.parse(sealing.open(placeOf(importId, row.rowNumber, 'content'), row.content)) as RowContent
}

/** Where a sealed value of a row stands. */
export function placeOf(importId: string, rowNumber: number, column: 'content' | 'undo') {
  return { table: 'import_rows', column, id: `${importId}/${rowNumber}` }
}

/** What is wrong with a row, or worth telling about it. `field`: null for the whole row. */
export function problemOf(
  severity: 'error' | 'warning',
  { field, code, message }: Pick<Finding, 'code' | 'message'> & { field: string | null },
): PlanRow['problems'][number] {
  return { field, severity, code, message }
}

/** Whether a row cannot be written as it is. */
export function hasError(problems: PlanRow['problems']): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

/** A row of which nothing is known but what is wrong with it as a whole. */
export function brokenRow<Values>(
  row: Pick<DraftRow, 'rowNumber' | 'line'>,
  cells: Cells,
  values: Values,
  broken: Finding[],
): DraftRow<Values> {
  const { rowNumber, line } = row
  const problems = broken.map((finding) => problemOf('error', { ...finding, field: null }))
  return { rowNumber, line, content: { cells, values }, problems }
}
