import type { Command } from 'commander'
import { type ExitCode, exitCodes, tell } from './ends.ts'
import { columnsOf, writeList } from './output.ts'
import { pagesOf } from './pages.ts'
import { aCount, type CommonOptions, openPlace, type Place } from './place.ts'

/** What every list has. */
export interface ListOptions extends CommonOptions {
  columns?: string
  limit?: number
  all?: boolean
  sort?: string
}

const usualLimit = 50

/** The options of a list. @param orders by which it can be sorted */
export function listOptions(command: Command, orders: readonly string[] = []): Command {
  if (orders.length > 0) {
    const names = orders.filter((order) => !order.startsWith('-')).join(', ')
    command.option('--sort <field>', `${names}; with - before it descending, as in --sort=-${orders[0]}`)
  }
  return command
    .option('--columns <fields>', 'fields to show, with commas; flags.locked is a part of a field')
    .option('--limit <count>', 'how many at most', aCount, usualLimit)
    .option('--all', 'all there are, however many')
}

/**
 * Writes a list of the account.
 * @param list.path below the account @param list.known the fields of a record @param list.usual the columns where none are asked for
 */
export async function writeListOf(
  list: {
    path: string
    /** Not below an account: the path is the whole one. */
    outside?: boolean
    query: (place: Place) => Promise<Record<string, unknown>>
    known: string[]
    usual: string[]
  },
  options: ListOptions,
): Promise<ExitCode> {
  const columns = columnsOf(options.columns, list.usual, list.known)
  const place = await openPlace(options)
  const { all = false, limit = usualLimit, sort } = options
  const query = { ...(await list.query(place)), sort }
  // One more than is shown tells whether there are more.
  const most = all ? Number.POSITIVE_INFINITY : limit + 1
  let more = false
  async function* shown() {
    let left = all ? most : limit
    for await (const page of pagesOf<object>(
      place.service,
      list.outside ? list.path : place.path + list.path,
      query,
      most,
    )) {
      more ||= page.length > left
      yield page.slice(0, Math.max(0, left))
      left -= page.length
    }
  }
  await writeList(shown(), columns, place.json)
  if (more) tell(`There are more than these ${limit}: --limit shows more of them, --all shows all.`)
  return exitCodes.done
}
