import { useMemo, useState } from 'react'

/** What is chosen of a list: some rows, or everything that matches but a few. */
export type Selection = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> }

export const nothingSelected: Selection = { all: false, ids: new Set() }

/** Whether a row is chosen. */
export function isSelected(selection: Selection, id: string): boolean {
  return selection.all ? !selection.except.has(id) : selection.ids.has(id)
}

/** How many are chosen; undefined while the number of all that match is not known. */
export function selectedCount(selection: Selection, matching: number | undefined): number | undefined {
  if (!selection.all) return selection.ids.size
  return matching === undefined ? undefined : Math.max(0, matching - selection.except.size)
}

/** Chooses or leaves out rows. */
export function withRows(selection: Selection, ids: Iterable<string>, chosen: boolean): Selection {
  const changed = new Set(selection.all ? selection.except : selection.ids)
  // Within "all", the set holds what is left out.
  const adds = selection.all ? !chosen : chosen
  for (const id of ids) {
    if (adds) changed.add(id)
    else changed.delete(id)
  }
  return selection.all ? { all: true, except: changed } : { all: false, ids: changed }
}

/** The selection as bulk acts take it; `expectedCount` is what the person saw. */
export function selectionBody<Filter>(
  selection: Selection,
  filter: Filter,
  expectedCount: number | undefined,
) {
  return selection.all
    ? { all: true as const, filter, except: [...selection.except], expectedCount }
    : { ids: [...selection.ids] }
}

/** The selection of one list. It ends when what the list shows (`of`) changes: nobody acts on rows they no longer see. */
export function useSelection(of: string) {
  const [kept, setKept] = useState({ of, selection: nothingSelected })
  const selection = kept.of === of ? kept.selection : nothingSelected
  return useMemo(
    () => ({
      selection,
      select: (next: Selection) => setKept({ of, selection: next }),
      selectAll: () => setKept({ of, selection: { all: true, except: new Set() } }),
      selectNone: () => setKept({ of, selection: nothingSelected }),
    }),
    [of, selection],
  )
}

export type SelectionControl = ReturnType<typeof useSelection>
