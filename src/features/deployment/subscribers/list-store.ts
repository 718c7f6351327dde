import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { tooManyToSort } from './errors.ts'
import type { SubscriberFilter, SubscriberSort } from './schema.ts'
import { type Place, searchSubscribers } from './search-store.ts'
import { everything, narrowed, type SubscriberRow, type Subscribers, subscribersAmong } from './store.ts'

/** A page to be read: an order, from where, how many. */
export interface Order {
  sort: SubscriberSort
  descending: boolean
  after: Place | undefined
  limit: number
}

export type ListedSubscriber = SubscriberRow & { sortKey: string }

/**
 * An order without an index reads and sorts all matches, so it is refused above this many. A search is never in the order of an index but by
 * name: with more matches it is shown by name.
 */
const sortedMatchesMax = 10_000

interface SortValue {
  expression: RawBuilder<unknown>
  type: 'text' | 'timestamptz'
}

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

/** As people look for it: without case and accents, the missing first. */
function folded(column: RawBuilder<unknown>): SortValue {
  return { expression: sql`coalesce(app.fold(${column}), '') collate "C"`, type: 'text' }
}

function isUnindexed(sort: SubscriberSort): sort is UnindexedSort {
  return sort in unindexed
}

/**
 * Which subscribers match, in this order, after that one? Keyset paging: any depth costs the same.
 * @returns the rows and the order they are in: a search with more than `sortedMatchesMax` matches is answered by name
 * @throws Refusal `subscribers.too-many-to-sort` where the order has no index and more than that many match
 */
export async function listSubscribers(
  tx: Tx,
  filter: SubscriberFilter,
  order: Order,
  now: Date,
): Promise<{ rows: ListedSubscriber[]; sort: SubscriberSort; descending: boolean }> {
  const { sort, descending } = order
  if (isUnindexed(sort)) return { rows: await sortMatches(tx, filter, order, now), sort, descending }
  if (!filter.search) return { rows: await listInOrder(tx, filter, order, now), sort, descending }
  if (sort === 'lastName') {
    return { rows: await readInOrder(tx, await searchSubscribers(tx, filter, order, now)), sort, descending }
  }
  // Whoever is on a later page of an order stays in it, even if a few more match by now.
  const limit = order.after ? everything : sortedMatchesMax + 1
  const found = await searchSubscribers(tx, filter, { limit }, now)
  if (found.length === limit) {
    const rows = await readInOrder(tx, found.slice(0, order.limit))
    return { rows, sort: 'lastName', descending: false }
  }
  return { rows: await listInOrder(tx, filter, order, now, found), sort, descending }
}

/** Reads all matches, which must be few, to put them in order. */
async function sortMatches(
  tx: Tx,
  filter: SubscriberFilter,
  order: Order,
  now: Date,
): Promise<ListedSubscriber[]> {
  const limit = sortedMatchesMax + 1
  const found = filter.search ? await searchSubscribers(tx, filter, { limit }, now) : undefined
  const count = found ? found.length : await countUpTo(tx, filter, limit, now)
  if (count === limit) throw tooManyToSort(sortedMatchesMax)
  return listInOrder(tx, filter, order, now, found)
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
  const by = isUnindexed(sort)
    ? { group: [], values: unindexed[sort], hasIndexOfAll: false }
    : { group: [], values: indexed[sort], hasIndexOfAll: sort !== 'lastName' }
  return listBy(tx, filter, by, order, now, among)
}

/** How rows are ordered. `group` begins every row's key and is the same in all of them, so it takes no part in comparing. */
interface Ordering {
  group: string[]
  values: SortValue[]
  /** Whether an index of all subscribers has this order; each filter has an index by name. */
  hasIndexOfAll: boolean
}

/**
 * A filtered list in the order of another index is looked for among the first entries of that order, and only where they do not fill the page
 * by the filter. The planner cannot choose: it has no statistics of an account, and would read and sort 60,000 matches.
 */
async function listBy(
  tx: Tx,
  filter: SubscriberFilter,
  by: Ordering,
  order: Pick<Order, 'descending' | 'after' | 'limit'>,
  now: Date,
  among?: string[],
): Promise<ListedSubscriber[]> {
  const sortKey = keyOfRow([...by.group.map((value) => sql`${value}`), ...expressionsOf(by)])
  if (by.hasIndexOfAll && !among && Object.keys(filter).length > 0) {
    const first = inOrder(narrowed(tx, {}, now), by, { ...order, limit: firstEntries }).selectAll()
    const matches = narrowed(tx, filter, now, tx.selectFrom(first.as('subscribers')) as Subscribers)
    const rows = await inOrder(matches, by, order).selectAll().select(sortKey).execute()
    if (rows.length === order.limit) return rows as ListedSubscriber[]
  }
  const matches = narrowed(tx, filter, now, among && subscribersAmong(tx, among))
  return (await inOrder(matches, by, order).selectAll().select(sortKey).execute()) as ListedSubscriber[]
}

/** They fill a page where one in fifty is let through; where fewer are, all of them are read and sorted in no more time. */
const firstEntries = 2_500

function inOrder(
  subscribers: Subscribers,
  by: Ordering,
  { descending, after, limit }: Pick<Order, 'descending' | 'after' | 'limit'>,
): Subscribers {
  const direction = descending ? 'desc' : 'asc'
  const expressions = expressionsOf(by)
  const bounds = by.values.map(({ type }, index) => boundOf(after, by.group.length + index, type))
  return subscribers
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(${sql.join(expressions)}, subscriber_id) ${sql.raw(descending ? '<' : '>')}
          (${sql.join(bounds)}, ${after?.subscriberId}::uuid)`,
      ),
    )
    .$call((query) => expressions.reduce((sorted, value) => sorted.orderBy(value, direction), query))
    .orderBy('subscriberId', direction)
    .limit(limit)
}

function expressionsOf({ values }: Ordering): Array<RawBuilder<unknown>> {
  return values.map(({ expression }) => expression)
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
    const by = { group: [folded, profileId], values: [byName], hasIndexOfAll: false }
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
    .select(keyOfRow([byName.expression]))
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`subscriber_id = any(${subscriberIds}::uuid[])`)
    .execute()
  const known = new Map(rows.map((row) => [row.subscriberId, row as ListedSubscriber]))
  return subscriberIds.flatMap((id) => known.get(id) ?? [])
}

function keyOfRow(values: Array<RawBuilder<unknown>>) {
  return sql<string>`(array[${sql.join(values.map((value) => sql`(${value})::text`))}])::text`.as('sortKey')
}

function boundOf(place: Place | undefined, index: number, type: 'text' | 'timestamptz' | 'uuid') {
  return sql`((${place?.key}::text[])[${sql.raw(String(index + 1))}])::${sql.raw(type)}`
}
