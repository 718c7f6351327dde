import { sql } from 'kysely'

const marks = { unread: '/* result unread */', keptPlan: '/* plan kept */', onlyReads: '/* only reads */' }

/**
 * Stands at the end of a statement that a connection parses and plans once: each time costs as much as running it, or more (0.05 to 0.5 ms). For
 * statements with one text and one sensible plan, which inserts have and what is found by its keys, one or a page of them (as an array, of which
 * the planner takes every length for ten); never where the plan depends on how many rows there are, because it stays until statistics change, and
 * never with `select *` of the rows that come out, which a migration would break on every connection that is open.
 */
export const keptPlan = sql`${sql.raw(marks.keptPlan)}`

/**
 * Stands behind a statement of which nobody reads the result, before `keptPlan` where both do: it is not waited for. Where it fails, the next one that
 * is read fails with its failure, at the latest the commit; so never where a failure is caught or translated.
 */
export const unread = sql`${sql.raw(marks.unread)}`

/**
 * Stands at the end of a statement written as text that writes nothing, nor calls what does: a transaction of such statements, and of selects that were
 * built, is ended without waiting, as it has nothing to lose.
 */
export const onlyReads = sql.raw(marks.onlyReads)

/** Whether this is a part of a statement's text that says so. */
export function saysOnlyReads(text: string): boolean {
  return text === marks.onlyReads
}

/** The text of a statement with the mark `keptPlan`. */
export function markedAsKept(statement: string): string {
  return `${statement} ${marks.keptPlan}`
}

/** Whether nobody reads what comes of it. */
export function isUnread(statement: string): boolean {
  return statement.includes(marks.unread)
}

const names = new Map<string, string>()

/** The name under which connections keep the plan of this statement; undefined where they make it anew each time. */
export function nameOfPlan(statement: string): string | undefined {
  if (!statement.endsWith(marks.keptPlan)) return undefined
  const known = names.get(statement)
  if (known !== undefined) return known
  const name = `kept_${names.size + 1}`
  names.set(statement, name)
  return name
}
