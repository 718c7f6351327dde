import { Checkbox, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type GridColumn, nextSort } from './columns.ts'
import classes from './data-grid.module.css'
import { type SelectionControl, selectedCount } from './selection.ts'

interface GridHeadProps<Row> {
  columns: GridColumn<Row>[]
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
  selection: SelectionControl | undefined
  total: number | undefined
}

/** The header: the box for all that match, and a sort button in each column that has an order. */
export function GridHead<Row>({ columns, sort, onSort, selection, total }: GridHeadProps<Row>) {
  return (
    <>
      <colgroup>
        {selection && <col style={{ width: 44 }} />}
        {columns.map(({ id, width }) => (
          <col key={id} style={{ width }} />
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
              data-first={position === 0 || undefined}
              data-corner={position === 0 || undefined}
              data-boxed={selection !== undefined || undefined}
              data-align={column.align}
            >
              <HeaderLabel column={column} sort={sort} onSort={onSort} />
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
