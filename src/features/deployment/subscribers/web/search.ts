import { idOf, keysOf, oneOf, textOf } from '#web/lib/address.ts'
import type { Subscriber, SubscriberFilter, SubscriberQuery } from '../schema.ts'

/** What of the Manage page stands in its address. */
export interface ManageSearch {
  search?: string | undefined
  profileId?: string | undefined
  state?: Subscriber['state'] | undefined
  origin?: Subscriber['origin'] | undefined
  /** Those of this person. */
  userId?: string | undefined
  /** Those for whom this operation was done. */
  operationId?: string | undefined
  /** Facts by which the list is narrowed: to those of whom it is true, or is not. */
  updatePending?: boolean | undefined
  forcePending?: boolean | undefined
  redeployRequired?: boolean | undefined
  locked?: boolean | undefined
  linkExpired?: boolean | undefined
  pinSet?: boolean | undefined
  assigned?: boolean | undefined
  sort?: SubscriberQuery['sort'] | undefined
  /** The record beside the list: an id, or a new one. */
  open?: string | undefined
  tab?: 'clients' | 'configuration' | 'timeline' | undefined
}

/** Every state, in the order of a deployment. */
export const states = keysOf<Subscriber['state']>({
  new: true,
  queued: true,
  sent: true,
  failed: true,
  downloaded: true,
  revoked: true,
})

/** Where a record may come from. */
export const origins = keysOf<Subscriber['origin']>({ manual: true, connection: true })

type Ascending = Exclude<SubscriberQuery['sort'], `-${string}`>
const columns = keysOf<Ascending>({
  lastName: true,
  directoryNumber: true,
  email: true,
  deployedAt: true,
  downloadedAt: true,
  state: true,
  profile: true,
  origin: true,
  firstName: true,
  language: true,
  pbxSipUserName: true,
  mbgSipUserName: true,
  clientServiceUserName: true,
})
const sorts = [...columns, ...columns.map((column) => `-${column}` as const)]

/** What can be true of a subscriber and is a filter of the list. */
export type Fact = Extract<keyof SubscriberFilter, keyof Subscriber['flags'] | 'pinSet' | 'assigned'>
export const facts = keysOf<Fact>({
  locked: true,
  redeployRequired: true,
  linkExpired: true,
  updatePending: true,
  forcePending: true,
  pinSet: true,
  assigned: true,
})

/** The part of the address that narrows the list, as the API takes it. */
export function filterOf(search: ManageSearch): SubscriberFilter {
  const { search: words, profileId, state, origin, userId, operationId } = search
  const known = facts.map((fact) => [fact, search[fact]])
  return { search: words, profileId, state, origin, userId, operationId, ...Object.fromEntries(known) }
}

/** The address without any filter. */
export const unfiltered: Partial<ManageSearch> = {
  search: undefined,
  profileId: undefined,
  state: undefined,
  origin: undefined,
  userId: undefined,
  operationId: undefined,
  ...Object.fromEntries(facts.map((fact) => [fact, undefined])),
}

/** Reads the address. */
export function manageSearch(given: Record<string, unknown>): ManageSearch {
  return {
    search: textOf(given.search),
    profileId: idOf(given.profileId),
    state: oneOf(states, given.state),
    origin: oneOf(origins, given.origin),
    userId: idOf(given.userId),
    operationId: idOf(given.operationId),
    ...Object.fromEntries(facts.map((fact) => [fact, truthOf(given[fact])])),
    sort: oneOf(sorts, given.sort),
    open: oneOf(['new'], given.open) ?? idOf(given.open),
    tab: oneOf(['clients', 'configuration', 'timeline'], given.tab),
  }
}

/** The address says it in a word, a link of the router by a value. */
function truthOf(given: unknown): boolean | undefined {
  const word = oneOf(['true', 'false'], String(given))
  return word === undefined ? undefined : word === 'true'
}
