import type { Bench, Figure } from './harness/bench.ts'
import { type Pages, pagesOf } from './harness/page.ts'

/** Every order that has an index. */
export const indexedSorts = [
  'lastName',
  'directoryNumber',
  'email',
  'deployedAt',
  'downloadedAt',
  'state',
  'origin',
  'profile',
]
const each = { turns: 120, atMostMs: 50 }

export const bench: Bench = {
  name: 'list',
  what: 'A page of 50 of the list in the largest account, through HTTP, signed in: the first page, and the last ones by keyset.',
  run: async (ground) => listFigures(await pagesOf(ground), 'subscribers', indexedSorts),
}

/** The first page of a list in each order, both ways, and its last pages. */
export async function listFigures(pages: Pages, list: string, sorts: string[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const sort of sorts.flatMap((sort) => [sort, `-${sort}`])) {
    const first = `/${list}?limit=50&sort=${sort}`
    figures.push(await pages.figure(`first page, ${sort}`, [first], each))
    // Where the other direction has come after 200, this one is 200 before its end.
    const { nextCursor } = JSON.parse(await pages.ask(`/${list}?limit=200&sort=${turned(sort)}`))
    const lastPages = `${first}&cursor=${turnedCursor(nextCursor)}`
    figures.push(await pages.figure(`last pages, ${sort}`, [lastPages], each))
  }
  return figures
}

function turned(sort: string): string {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`
}

/** It names the order that was asked for and the one that was given, and then the place. */
function turnedCursor(cursor: string): string {
  const [asked, given, ...place] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  return Buffer.from(JSON.stringify([turned(asked), turned(given), ...place])).toString('base64url')
}
