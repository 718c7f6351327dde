import { idOf, oneOf, textOf } from '#web/lib/address.ts'
import { products, properties, userSorts } from '../choices.ts'
import type { Product, UserProperty, UserSort } from '../schema.ts'
import type { UserFilterQuery } from './api.ts'

/** What of the Users page stands in its address. */
export interface UsersSearch {
  search?: string | undefined
  /** Only people with each of these. */
  property?: UserProperty[] | undefined
  /** The one location whose people are listed. */
  locationId?: string | undefined
  product?: Product | undefined
  smsNumber?: string | undefined
  /** Those for whom this operation was done. */
  operationId?: string | undefined
  sort?: UserSort | `-${UserSort}` | undefined
  /** What is beside the list: a person by id, a new one, or what is done to many. */
  open?: string | undefined
  tab?: string | undefined
}

const sorts = [...userSorts, ...userSorts.map((sort) => `-${sort}` as const)]

/** Whether the list is narrowed by the property filter, which an SMS number excludes (UA-22). */
export function hasProperty({ property, locationId }: UsersSearch): boolean {
  return property !== undefined || locationId !== undefined
}

/** The part of the address that narrows the list, as the API takes it. What was typed does not count beside an SMS number (UA-21). */
export function filterOf(asked: UsersSearch): UserFilterQuery {
  const { search, property, locationId, product, smsNumber, operationId } = asked
  return {
    ...(smsNumber === undefined ? given({ search, property, locationId }) : { smsNumber }),
    ...given({ product, operationId }),
  }
}

/** The address without any filter. */
export const unfiltered: Partial<UsersSearch> = {
  search: undefined,
  property: undefined,
  locationId: undefined,
  product: undefined,
  smsNumber: undefined,
  operationId: undefined,
}

/** Reads the address. Of an SMS number and a property, which exclude each other (UA-22), the number counts. */
export function usersSearch(address: Record<string, unknown>): UsersSearch {
  const smsNumber = textOf(address.smsNumber)
  const alone = smsNumber === undefined
  return {
    search: textOf(address.search),
    // Named also where they do not count: what is not named stays as it stands in the address.
    property: alone ? propertiesOf(address.property) : undefined,
    locationId: alone ? idOf(address.locationId) : undefined,
    product: oneOf(products, address.product),
    smsNumber,
    operationId: idOf(address.operationId),
    sort: oneOf(sorts, address.sort),
    open: oneOf(['new', 'manage'], address.open) ?? idOf(address.open),
    tab: textOf(address.tab),
  }
}

/** The address says them as `admins,registered`, a link of the router as a list. */
function propertiesOf(given: unknown): UserProperty[] | undefined {
  const named = String(given ?? '').split(',')
  const known = properties.filter((each) => named.includes(each))
  return known.length === 0 ? undefined : known
}

function given(filter: UserFilterQuery): UserFilterQuery {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
