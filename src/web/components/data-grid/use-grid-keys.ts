import { type RefObject, useEffect, useState } from 'react'
import { isForSomethingElse, singleKeysOn } from '#web/lib/keys.ts'
import type { DataGridProps } from './data-grid.tsx'

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }

/**
 * The cursor of a list: `↑ ↓` walk its rows, `x` selects, and `rowKeys` do what the page says. The keys work from anywhere on the page but
 * from what is typed into; `Enter` needs no care, because the cursor is the focus on the row's link.
 */
export function useGridKeys<Row extends object>(
  props: DataGridProps<Row>,
  box: RefObject<HTMLDivElement | null>,
  scrollTo: (index: number) => void,
  toggle: (index: number, range: boolean) => void,
) {
  const { rows, rowKeys, openId, rowId } = props
  const [cursor, setCursor] = useState(0)

  // Opening a record from elsewhere (a link, Back) brings the cursor along.
  useEffect(() => {
    if (openId === undefined) return
    const index = rows.findIndex((row) => rowId(row) === openId)
    if (index >= 0) setCursor(index)
  }, [openId, rows, rowId])

  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      const insideGrid = box.current?.contains(target) ?? false
      const fromSearch = leavesSearch(event, target)
      // Arrows scroll what has the focus; only from inside the list, or from nowhere, they walk rows.
      const step = insideGrid || fromSearch || target === document.body ? steps[event.key] : undefined
      if ((isForSomethingElse(event) && !fromSearch) || rows.length === 0) return
      if (step !== undefined) {
        event.preventDefault()
        const to = insideGrid ? Math.min(rows.length - 1, Math.max(0, cursor + step)) : cursor
        setCursor(to)
        scrollTo(to)
        focusRow(box.current, to)
        return
      }
      if (!singleKeysOn()) return
      const row = rows[cursor]
      // With Shift, or Caps Lock, the key is a capital.
      const key = event.key.toLowerCase()
      if (key === 'x' && props.selection) {
        event.preventDefault()
        toggle(cursor, event.shiftKey)
      } else if (row && rowKeys?.[key]) {
        event.preventDefault()
        rowKeys[key]?.(row)
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })

  return { cursor: Math.min(cursor, Math.max(0, rows.length - 1)), setCursor }
}

/** From what was searched the way down is to what was found. */
function leavesSearch(event: KeyboardEvent, target: HTMLElement): boolean {
  const isChanged = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
  return event.key === 'ArrowDown' && !isChanged && target.matches('main input[type=search]')
}

/** A virtual row is drawn in the frame after the scroll that brings it into view. */
function focusRow(box: HTMLElement | null, index: number, frames = 5): void {
  requestAnimationFrame(() => {
    const link = box?.querySelector<HTMLElement>(`tr[data-index="${index}"] [data-row-focus]`)
    if (link) link.focus({ preventScroll: true })
    else if (frames > 0) focusRow(box, index, frames - 1)
  })
}
