import { Loader, VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn, RowLink } from './columns.ts'
import classes from './data-grid.module.css'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { GridSkeleton } from './grid-skeleton.tsx'
import { arranged } from './layout.ts'
import { isSelected, type SelectionControl, withRows } from './selection.ts'
import { useGridKeys } from './use-grid-keys.ts'
import type { GridLayoutControl } from './use-grid-layout.ts'

/** In pixels, as the stylesheet draws them. */
const rowHeights = { comfortable: 40, compact: 32 }
/** Rows from the end of what is loaded at which more is asked for. */
const loadAhead = 30

export interface DataGridProps<Row extends object> {
  /** What the list is, for a screen reader. */
  label: string
  columns: GridColumn<Row>[]
  rows: Row[]
  rowId: (row: Row) => string
  /** Names a row in the label of its box. */
  rowName?: (row: Row) => string
  linkOf?: RowLink<Row>
  /** The row whose record is open beside the list. */
  openId?: string | undefined
  /** Which columns are shown, in which order, how wide; absent: as `columns` says. */
  layout?: GridLayoutControl
  sort?: string | undefined
  onSort?: (sort: string) => void
  selection?: SelectionControl
  /** How many match in all, where that is known. */
  total?: number | undefined
  loading: boolean
  more?: { has: boolean; fetching: boolean; fetch: () => unknown }
  /** What a single key does to the row the cursor is on. */
  rowKeys?: Record<string, (row: Row) => void>
  empty: ReactNode
}

/** A list of any length: virtual rows, endless pages, the header and the first column always in view, usable without a mouse. */
export function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const { rows, rowId, selection, more, layout } = props
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const rowHeight = rowHeights[layout?.layout.compact ? 'compact' : 'comfortable']
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowId(rows[index] as Row),
    overscan: 12,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
  })
  const items = virtual.getVirtualItems()
  const [anchor, setAnchor] = useState<number>()
  const { cursor, setCursor } = useGridKeys(props, box, (index) => virtual.scrollToIndex(index), toggle)

  // What was measured was as high as rows were then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is the reason to measure anew
  useEffect(() => virtual.measure(), [rowHeight])

  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more?.has && !more.fetching && lastShown >= rows.length - loadAhead) void more.fetch()
  }, [more, lastShown, rows.length])

  function toggle(index: number, range: boolean) {
    const row = rows[index]
    if (!row || !selection) return
    const chosen = !isSelected(selection.selection, rowId(row))
    const from = range && anchor !== undefined ? anchor : index
    const touched = rows.slice(Math.min(from, index), Math.max(from, index) + 1).map(rowId)
    selection.select(withRows(selection.selection, touched, chosen))
    setAnchor(index)
    setCursor(index)
  }

  if (rows.length === 0 && !props.loading) return <div className={classes.box}>{props.empty}</div>

  const columns = layout ? arranged(props.columns, layout.layout) : props.columns
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={box} className={classes.box} data-grid-box>
      <table
        className={classes.table}
        aria-label={props.label}
        aria-rowcount={rowCount(props)}
        data-compact={layout?.layout.compact || undefined}
        style={{ minWidth: columns.reduce((sum, { width }) => sum + width, selection ? 44 : 0) }}
      >
        <GridHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          selection={selection}
          total={props.total}
          layout={layout}
        />
        {props.loading && <GridSkeleton columns={columns.length} boxed={selection !== undefined} />}
        <tbody>
          <Spacer height={before} columns={columns.length + (selection ? 1 : 0)} />
          {items.map(({ index, key }) => {
            const row = rows[index]
            if (!row) return null
            const id = rowId(row)
            return (
              <GridRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                name={props.rowName?.(row) ?? id}
                link={props.linkOf?.(row)}
                open={id === props.openId}
                atCursor={index === cursor}
                selected={selection && isSelected(selection.selection, id)}
                measure={virtual.measureElement}
                onToggle={toggle}
                onFocus={setCursor}
              />
            )
          })}
          <Spacer height={after} columns={columns.length + (selection ? 1 : 0)} />
        </tbody>
      </table>
      {(more?.fetching || props.loading) && (
        <div className={classes.foot} role="status">
          {!props.loading && <Loader size="xs" aria-hidden />}
          <VisuallyHidden>{t('loading')}</VisuallyHidden>
        </div>
      )}
    </div>
  )
}

/** With the header; -1 where nobody has counted yet (ARIA's "unknown"). */
function rowCount<Row extends object>({ rows, more, total, loading }: DataGridProps<Row>): number {
  if (total !== undefined) return total + 1
  return more?.has || loading ? -1 : rows.length + 1
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
