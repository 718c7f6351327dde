import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A column of a list. The first one names the row: it stays in view and bears the link. */
export interface GridColumn<Row> {
  id: string
  header: string
  /** What the column is called where columns are chosen; absent: as its header. */
  chosenAs?: string
  cell: (row: Row) => ReactNode
  /** In pixels; what is left over goes to all columns alike, until somebody sets a width. */
  width: number
  /** The server's name of this order; absent: the list cannot be sorted by it. */
  sort?: string
  /** What stands in the column, for who does not know the term. */
  hint?: string
  align?: 'end'
  /** Sentences: they are shown whole, and the row grows. */
  wrap?: boolean
}

/** What is to be known of a column to choose it. */
export type NamedColumn = Pick<GridColumn<unknown>, 'id' | 'header' | 'chosenAs'>

/** Where a row leads; undefined: nowhere. */
export type RowLink<Row> = (row: Row) => LinkProps | undefined

/** The order after a press on a header: ascending, descending, ascending … */
export function nextSort(current: string | undefined, sort: string): string {
  return current === sort ? `-${sort}` : sort
}
