import type { Bench, Figure } from './harness/bench.ts'
import { pagesOf } from './harness/page.ts'

const needlesOfLength = 150

export const bench: Bench = {
  name: 'search',
  what: 'The first page of a search in the largest account, through HTTP, behind the fence, for beginnings and parts of names.',
  async run(ground) {
    const { ask, largest } = await ground.seeded()
    const pages = await pagesOf(ground)
    const names = await ask<{ name: string }>(
      `select name from (select distinct unnest(array[first_name, last_name]) as name from app.subscribers where account_id = $1) n
        order by md5(name) limit 2000`,
      [largest.id],
    )
    const figures: Figure[] = []
    for (const length of [1, 2, 3, 4, 5]) {
      for (const [kind, partOf] of [
        ['beginning', beginning],
        ['part', part],
      ] as const) {
        const paths = names
          .map(({ name }, place) => partOf(name, length, place))
          .filter((needle) => needle.length === length && !needle.includes(' '))
          .map((needle) => `/subscribers?limit=50&search=${encodeURIComponent(needle)}`)
        // The first searches after a start read the indexes from the disk. Other needles do this, so that none has been asked before it is timed.
        for (const path of paths.slice(-needlesOfLength)) await pages.ask(path)
        const timed = paths.slice(0, Math.min(needlesOfLength, paths.length - needlesOfLength))
        figures.push(
          await pages.searchFigure(`${kind} of a name, ${length} characters`, timed, { atMostMs: 30 }),
        )
      }
    }
    return figures
  },
}

function beginning(name: string, length: number): string {
  return name.slice(0, length).toLowerCase()
}

/** Another place in each name. */
function part(name: string, length: number, place: number): string {
  const from = place % Math.max(1, name.length - length + 1)
  return name.slice(from, from + length).toLowerCase()
}
