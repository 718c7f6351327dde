import { problemOf } from './draft.ts'
import type { PlanRow } from './rows-store.ts'
import type { AnyImportOptions } from './schema.ts'

/** Whether the row's ID, if it has one, names a record that it may change. @param what what the row without it would add */
export function identityProblems(
  id: string | undefined,
  isKnown: boolean,
  { overwrite }: AnyImportOptions,
  what: 'subscriber' | 'person',
): PlanRow['problems'] {
  if (id === undefined) return []
  const error = (code: string, message: string) => [problemOf('error', { field: 'id', code, message })]
  if (!isKnown) {
    return error(
      'row.id-unknown',
      `ID: this account has no record with this ID. Empty the cell to add a new ${what}.`,
    )
  }
  if (overwrite) return []
  return error(
    'row.exists',
    'ID: this record exists. Tick "overwrite" to change it, or empty the cell to add a new one.',
  )
}
