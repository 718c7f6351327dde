import type { Figure } from './bench.ts'
import { timesFigure } from './bench.ts'
import type { Ground } from './ground.ts'
import { timeByTurns } from './times.ts'

/**
 * What a page of a list costs at least: who asks and the page itself are two transactions, nine statements together, and an answer. The
 * product may take three times as long as a server that does this and nothing else; that holds on a busy machine as well.
 */
const statements = 9
const ratioMax = 3

/** Pages of one part of the API. */
export interface Pages {
  ask(path: string): Promise<string>
  /**
   * @param paths taken by turns
   * @param options.countedRows what the yardstick counts besides, where the product has to look at many rows as well; how many is chosen, so
   * the ratio to it is told and not judged
   */
  figure(
    what: string,
    paths: string[],
    options: { turns: number; atMostMs: number; countedRows?: number },
  ): Promise<Figure>
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
  const get = async (url: string) => {
    const answer = await fetch(url, { headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`)
    return text
  }
  const ask = (path: string) => get(`${serviceOrigin}/api/v1${part ?? largest.path}${path}`)
  return {
    ask,
    async figure(what, paths, { turns, atMostMs, countedRows = 1 }) {
      const bytes = (await ask(paths[0] as string)).length
      const [times, bare] = await timeByTurns(
        turns,
        (turn) => ask(paths[turn % paths.length] as string),
        () => get(`${origin}/statements/${statements}/rows/${countedRows}/bytes/${bytes}`),
      )
      const counting = countedRows > 1 ? `, ${countedRows} rows counted` : ''
      const yardstick = { what: `bare Fastify, ${statements} × \`select 1\`${counting}`, times: bare }
      const figure = timesFigure(what, times, { yardstick })
      const ratio = countedRows === 1 ? { ratio: { atMost: ratioMax } } : {}
      return { ...figure, bar: { value: { atMost: atMostMs }, ...ratio } }
    },
  }
}
