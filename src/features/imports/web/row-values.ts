import type { ImportRow, ImportRowChanges } from '../schema.ts'
import type { ImportKind } from './kinds.ts'

/** What the server shows of a secret that the plan has, and takes back for it. */
export const kept = '(kept)'

/** The fields of a row that are write-only. */
export const secrets = [
  'pbxSipPassword',
  'voicemailPin',
  'mbgSipPassword',
  'clientServicePassword',
  'deploymentPin',
]

/** What a row says, as it is corrected: text by field, and the profile chosen for it. */
export interface RowValues {
  /** undefined keeps the plan's secret, null empties the cell. */
  cells: Record<string, string | null | undefined>
  /** Null: as the file says. */
  profileId: string | null
}

/** The fields that can be corrected: those of the file, those that must be there, and those in which something is wrong. */
export function fieldsOf(
  { fields, needed }: Pick<ImportKind, 'fields' | 'needed'>,
  columns: Array<string | null>,
  row: ImportRow,
): string[] {
  const wrong = row.problems.flatMap(({ field }) => field ?? [])
  const used = new Set([...columns, ...wrong, ...needed])
  return fields.filter((field) => used.has(field))
}

/** A row as its form begins. */
export function valuesOf(row: ImportRow, fields: string[]): RowValues {
  const cells = fields.map((field) => [field, secrets.includes(field) ? undefined : (row.cells[field] ?? '')])
  return { cells: Object.fromEntries(cells), profileId: row.profileId }
}

/** What is different, as the API takes it; undefined: nothing. A chosen profile also takes the place of a name that the file has wrong. */
export function changesOf(
  row: ImportRow,
  { cells, profileId }: RowValues,
  nameOf: (profileId: string) => string | undefined,
): ImportRowChanges | undefined {
  const typed = Object.entries(cells).flatMap(([field, value]) => {
    if (value === undefined || value === (row.cells[field] ?? '')) return []
    return [[field, value ?? ''] as const]
  })
  const chosen = profileId === row.profileId ? {} : { profileId }
  const wrongName = row.problems.some(({ field }) => field === 'profile')
  const name = wrongName && profileId !== row.profileId && profileId ? nameOf(profileId) : undefined
  const changed = Object.fromEntries(name === undefined ? typed : [...typed, ['profile', name]])
  if (Object.keys(changed).length === 0) return 'profileId' in chosen ? chosen : undefined
  return { cells: changed, ...chosen }
}
