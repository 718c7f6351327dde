import { keysOf } from '#web/lib/address.ts'
import type { Import, ImportRow } from '../schema.ts'

export type Verdict = ImportRow['verdict']

/** Every verdict, in the order in which they are read. The shapes themselves would bring their whole library along. */
export const verdicts = keysOf<Verdict>({
  create: true,
  change: true,
  unchanged: true,
  conflict: true,
  error: true,
})

/** The code of the warning that a plan resets softphones. */
export const resetsClients = 'imports.resets-clients'

/** Whether applying the plan resets softphones. */
export function resetsSoftphones({ warnings }: Pick<Import, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === resetsClients)
}

/** How many people applying the plan adds or changes. */
export function changeCount({ counts }: Import): number {
  return counts.create + counts.change
}

/** How many rows cannot be imported as they are. */
export function workCount({ counts }: Import): number {
  return counts.error + counts.conflict
}

/** Whether errors or conflicts keep the whole file out. */
export function isHeldBack(plan: Import): boolean {
  return !plan.options.partial && workCount(plan) > 0
}

/** All rows of the file. */
export function rowCount({ counts }: Import): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Whether a row cannot be imported as it is. */
export function needsWork({ verdict }: Pick<ImportRow, 'verdict'>): boolean {
  return verdict === 'error' || verdict === 'conflict'
}

/** What is wrong with one cell of a row, errors before warnings. */
export function problemsOf(row: ImportRow, field: string | null): ImportRow['problems'] {
  return row.problems
    .filter((problem) => problem.field === field)
    .sort((one, other) => one.severity.localeCompare(other.severity))
}

/** What is wrong with a row, each sentence once: several cells may lack the same thing. */
export function sentencesOf({ problems }: Pick<ImportRow, 'problems'>): string[] {
  return [...new Set(problems.map(({ message }) => message))]
}

/** Whether something was written that can still be taken back: what undoes an import ends some time after it. */
export function canBeUndone({ status, appliedAt, expiresAt }: Import, now: Date): boolean {
  const isOver = status === 'applied' || status === 'failed' || status === 'cancelled'
  return isOver && appliedAt !== null && (expiresAt === null || new Date(expiresAt) > now)
}

/** What stands at a field: errors as such, warnings as its help. */
export function saidAbout(
  row: ImportRow,
  field: string,
): { error: string | undefined; help: string | undefined } {
  const said = (severity: 'error' | 'warning') => {
    const messages = problemsOf(row, field).filter((problem) => problem.severity === severity)
    return messages.map(({ message }) => message).join(' ') || undefined
  }
  return { error: said('error'), help: said('warning') }
}
