import { idOf, oneOf, textOf } from '#web/lib/address.ts'

export interface AdministratorsSearch {
  tab?: 'roles' | undefined
  search?: string | undefined
  /** Whose sign-in stands beside the list. */
  open?: string | undefined
}

/** What the address of the page may say. */
export function administratorsSearch(given: Record<string, unknown>): AdministratorsSearch {
  return { tab: oneOf(['roles'], given.tab), search: textOf(given.search), open: idOf(given.open) }
}
