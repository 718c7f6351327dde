import { useState } from 'react'
import { useRemembered } from '#web/lib/remembered.ts'
import { allowedWidth, type GridLayout, untouchedLayout } from './layout.ts'

/** How a list is laid out, and what changes it. */
export interface GridLayoutControl {
  layout: GridLayout
  /** What the page has. */
  untouched: GridLayout
  hide: (id: string, hidden: boolean) => void
  reorder: (order: string[]) => void
  /** Sets widths in pixels; undefined gives a column back the page's. */
  resize: (widths: Record<string, number | undefined>) => void
  setCompact: (compact: boolean) => void
  /** Takes over a whole layout. */
  keep: (layout: GridLayout) => void
  reset: () => void
}

/** The layout of one list, kept in this browser under a name that says whose it is. */
export function useGridLayout(name: string, initiallyHidden: string[] = []): GridLayoutControl {
  const untouched = untouchedLayout(initiallyHidden)
  const [layout, keep] = useRemembered(`${name}.layout`, untouched)
  return controlOf(layout, untouched, keep)
}

/** A layout to be tried: it begins as the one it is made of, which stays as it is until it is told to `keep` this one. */
export function useLayoutDraft({ layout, untouched }: GridLayoutControl): GridLayoutControl {
  const [draft, setDraft] = useState(layout)
  return controlOf(draft, untouched, setDraft)
}

function controlOf(
  layout: GridLayout,
  untouched: GridLayout,
  keep: (layout: GridLayout) => void,
): GridLayoutControl {
  return {
    untouched,
    layout,
    hide: (id, hidden) => {
      const others = layout.hidden.filter((other) => other !== id)
      keep({ ...layout, hidden: hidden ? [...others, id] : others })
    },
    reorder: (order) => keep({ ...layout, order }),
    resize: (widths) => {
      const all = Object.entries({ ...layout.widths, ...widths })
      const set = all.flatMap(([id, width]) => (width === undefined ? [] : [[id, allowedWidth(width)]]))
      keep({ ...layout, widths: Object.fromEntries(set) })
    },
    setCompact: (compact) => keep({ ...layout, compact }),
    keep,
    reset: () => keep(untouched),
  }
}
