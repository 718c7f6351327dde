import type { PageBounds } from './keyset.ts'

/** A page to be read of a list: an order, from where, how many. */
export interface ListOrder<Sort extends string> extends PageBounds {
  sort: Sort
}

/**
 * An order without an index reads and sorts all matches, so it is refused above this many. A search is never in the order of an index but by
 * name: with more matches it is shown by name.
 */
export const sortedMatchesMax = 10_000

/** As a limit: none. */
export const everything = 2_147_483_647

/** They fill a page where one in fifty is let through; where fewer are, all of them are read and sorted in no more time. */
export const firstEntries = 2_500

/** A list of up to a million rows, narrowed by one filter. */
export interface LongList<Row, Sort extends string> {
  /** By name: the order of a search. */
  byName: Sort
  isIndexed(sort: Sort): boolean
  /** Which rows have the words of the filter, by name? Absent where the filter has none. */
  search?: ((bounds: Partial<PageBounds> & { limit: number }) => Promise<string[]>) | undefined
  /** How many rows match, counted no further than the limit? */
  countUpTo(limit: number): Promise<number>
  /** A page in an order, of these rows where given, else of all. */
  inOrder(order: ListOrder<Sort>, among?: string[]): Promise<Row[]>
  /** These rows, in this order. */
  read(ids: string[]): Promise<Row[]>
  tooManyToSort(): Error
}

/**
 * Which rows match, in this order, after that one?
 * @returns the rows and the order they are in: a search with more than `sortedMatchesMax` matches is answered by name
 * @throws what `tooManyToSort` makes where the order has no index and more than that many match
 */
export async function readLongList<Row, Sort extends string>(
  list: LongList<Row, Sort>,
  order: ListOrder<Sort>,
): Promise<{ rows: Row[]; sort: Sort; descending: boolean }> {
  const { sort, descending } = order
  if (!list.isIndexed(sort)) return { rows: await sortMatches(list, order), sort, descending }
  if (!list.search) return { rows: await list.inOrder(order), sort, descending }
  if (sort === list.byName) return { rows: await list.read(await list.search(order)), sort, descending }
  // Whoever is on a later page of an order stays in it, even if a few more match by now.
  const limit = order.after ? everything : sortedMatchesMax + 1
  const found = await list.search({ limit })
  if (found.length === limit) {
    return { rows: await list.read(found.slice(0, order.limit)), sort: list.byName, descending: false }
  }
  return { rows: await list.inOrder(order, found), sort, descending }
}

/** Reads all matches, which must be few, to put them in order. */
async function sortMatches<Row, Sort extends string>(
  list: LongList<Row, Sort>,
  order: ListOrder<Sort>,
): Promise<Row[]> {
  const limit = sortedMatchesMax + 1
  const found = await list.search?.({ limit })
  const count = found ? found.length : await list.countUpTo(limit)
  if (count === limit) throw list.tooManyToSort()
  return list.inOrder(order, found)
}
