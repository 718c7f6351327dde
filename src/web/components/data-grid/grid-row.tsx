import { Checkbox } from '@mantine/core'
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from './columns.ts'
import classes from './data-grid.module.css'

interface GridRowProps<Row> {
  row: Row
  index: number
  columns: GridColumn<Row>[]
  name: string
  link: LinkProps | undefined
  open: boolean
  /** The one row that Tab reaches; the arrow keys move on from it. */
  atCursor: boolean
  /** undefined: rows cannot be selected. */
  selected: boolean | undefined
  /** Told the row once drawn: rows with sentences are higher than others. */
  measure: (row: HTMLTableRowElement | null) => void
  onToggle: (index: number, range: boolean) => void
  onFocus: (index: number) => void
}

/** One row. A press anywhere on it opens what it names; the link inside is what the keyboard and a screen reader use. */
export function GridRow<Row>(props: GridRowProps<Row>) {
  const { row, index, columns, link, selected } = props
  const { t } = useTranslation()
  const navigate = useNavigate()

  function openByPress(event: MouseEvent<HTMLElement>) {
    const pressed = event.target as HTMLElement
    const marking = window.getSelection()?.type === 'Range'
    if (!link || marking || pressed.closest('a, button, input, label')) return
    void navigate(link)
  }

  return (
    <tr
      ref={props.measure}
      aria-rowindex={index + 2}
      data-index={index}
      data-open={props.open || undefined}
      data-selected={selected || undefined}
      data-link={link !== undefined || undefined}
      onClick={openByPress}
      onMouseOver={titleWhereCut}
      onFocus={() => props.onFocus(index)}
    >
      {selected !== undefined && (
        <td className={classes.boxCell}>
          <Checkbox
            size="xs"
            aria-label={t('grid.selectRow', { name: props.name })}
            checked={selected}
            tabIndex={props.atCursor ? 0 : -1}
            onClick={(event) => props.onToggle(index, event.shiftKey)}
            onChange={() => undefined}
          />
        </td>
      )}
      {columns.map((column, position) =>
        position === 0 ? (
          <th
            key={column.id}
            scope="row"
            data-first
            data-boxed={selected !== undefined || undefined}
            data-wrap={column.wrap}
          >
            <RowName {...props}>{column.cell(row)}</RowName>
          </th>
        ) : (
          <td key={column.id} data-align={column.align} data-wrap={column.wrap}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}

/** What a narrow column cuts is told on hover; a cell that has something to say by itself says that. */
function titleWhereCut({ target }: MouseEvent<HTMLElement>): void {
  const cell = (target as HTMLElement).closest<HTMLElement>('td, th')
  if (!cell || cell.querySelector('[title]')) return
  const text = cell.querySelector<HTMLElement>('[data-row-focus]') ?? cell
  if (text.scrollWidth > text.clientWidth) cell.title = cell.innerText
  else cell.removeAttribute('title')
}

function RowName<Row>({ link, open, atCursor, children }: GridRowProps<Row> & { children: React.ReactNode }) {
  const focus = { 'data-row-focus': true, tabIndex: atCursor ? 0 : -1 }
  if (!link) {
    return (
      <span {...focus} className={classes.name}>
        {children}
      </span>
    )
  }
  return (
    <Link {...link} {...focus} className={classes.name} aria-current={open ? 'true' : undefined}>
      {children}
    </Link>
  )
}
