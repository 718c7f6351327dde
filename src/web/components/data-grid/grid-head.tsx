import { Checkbox, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ColumnEdge } from './column-edge.tsx'
import { type GridColumn, nextSort } from './columns.ts'
import classes from './data-grid.module.css'
import { type SelectionControl, selectedCount } from './selection.ts'
import type { GridLayoutControl } from './use-grid-layout.ts'

interface GridHeadProps<Row> {
  columns: GridColumn<Row>[]
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
  selection: SelectionControl | undefined
  total: number | undefined
  /** Absent: the columns are as the page has them. */
  layout: GridLayoutControl | undefined
}

/** The header: the box for all that match, a sort button in each column that has an order, and the edges that widen columns. */
export function GridHead<Row>({ columns, sort, onSort, selection, total, layout }: GridHeadProps<Row>) {
  const someSet = layout !== undefined && Object.keys(layout.layout.widths).length > 0
  return (
    <>
      <colgroup>
        {selection && <col style={{ width: 44 }} />}
        {columns.map(({ id, width }, position) => (
          // Once somebody has set a width, the others keep theirs and the last one takes what is left over.
          <col
            key={id}
            data-column={id}
            style={{ width: someSet && position === columns.length - 1 ? 'auto' : width }}
          />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {selection && (
            <th scope="col" className={classes.boxCell} data-corner>
              <SelectAllBox selection={selection} total={total} />
            </th>
          )}
          {columns.map((column, position) => (
            <th
              key={column.id}
              scope="col"
              title={column.hint}
              aria-sort={column.sort ? orderOf(sort, column.sort) : undefined}
              data-column={column.id}
              data-first={position === 0 || undefined}
              data-corner={position === 0 || undefined}
              data-boxed={selection !== undefined || undefined}
              data-align={column.align}
            >
              <HeaderLabel column={column} sort={sort} onSort={onSort} />
              {layout && <ColumnEdge column={column} onResize={layout.resize} />}
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}

function SelectAllBox({
  selection: { selection, selectAll, selectNone },
  total,
}: {
  selection: SelectionControl
  total: number | undefined
}) {
  const { t } = useTranslation()
  const count = selectedCount(selection, total)
  const whole = selection.all && selection.except.size === 0
  return (
    <Checkbox
      size="xs"
      aria-label={whole ? t('grid.selectNone') : t('grid.selectAll')}
      checked={whole}
      indeterminate={!whole && count !== 0}
      onChange={() => (whole ? selectNone() : selectAll())}
    />
  )
}

function HeaderLabel<Row>({
  column,
  sort,
  onSort,
}: Pick<GridHeadProps<Row>, 'sort' | 'onSort'> & { column: GridColumn<Row> }) {
  const { t } = useTranslation()
  const by = column.sort
  if (by === undefined || !onSort) return column.header
  const order = orderOf(sort, by)
  return (
    <UnstyledButton
      className={classes.sortButton}
      onClick={() => onSort(nextSort(sort, by))}
      aria-label={t('grid.sortBy', { column: column.header })}
      data-sorted={order !== 'none' || undefined}
    >
      {column.header}
      {order === 'descending' ? (
        <IconArrowDown size={14} aria-hidden />
      ) : (
        <IconArrowUp size={14} aria-hidden />
      )}
    </UnstyledButton>
  )
}

function orderOf(sort: string | undefined, column: string): 'ascending' | 'descending' | 'none' {
  if (sort === column) return 'ascending'
  return sort === `-${column}` ? 'descending' : 'none'
}
