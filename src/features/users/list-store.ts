import { sql } from 'kysely'
import {
  everything,
  firstEntries,
  inOrder,
  inOrderOfIndex,
  keptPlan,
  type ListOrder,
  type Ordering,
  type PageBounds,
  type Part,
  readLongList,
  sortedMatchesMax,
  sortKey,
  type Tx,
} from '#platform/database/index.ts'
import { tooManyToSort } from './errors.ts'
import { isNobody, matches, narrowed, type Users, usersAmong, withSmsNumberSpelt } from './filter-store.ts'
import { countHolders } from './licences-store.ts'
import { type IndexedSort, isUnindexed, sortValues } from './list-orders-store.ts'
import { partsOf } from './list-parts-store.ts'
import type { UserFilter, UserSort } from './schema.ts'
import { countFound, searchUsers } from './search-store.ts'
import { type UserRow, userColumns } from './store.ts'

export type ListedUser = UserRow & { sortKey: string }

const userId = sql`user_id`

/**
 * Which people of the account match, in this order, after that one?
 * @returns the rows and the order they are in: a search with more than `sortedMatchesMax` matches is answered by name
 * @throws Refusal `users.too-many-to-sort` where the order has no index and more than that many match
 */
export async function listUsers(
  tx: Tx,
  given: UserFilter,
  order: ListOrder<UserSort>,
): Promise<{ rows: ListedUser[]; sort: UserSort; descending: boolean }> {
  const filter = await withSmsNumberSpelt(tx, given)
  return readLongList<ListedUser, UserSort>(
    {
      byName: 'lastName',
      isIndexed: (sort) => !isUnindexed(sort),
      search: filter.search
        ? async (bounds) => (isNobody(filter) ? [] : searchUsers(tx, filter, bounds))
        : undefined,
      countUpTo: (limit) => countUpTo(tx, filter, limit),
      inOrder: (page, among) => listInOrder(tx, filter, page, among),
      read: (ids) => readInOrder(tx, ids),
      tooManyToSort: () => tooManyToSort(sortedMatchesMax),
    },
    order,
  )
}

/** How many people of the account match? */
export async function countUsers(tx: Tx, given: UserFilter): Promise<number> {
  if (isNobody(given)) return 0
  if (given.search) return countFound(tx, given)
  const filter = await withSmsNumberSpelt(tx, given)
  const { product, ...others } = filter
  // Half of a large account may hold a licence: to look each of them up takes ten times as long.
  if (product && !isNarrowing(others)) return countHolders(tx, product)
  return countUpTo(tx, filter, everything)
}

function isNarrowing({ property, ...others }: Omit<UserFilter, 'product'>): boolean {
  return (
    property.some((each) => each !== 'users') || Object.values(others).some((value) => value !== undefined)
  )
}

/** Makes an operation's items out of everybody who matches, but these. */
export async function selectIntoItems(
  tx: Tx,
  operationId: string,
  given: UserFilter,
  except: string[],
): Promise<void> {
  const filter = await withSmsNumberSpelt(tx, given)
  if (!filter.search) return insertItemsOf(tx, operationId, await matches(tx, filter), except)
  const found = await searchUsers(tx, filter, { limit: everything })
  for (let start = 0; start < found.length; start += itemsAtOnce) {
    const ids = found.slice(start, start + itemsAtOnce)
    await insertItemsOf(tx, operationId, usersAmong(tx, ids), except)
  }
}

/** Everybody who matches, but these, to be counted. */
export async function everybodyWho(tx: Tx, given: UserFilter, except: string[]): Promise<Users> {
  const filter = await withSmsNumberSpelt(tx, given)
  const users = filter.search
    ? usersAmong(tx, await searchUsers(tx, filter, { limit: everything }))
    : await matches(tx, filter)
  return users.where(sql<boolean>`user_id <> all(${except}::uuid[])`)
}

const itemsAtOnce = 5_000

async function insertItemsOf(tx: Tx, operationId: string, users: Users, except: string[]): Promise<void> {
  await tx
    .insertInto('app.operationItems')
    .columns(['accountId', 'operationId', 'subjectId'])
    .expression(
      users
        .select(['accountId', sql<string>`${operationId}::uuid`.as('operationId'), 'userId'])
        .where(sql<boolean>`user_id <> all(${except}::uuid[])`)
        // In the order in which they are worked on: in another each chunk finds its items all over the table.
        .orderBy('userId'),
    )
    .execute()
}

/** How many match, counted no further than the limit? */
async function countUpTo(tx: Tx, filter: UserFilter, limit: number): Promise<number> {
  const { count } = await tx
    .selectFrom((await matches(tx, filter)).select('userId').limit(limit).as('matches'))
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Of these, if given, else of all. */
async function listInOrder(
  tx: Tx,
  filter: UserFilter,
  { sort, ...bounds }: ListOrder<UserSort>,
  among?: string[],
): Promise<ListedUser[]> {
  const by: Ordering = { group: [], values: sortValues(sort) }
  const page: ReadPage = async (wanted, users) =>
    (await inOrder(users, userId, by, wanted)
      .select(userColumns)
      .select(sortKey(by))
      .execute()) as ListedUser[]
  if (among) return page(bounds, narrowed(tx, filter, usersAmong(tx, among)))
  if (isUnindexed(sort)) return page(bounds, await matches(tx, filter))
  return listByIndex(tx, filter, { sort, ...bounds }, page)
}

type ReadPage = (bounds: PageBounds, users: Users) => Promise<ListedUser[]>

/** In the order of an index. */
async function listByIndex(
  tx: Tx,
  filter: UserFilter,
  { sort, ...bounds }: ListOrder<IndexedSort>,
  page: ReadPage,
): Promise<ListedUser[]> {
  const rows: ListedUser[] = []
  let matching: Users | undefined
  for (const part of partsOf(filter, sort, bounds.descending)) {
    const rest = { ...bounds, limit: bounds.limit - rows.length }
    if (rest.limit === 0) break
    if (!hasIndexOf(filter, sort, part)) {
      // The planner cannot choose: it has no statistics of an account, and would read and sort all matches of the filter.
      const by: Ordering = { group: [], values: sortValues(sort) }
      const first = inOrder(within(part, narrowed(tx, {})), userId, by, { ...bounds, limit: firstEntries })
      const among = tx.selectFrom(first.selectAll().as('users')) as unknown as Users
      const found = await inOrderOfIndex(tx, part, () => page(rest, narrowed(tx, filter, among)))
      if (found.length === rest.limit) return [...rows, ...found]
    }
    matching ??= await matches(tx, filter)
    rows.push(...(await page(rest, within(part, matching))))
  }
  return rows
}

function within(part: Part | undefined, users: Users): Users {
  return part ? users.where(part) : users
}

/** Whether an index has those whom the filter lets through in this order; everybody is in each of them. */
function hasIndexOf(filter: UserFilter, sort: IndexedSort, part: Part | undefined): boolean {
  if (filter.smsNumber !== undefined) return true
  const properties = filter.property.filter((property) => property !== 'users')
  const conditions = properties.length + Number(filter.locationId !== undefined)
  const elsewhere = filter.product !== undefined || filter.operationId !== undefined
  if (elsewhere || properties.includes('location')) return false
  return conditions === 0 || (conditions === 1 && (sort === 'lastName' || part !== undefined))
}

/** Which people are these, in this order? */
async function readInOrder(tx: Tx, userIds: string[]): Promise<ListedUser[]> {
  const rows = await usersAmong(tx, userIds)
    .select(userColumns)
    .select(sortKey({ group: [], values: sortValues('lastName') }))
    .modifyEnd(keptPlan)
    .execute()
  const known = new Map(rows.map((row) => [row.userId, row as ListedUser]))
  return userIds.flatMap((id) => known.get(id) ?? [])
}
