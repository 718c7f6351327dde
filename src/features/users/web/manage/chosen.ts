import { type Selection, selectedCount, selectionBody } from '#web/components/data-grid/selection.ts'
import type { UserFilterQuery, UserSelection } from '../api.ts'

/** Whom the acts of the Manage panel are for (UA-70): the selected, or everybody who matches where nobody is selected. */
export interface Chosen {
  selection: UserSelection
  /** How many; undefined while they are being counted. */
  count: number | undefined
  /** Everybody who matches the filters. */
  isAll: boolean
}

/** Whom acts are for. @param total how many match the filter; undefined while they are being counted */
export function chosenOf(selection: Selection, filter: UserFilterQuery, total: number | undefined): Chosen {
  const nobody = selectedCount(selection, total) === 0
  const whom: Selection = nobody ? { all: true, except: new Set() } : selection
  const count = selectedCount(whom, total)
  return {
    selection: selectionBody(whom, filter, count),
    count,
    isAll: whom.all && whom.except.size === 0,
  }
}
