import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query'
import { api, type Query } from './request.ts'

/** A page of a list as the API answers it. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** An endless list: keyset pages, asked for one after the other as the reader scrolls. */
export function pagesQuery<Item>(key: QueryKey, path: string, query: Query = {}, limit = 100) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Item>>(path, { ...query, limit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
}

/** Every item of a list, asked for in full pages. For lists that are filtered in the browser. */
export async function allItems<Item>(path: string, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page: Page<Item> = await api.get<Page<Item>>(path, { limit: 500, cursor }, signal)
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}
