import type { AccountSealing } from '#platform/secrets/index.ts'
import { languages } from '../accounts/index.ts'
import type { KnownProfiles } from './profiles.ts'
import { judgeRow, KEPT, type SubscriberCells } from './reading/cells.ts'
import { columnOf, type ImportedField } from './reading/columns.ts'
import { withoutPrefix } from './reading/damage.ts'
import type { Finding } from './reading/findings.ts'
import { cellsByField } from './reading/header.ts'
import type { Table } from './reading/table.ts'
import type { PlanRow } from './rows-store.ts'
import type { ImportOptions } from './schema.ts'

/** The cells of a row, by the field their column holds, without the `'` of our spreadsheet exports. */
export type Cells = Partial<Record<ImportedField, string>>

/** What a plan keeps of a row, sealed. */
export interface RowContent {
  cells: Cells
  values: SubscriberCells
  /** Chosen for this row in the review. */
  chosenProfileId?: string
}

/** A row on its way to a verdict. */
export interface DraftRow {
  rowNumber: number
  line: number
  content: RowContent
  problems: PlanRow['problems']
}

export interface Drafting {
  options: ImportOptions
  profiles: KnownProfiles
}

/** Applies every rule that needs no record to the cells of a row. `broken`: what is wrong with the row as a whole; then its cells are not judged. */
export function draftRow(
  row: Pick<DraftRow, 'rowNumber' | 'line'>,
  cells: Cells,
  { options, profiles }: Drafting,
  more: { broken?: Finding[]; chosenProfileId?: string | undefined } = {},
): DraftRow {
  const { broken = [], chosenProfileId } = more
  const chosen = chosenProfileId === undefined ? {} : { chosenProfileId }
  if (broken.length > 0) {
    const problems = broken.map((finding) => problem('error', { ...finding, field: null }))
    return { ...row, content: { cells, values: {}, ...chosen }, problems }
  }
  const changesExisting = options.overwrite && Boolean(cells.id?.trim())
  const judged = judgeRow(cells, {
    languages,
    profiles: new Map(profiles.known.map((profile) => [profile.name, profile.profileId])),
    emptyClears: options.emptyClears,
    changesExisting,
    formulaPrefixes: false,
  })
  const problems = [
    ...judged.errors.map((finding) => problem('error', finding)),
    // In a row that changes a record, `(kept)` leaves the record's own secret alone.
    ...(changesExisting ? [] : judged.kept.map(keptNowhere)),
    ...judged.warnings.map((finding) => problem('warning', finding)),
  ]
  return { ...row, content: { cells, values: judged.values, ...chosen }, problems }
}

/** The cells of a row of a file. */
export function cellsOfRow(
  columns: Array<ImportedField | null>,
  cells: readonly string[],
  { formulaPrefixes }: Pick<Table, 'formulaPrefixes'>,
): Cells {
  const entries = Object.entries(cellsByField(columns, cells)) as Array<[ImportedField, string]>
  return Object.fromEntries(
    entries.map(([field, cell]) => [field, withoutPrefix(columnOf(field).kind, cell, formulaPrefixes)]),
  )
}

/** The plan's cells with others put in; a secret that says `(kept)` stays what it is. */
export function withCells(planned: Cells, given: Cells): Cells {
  const entries = Object.entries(given) as Array<[ImportedField, string]>
  const replaced = entries.filter(([field, cell]) => !(columnOf(field).secret && cell.trim() === KEPT))
  return { ...planned, ...Object.fromEntries(replaced) }
}

/** The cells of a row as they may be shown: secrets, the deployment PIN among them, as `(kept)`. */
export function shownCells({ cells }: RowContent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cells).map(([field, cell]) => [
      field,
      cell !== '' && columnOf(field as ImportedField).secret ? KEPT : cell,
    ]),
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

function keptNowhere(field: ImportedField): PlanRow['problems'][number] {
  const message = `${columnOf(field).label}: “${KEPT}” stands for a value of another plan. Upload the file to that plan, or enter the value.`
  return problem('error', { field, code: 'cell.kept', message })
}

function problem(
  severity: 'error' | 'warning',
  { field, code, message }: Pick<Finding, 'code' | 'message'> & { field: string | null },
): PlanRow['problems'][number] {
  return { field, severity, code, message }
}
