import { sql } from 'kysely'
import {
  boundOf,
  firstEntries,
  folded,
  inOrder,
  inOrderOfIndex,
  type ListOrder,
  type Ordering,
  type PageBounds,
  type Part,
  readLongList,
  type SortValue,
  sortedMatchesMax,
  sortKey,
  type Tx,
} from '#platform/database/index.ts'
import { tooManyToSort } from './errors.ts'
import { partsOf } from './list-parts-store.ts'
import type { SubscriberFilter, SubscriberSort } from './schema.ts'
import { searchSubscribers } from './search-store.ts'
import { narrowed, type SubscriberRow, type Subscribers, subscribersAmong } from './store.ts'

type Order = ListOrder<SubscriberSort>
export type ListedSubscriber = SubscriberRow & { sortKey: string }

const subscriberId = sql`subscriber_id`
const byName: SortValue = { expression: sql`sort_name`, type: 'text' }

type UnindexedSort = keyof typeof unindexed

/** Sorted anew for each page, so functions are free here. Equal values stand by name. */
const unindexed = {
  firstName: [folded(sql`first_name`), byName],
  language: [folded(sql`language`), byName],
  pbxSipUserName: [folded(sql`pbx_sip_user_name`), byName],
  mbgSipUserName: [folded(sql`mbg_sip_user_name`), byName],
  clientServiceUserName: [folded(sql`client_service_user_name`), byName],
}

/** Each has an index of exactly these columns before the id. Columns and no functions, or the fence would hide the index. */
const indexed: Record<Exclude<SubscriberSort, 'profile' | UnindexedSort>, SortValue[]> = {
  lastName: [byName],
  directoryNumber: [{ expression: sql`number_key`, type: 'text' }],
  email: [{ expression: sql`email_key`, type: 'text' }],
  deployedAt: [{ expression: sql`deployed_key`, type: 'timestamptz' }],
  downloadedAt: [{ expression: sql`downloaded_key`, type: 'timestamptz' }],
  state: [{ expression: sql`state`, type: 'text' }, byName],
  origin: [{ expression: sql`origin`, type: 'text' }, byName],
}

function isUnindexed(sort: SubscriberSort): sort is UnindexedSort {
  return sort in unindexed
}

/**
 * Which subscribers match, in this order, after that one?
 * @returns the rows and the order they are in: a search with more than `sortedMatchesMax` matches is answered by name
 * @throws Refusal `subscribers.too-many-to-sort` where the order has no index and more than that many match
 */
export function listSubscribers(
  tx: Tx,
  filter: SubscriberFilter,
  order: Order,
  now: Date,
): Promise<{ rows: ListedSubscriber[]; sort: SubscriberSort; descending: boolean }> {
  return readLongList<ListedSubscriber, SubscriberSort>(
    {
      byName: 'lastName',
      isIndexed: (sort) => !isUnindexed(sort),
      search: filter.search ? (bounds) => searchSubscribers(tx, filter, bounds, now) : undefined,
      countUpTo: (limit) => countUpTo(tx, filter, limit, now),
      inOrder: (page, among) => listInOrder(tx, filter, page, now, among),
      read: (ids) => readInOrder(tx, ids),
      tooManyToSort: () => tooManyToSort(sortedMatchesMax),
    },
    order,
  )
}

/** How many match, counted no further than the limit? */
async function countUpTo(tx: Tx, filter: SubscriberFilter, limit: number, now: Date): Promise<number> {
  const { count } = await tx
    .selectFrom(narrowed(tx, filter, now).select('subscriberId').limit(limit).as('matches'))
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Of these, if given, else of all. */
function listInOrder(
  tx: Tx,
  filter: SubscriberFilter,
  order: Order,
  now: Date,
  among?: string[],
): Promise<ListedSubscriber[]> {
  const { sort } = order
  if (sort === 'profile') return listByProfile(tx, filter, order, now, among)
  const parts = partsOf(filter, sort, order.descending)
  const by = isUnindexed(sort)
    ? { group: [], values: unindexed[sort], hasIndexOfAll: false, parts }
    : { group: [], values: indexed[sort], hasIndexOfAll: sort !== 'lastName', parts }
  return listBy(tx, filter, by, order, now, among)
}

/** An order, whether an index of all subscribers has it (each filter has an index by name), and the parts that it is read in. */
type Sorted = Ordering & { hasIndexOfAll: boolean; parts: Array<Part | undefined> }

/**
 * A filtered list in the order of another index is looked for among the first entries of that order, and only where they do not fill the page
 * by the filter. The planner cannot choose: it has no statistics of an account, and would read and sort 60,000 matches.
 */
async function listBy(
  tx: Tx,
  filter: SubscriberFilter,
  by: Sorted,
  bounds: PageBounds,
  now: Date,
  among?: string[],
): Promise<ListedSubscriber[]> {
  const page = async (wanted: PageBounds, matches: Subscribers) =>
    (await inOrder(matches, subscriberId, by, wanted)
      .selectAll()
      .select(sortKey(by))
      .execute()) as ListedSubscriber[]
  if (among) return page(bounds, narrowed(tx, filter, now, subscribersAmong(tx, among)))
  const rows: ListedSubscriber[] = []
  for (const part of by.parts) {
    const rest = { ...bounds, limit: bounds.limit - rows.length }
    if (rest.limit === 0) break
    if (!hasIndexOf(filter, by, part)) {
      const first = inOrder(within(part, narrowed(tx, {}, now)), subscriberId, by, {
        ...bounds,
        limit: firstEntries,
      })
      const entries = tx.selectFrom(first.selectAll().as('subscribers')) as Subscribers
      const found = await inOrderOfIndex(tx, part, () => page(rest, narrowed(tx, filter, now, entries)))
      if (found.length === rest.limit) return [...rows, ...found]
    }
    rows.push(...(await page(rest, within(part, narrowed(tx, filter, now)))))
  }
  return rows
}

function within(part: Part | undefined, subscribers: Subscribers): Subscribers {
  return part ? subscribers.where(part) : subscribers
}

/** Whether an index has those whom the filter lets through in this order. */
function hasIndexOf(filter: SubscriberFilter, by: Sorted, part: Part | undefined): boolean {
  const conditions = Object.keys(filter).length
  return !by.hasIndexOfAll || conditions === 0 || (conditions === 1 && part !== undefined)
}

/**
 * By the folded name of the profile, then by name. An account has few profiles: they are walked in order, each by an index, until the page
 * is full.
 */
async function listByProfile(
  tx: Tx,
  filter: SubscriberFilter,
  order: Order,
  now: Date,
  among?: string[],
): Promise<ListedSubscriber[]> {
  const rows: ListedSubscriber[] = []
  for (const { profileId, folded, begun } of await profilesInOrder(tx, order)) {
    if (rows.length === order.limit) break
    if (filter.profileId !== undefined && filter.profileId !== profileId) continue
    const by = {
      group: [folded, profileId],
      values: [byName],
      hasIndexOfAll: false,
      parts: [sql<boolean>`true`],
    }
    const page = { ...order, after: begun ? order.after : undefined, limit: order.limit - rows.length }
    rows.push(...(await listBy(tx, { ...filter, profileId }, by, page, now, among)))
  }
  return rows
}

/** Which profiles come in this order, from the one where the last page ended? `begun` is that one itself. */
async function profilesInOrder(
  tx: Tx,
  { descending, after }: Order,
): Promise<Array<{ profileId: string; folded: string; begun: boolean }>> {
  const folded = sql`app.fold(name) collate "C"`
  const [from, id] = [boundOf(after, 0, 'text'), boundOf(after, 1, 'uuid')]
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const { rows } = await sql<{ profileId: string; folded: string; begun: boolean }>`
    select profile_id, ${folded} as folded, ${after === undefined ? sql`false` : sql`profile_id = ${id}`} as begun
      from app.deployment_profiles
     where account_id = ${tx.accountId}
       ${after === undefined ? sql`` : sql`and (${folded}, profile_id) ${sql.raw(descending ? '<=' : '>=')} (${from}, ${id})`}
     order by ${folded} ${direction}, profile_id ${direction}`.execute(tx)
  return rows
}

/** Which subscribers are these, in this order? */
async function readInOrder(tx: Tx, subscriberIds: string[]): Promise<ListedSubscriber[]> {
  const rows = await tx
    .selectFrom('app.subscribers')
    .selectAll()
    .select(sortKey({ group: [], values: [byName] }))
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`subscriber_id = any(${subscriberIds}::uuid[])`)
    .execute()
  const known = new Map(rows.map((row) => [row.subscriberId, row as ListedSubscriber]))
  return subscriberIds.flatMap((id) => known.get(id) ?? [])
}
