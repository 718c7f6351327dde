import { ActionIcon, Button, Checkbox, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical } from '@tabler/icons-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './column-choices.module.css'
import type { NamedColumn } from './columns.ts'
import { movedTo, ordered } from './layout.ts'
import type { GridLayoutControl } from './use-grid-layout.ts'

interface ColumnChoicesProps {
  columns: NamedColumn[]
  control: GridLayoutControl
}

/** Which columns are shown and in which order, and how high the rows are. The first column names the row and always stays. */
export function ColumnChoices({ columns, control }: ColumnChoicesProps) {
  const { t } = useTranslation()
  return (
    <>
      <ColumnList columns={ordered(columns, control.layout.order).slice(1)} control={control} />
      <div className={classes.foot}>
        <Checkbox
          size="xs"
          label={t('grid.compact')}
          checked={control.layout.compact}
          onChange={(event) => control.setCompact(event.currentTarget.checked)}
        />
        <Button size="compact-sm" variant="subtle" onClick={control.reset}>
          {t('grid.reset')}
        </Button>
      </div>
    </>
  )
}

function ColumnList({ columns, control: { layout, hide, reorder } }: ColumnChoicesProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<number>()
  const [moved, setMoved] = useState<{ id: string; by: number; place: number }>()
  const ids = columns.map(({ id }) => id)

  // A browser takes the focus from what is moved within the page.
  useEffect(() => {
    if (!moved) return
    list.current?.querySelector<HTMLElement>(`[data-move="${moved.id} ${moved.by}"]`)?.focus()
  }, [moved])

  function move(id: string, by: number) {
    const place = ids.indexOf(id) + by
    if (place < 0 || place >= ids.length) return
    reorder(movedTo(ids, id, place))
    setMoved({ id, by, place })
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    if (dragged !== undefined && over !== undefined) reorder(movedTo(ids, dragged, over))
  }

  function rest() {
    setDragged(undefined)
    setOver(undefined)
  }

  function marks(id: string, place: number) {
    if (dragged === undefined || over !== place || dragged === id) return {}
    return { 'data-over': ids.indexOf(dragged) < place ? 'after' : 'before' }
  }

  const name = columns.find(({ id }) => id === moved?.id)?.header
  return (
    <>
      <ul ref={list} className={classes.list}>
        {columns.map(({ id, header, chosenAs = header }, place) => (
          <li
            key={id}
            className={classes.column}
            draggable
            {...marks(id, place)}
            onDragStart={(event) => {
              // Firefox drags nothing that carries no data.
              event.dataTransfer.setData('text/plain', header)
              event.dataTransfer.effectAllowed = 'move'
              setDragged(id)
            }}
            onDragOver={(event) => {
              if (dragged === undefined) return
              event.preventDefault()
              setOver(place)
            }}
            onDrop={drop}
            onDragEnd={rest}
          >
            <IconGripVertical size={15} className={classes.grip} aria-hidden />
            <Checkbox
              size="xs"
              flex={1}
              label={chosenAs}
              checked={!layout.hidden.includes(id)}
              onChange={(event) => hide(id, !event.currentTarget.checked)}
            />
            <MoveButton
              id={id}
              by={-1}
              can={place > 0}
              label={t('grid.moveUp', { column: header })}
              because={t('grid.isFirst')}
              move={move}
            />
            <MoveButton
              id={id}
              by={1}
              can={place < ids.length - 1}
              label={t('grid.moveDown', { column: header })}
              because={t('grid.isLast')}
              move={move}
            />
          </li>
        ))}
      </ul>
      <VisuallyHidden role="status">
        {moved && name && t('grid.moved', { column: name, place: moved.place + 1, last: ids.length })}
      </VisuallyHidden>
    </>
  )
}

interface MoveButtonProps {
  id: string
  /** One place up (-1) or down (1). */
  by: -1 | 1
  can: boolean
  label: string
  /** Said where it cannot. */
  because: string
  move: (id: string, by: number) => void
}

/** At the end of the list it stays focusable, so that the keyboard is not thrown out of the list. */
function MoveButton({ id, by, can, label, because, move }: MoveButtonProps) {
  const Shape = by < 0 ? IconChevronUp : IconChevronDown
  return (
    <ActionIcon
      size={24}
      variant="transparent"
      color="gray"
      bg="transparent"
      aria-label={label}
      aria-disabled={!can || undefined}
      title={can ? undefined : because}
      data-disabled={!can || undefined}
      data-move={`${id} ${by}`}
      onClick={() => move(id, by)}
    >
      <Shape size={15} aria-hidden />
    </ActionIcon>
  )
}
