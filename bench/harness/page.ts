import type { Figure } from './bench.ts'
import { timesFigure } from './bench.ts'
import type { Ground } from './ground.ts'
import { openPlainClient } from './plain-client.ts'
import { timeByTurns, timeEach } from './times.ts'

/**
 * What a page of a list costs at least: who asks and the page itself are two transactions, nine statements together, and an answer. The
 * product may take three times as long as a server that does this and nothing else; that holds on a busy machine as well.
 */
const statements = 9
const ratioMax = 3

/** A search may take as long as five eighths of counting a million: on the machine on which its bar was set these were 30 and 48 ms. */
const searchRatioMax = 30 / 48
/** So often is counted before the searches and after them. Among them it would take what they read out of the caches. */
const counts = 8

/** Pages of one part of the API. */
export interface Pages {
  ask(path: string): Promise<string>
  /** How long a page takes. @param paths taken by turns */
  figure(what: string, paths: string[], options: { turns: number; atMostMs: number }): Promise<Figure>
  /** How long a page of a search takes, each path once, beside counting all people. */
  searchFigure(what: string, paths: string[], options: { atMostMs: number }): Promise<Figure>
}

/**
 * Asks pages of the API as a browser does, each by turns with the yardstick.
 * @param part below which the paths are; the largest account where it is not given
 * @param cookie of whoever asks; the partner's admin where it is not given
 */
export async function pagesOf(ground: Ground, part?: string, cookie?: string): Promise<Pages> {
  const { admin, serviceOrigin, largest } = await ground.seeded()
  const { origin } = await ground.bareFastify()
  const headers = { cookie: cookie ?? admin.cookie() }
  const asking = (server: string) => {
    const client = openPlainClient(server)
    return async (path: string) => {
      const { status, body } = await client.get(path, headers)
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`)
      return body
    }
  }
  const [get, getBare] = [asking(serviceOrigin), asking(origin)]
  const ask = (path: string) => get(`/api/v1${part ?? largest.path}${path}`)
  return {
    ask,
    async figure(what, paths, { turns, atMostMs }) {
      const bytes = (await ask(paths[0] as string)).length
      const [times, bare] = await timeByTurns(
        turns,
        (turn) => ask(paths[turn % paths.length] as string),
        () => getBare(`/statements/${statements}/bytes/${bytes}`),
      )
      const yardstick = { what: `bare Fastify, ${statements} × \`select 1\``, times: bare }
      const bar = { value: { atMost: atMostMs }, ratio: { atMost: ratioMax } }
      return { ...timesFigure(what, times, { yardstick }), bar }
    },
    async searchFigure(what, paths, { atMostMs }) {
      const getPeople = asking((await ground.barePeople()).origin)
      const countAll = () => timeEach(Array(counts), () => getPeople('/people/count'))
      const before = await countAll()
      const times = await timeEach(paths, ask)
      const value = (before.p50 + (await countAll()).p50) / 2
      const yardstick = { what: 'bare Fastify, all people counted', value }
      const bar = { value: { atMost: atMostMs }, ratio: { atMost: searchRatioMax } }
      return { ...timesFigure(what, times), yardstick, bar }
    },
  }
}
