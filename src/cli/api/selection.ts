import { badInput, CommandEnd, exitCodes } from './ends.ts'
import { type Findable, idOf } from './find.ts'
import type { Place } from './place.ts'
import { flagOf } from './shape-options.ts'

/** As the API takes it: records by id, or what matches a filter, and how many that were when it was asked. */
export type Selection =
  | { ids: string[] }
  | { all: true; filter: Record<string, unknown>; expectedCount: number }

/** How records were named: exactly one of these. */
export type Chosen = { by: 'names'; names: string[] } | { by: 'filter'; filter: Record<string, unknown> }

const idsMax = 10_000

/**
 * What an act is for: records by name, what a filter matches, or all. Nothing at all is never everything, and `--all` beside a filter or a name is a
 * mistake in one of the two. A filter by nothing is a mistake too.
 * @throws CommandEnd for none, or more than one of them
 */
export function chosenOf(
  { one, many }: Findable,
  names: string[],
  filter: Record<string, unknown>,
  all: boolean,
): Chosen {
  const filtered = Object.keys(filter).length > 0
  const ways = [names.length > 0, filtered, all].filter(Boolean).length
  if (ways !== 1) {
    throw badInput(
      ways === 0
        ? `Say which ${many}: each ${one} by id, a filter such as --search, or --all.`
        : `Say which ${many} in one way: by name, by a filter such as --search, or --all.`,
    )
  }
  // What a script meant by "$NAME" is not known where that is empty; a filter of nothing would match everybody.
  const blank = Object.entries(filter).find(([, value]) => typeof value === 'string' && value.trim() === '')
  if (blank) throw badInput(`--${flagOf(blank[0])} is empty. Give a value, or --all if you mean all ${many}.`)
  if (names.length > idsMax) throw badInput('Name at most 10,000 at once. Use a filter for more.')
  return names.length > 0 ? { by: 'names', names } : { by: 'filter', filter }
}

/**
 * Finds what was chosen. What a filter matches is counted now, so that an act on other records than these is refused.
 * @throws CommandEnd with exit code 4 when there is none
 */
export async function select(
  place: Place,
  kind: Findable,
  chosen: Chosen,
): Promise<{ selection: Selection; count: number }> {
  if (chosen.by === 'names') {
    const ids: string[] = []
    for (const name of chosen.names) ids.push(await idOf(place, kind, name))
    const each = [...new Set(ids)]
    return { selection: { ids: each }, count: each.length }
  }
  const { filter } = chosen
  const { count } = await place.service.get<{ count: number }>(`${place.path}/${kind.path}/count`, filter)
  if (count === 0) throw new CommandEnd(exitCodes.notFound, `There are no ${kind.many} that match.`)
  return { selection: { all: true, filter, expectedCount: count }, count }
}
