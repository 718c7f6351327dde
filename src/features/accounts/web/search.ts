import { idOf, oneOf, textOf } from '#web/lib/address.ts'
import { accountSorts, accountStatuses } from '../choices.ts'

type AccountSort = (typeof accountSorts)[number]

/** What of the Accounts page stands in its address. */
export interface AccountsSearch {
  /** The list: customers, or the people of all of them. */
  tab?: 'people' | undefined
  search?: string | undefined
  status?: (typeof accountStatuses)[number] | undefined
  sort?: AccountSort | `-${AccountSort}` | undefined
  add?: 'customer' | undefined
  /** The customer beside the list. */
  edit?: string | undefined
}

const sorts = [...accountSorts, ...accountSorts.map((sort) => `-${sort}` as const)]

/** Reads the address. */
export function accountsSearch(given: Record<string, unknown>): AccountsSearch {
  return {
    tab: oneOf(['people'], given.tab),
    search: textOf(given.search),
    status: oneOf(accountStatuses, given.status),
    sort: oneOf(sorts, given.sort),
    add: oneOf(['customer'], given.add),
    edit: idOf(given.edit),
  }
}
