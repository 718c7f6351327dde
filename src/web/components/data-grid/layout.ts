import type { GridColumn } from './columns.ts'

/** How somebody laid a list out. Columns are named by id; those it does not know are as the page has them. */
export interface GridLayout {
  hidden: string[]
  /** The order of the columns; the first one of the page stays first whatever stands here. */
  order: string[]
  /** In pixels. */
  widths: Record<string, number>
  /** Lower rows: more of them at once. */
  compact: boolean
}

/** In pixels: narrower a header cannot be read, wider a column hides the others. */
export const narrowest = 60
export const widest = 900

/** The layout of a list nobody has touched. */
export function untouchedLayout(hidden: string[]): GridLayout {
  return { hidden, order: [], widths: {}, compact: false }
}

/** All columns in the order of a layout. One that it does not know stands behind the one it follows on the page. */
export function ordered<Column extends { id: string }>(columns: Column[], order: string[]): Column[] {
  const [first, ...others] = columns
  if (!first) return []
  const known = order.flatMap((id) => others.find((column) => column.id === id) ?? [])
  const result = [first, ...known]
  for (const [position, column] of columns.entries()) {
    if (result.includes(column)) continue
    result.splice(result.indexOf(columns[position - 1] as Column) + 1, 0, column)
  }
  return result
}

/** The columns that are shown, in their order and with their widths. */
export function arranged<Row>(columns: GridColumn<Row>[], layout: GridLayout): GridColumn<Row>[] {
  return ordered(columns, layout.order)
    .filter(({ id }, position) => position === 0 || !layout.hidden.includes(id))
    .map((column) => ({ ...column, width: layout.widths[column.id] ?? column.width }))
}

/** The order with one column moved to the place of another. */
export function movedTo(ids: string[], id: string, place: number): string[] {
  const others = ids.filter((other) => other !== id)
  return [...others.slice(0, place), id, ...others.slice(place)]
}

/** A width that can be used. */
export function allowedWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)))
}
