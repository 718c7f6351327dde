import type { Import, ImportRow } from '../schema.ts'

/** How many people applying the plan adds or changes. */
export function changeCount({ counts }: Import): number {
  return counts.create + counts.change
}

/** Whether errors or conflicts keep the whole file out. */
export function isHeldBack({ counts, options }: Import): boolean {
  return !options.partial && counts.error + counts.conflict > 0
}

/** All rows of the file. */
export function rowCount({ counts }: Import): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** What is wrong with one cell of a row, errors before warnings. */
export function problemsOf(row: ImportRow, field: string | null): ImportRow['problems'] {
  return row.problems
    .filter((problem) => problem.field === field)
    .sort((one, other) => one.severity.localeCompare(other.severity))
}
