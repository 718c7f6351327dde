import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from './columns.ts'
import classes from './data-grid.module.css'
import { allowedWidth, narrowest, widest } from './layout.ts'

/** In pixels, for one press of an arrow key. */
const step = 10

interface ColumnEdgeProps<Row> {
  column: GridColumn<Row>
  onResize: (widths: Record<string, number | undefined>) => void
}

/**
 * The edge by which a column is made wider or narrower: dragged, or moved with the arrow keys; a double press or `Enter` gives it back the
 * page's width. The first change fixes the widths of all columns as they are shown, so that only the one that is meant moves.
 */
export function ColumnEdge<Row>({ column, onResize }: ColumnEdgeProps<Row>) {
  const { t } = useTranslation()
  const drag = useRef<{ from: number; widths: Record<string, number> }>(undefined)

  function widthAt(event: PointerEvent): number | undefined {
    const start = drag.current
    return start && allowedWidth((start.widths[column.id] ?? column.width) + event.clientX - start.from)
  }

  function take(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { from: event.clientX, widths: shownWidths(event.currentTarget) }
  }

  // Straight into the page: drawing every row anew for every pixel would lag behind the pointer.
  function move(event: PointerEvent<HTMLElement>) {
    const width = widthAt(event)
    if (drag.current && width !== undefined)
      drawWidths(event.currentTarget, { ...drag.current.widths, [column.id]: width })
  }

  function release(event: PointerEvent<HTMLElement>) {
    const width = widthAt(event)
    const moved = drag.current !== undefined && event.clientX !== drag.current.from
    if (drag.current && moved) onResize({ ...drag.current.widths, [column.id]: width })
    drag.current = undefined
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    const widths = shownWidths(event.currentTarget)
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key]
    if (by === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (by === undefined) onResize({ [column.id]: undefined })
    else onResize({ ...widths, [column.id]: (widths[column.id] ?? column.width) + by })
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, a focusable separator can (ARIA, window splitter)
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('grid.widthOf', { column: column.header })}
      aria-valuenow={column.width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      className={classes.edge}
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={() => onResize({ [column.id]: undefined })}
      onKeyDown={press}
    />
  )
}

/** The widths of all columns as they are drawn now, in pixels. */
function shownWidths(edge: HTMLElement): Record<string, number> {
  const headers = edge.closest('tr')?.querySelectorAll<HTMLElement>('th[data-column]') ?? []
  return Object.fromEntries(
    [...headers].map((header) => [header.dataset.column, header.getBoundingClientRect().width]),
  )
}

function drawWidths(edge: HTMLElement, widths: Record<string, number>): void {
  const table = edge.closest('table')
  const columns = [...(table?.querySelectorAll<HTMLElement>('col') ?? [])]
  let sum = 0
  for (const [position, column] of columns.entries()) {
    const width = widths[column.dataset.column ?? ''] ?? column.offsetWidth
    sum += width
    // The last column takes what is left over.
    column.style.width = position === columns.length - 1 ? 'auto' : `${width}px`
  }
  if (table) table.style.minWidth = `${sum}px`
}
