import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { DB } from './schema.generated.ts'

// Keyset paging: a page begins after the row where the last one ended, so that any depth costs the same.

/** Where in an order a row stands: the values it is sorted by, as the text of an array, and its id. */
export interface Place {
  key: string
  id: string
}

/** What rows are sorted by. */
export interface SortValue {
  expression: RawBuilder<unknown>
  type: 'text' | 'timestamptz'
}

/** How rows are ordered. `group` begins every row's key and is the same in all of them, so it takes no part in comparing. */
export interface Ordering {
  group: string[]
  values: SortValue[]
}

/** From where a list is read on, in which direction, and how many rows. */
export interface PageBounds {
  descending: boolean
  after: Place | undefined
  limit: number
}

/** A text as people look for it: without case and accents, the missing first. */
export function folded(text: RawBuilder<unknown>): SortValue {
  return { expression: sql`coalesce(app.fold(${text}), '') collate "C"`, type: 'text' }
}

/**
 * These rows in this order, after that one, no more than the limit.
 * @param id the column that tells equal rows apart
 */
export function inOrder<Table extends keyof DB>(
  rows: SelectQueryBuilder<DB, Table, object>,
  id: RawBuilder<unknown>,
  by: Ordering,
  { descending, after, limit }: PageBounds,
): SelectQueryBuilder<DB, Table, object> {
  const direction = descending ? 'desc' : 'asc'
  const expressions = by.values.map(({ expression }) => expression)
  const bounds = by.values.map(({ type }, index) => boundOf(after, by.group.length + index, type))
  return rows
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(${sql.join(expressions)}, ${id}) ${sql.raw(descending ? '<' : '>')}
          (${sql.join(bounds)}, ${after?.id}::uuid)`,
      ),
    )
    .$call((query) => expressions.reduce((sorted, value) => sorted.orderBy(value, direction), query))
    .orderBy(id, direction)
    .limit(limit)
}

/** Where a row stands in this order: the `key` of its place. */
export function sortKey({ group, values }: Ordering) {
  const parts = [...group.map((value) => sql`${value}`), ...values.map(({ expression }) => expression)]
  return sql<string>`(array[${sql.join(parts.map((part) => sql`(${part})::text`))}])::text`.as('sortKey')
}

/** One of the values of a place. */
export function boundOf(place: Place | undefined, index: number, type: 'text' | 'timestamptz' | 'uuid') {
  return sql`((${place?.key}::text[])[${sql.raw(String(index + 1))}])::${sql.raw(type)}`
}
