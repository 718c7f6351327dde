import type { Query, Service } from './service.ts'

/** What a list answers at once, at most. */
const pageMax = 500

/** The pages of a list, one after the other. @param most how many records at most; without it all of them */
export async function* pagesOf<Item extends object>(
  service: Service,
  path: string,
  query: Query,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Item[]> {
  let left = most
  let cursor: string | undefined
  while (left > 0) {
    const limit = Math.min(left, pageMax)
    const page = await service.get<{ items: Item[]; nextCursor: string | null }>(path, {
      ...query,
      limit,
      cursor,
    })
    yield page.items
    left -= page.items.length
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}
