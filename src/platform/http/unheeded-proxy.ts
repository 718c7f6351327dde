import type { FastifyInstance } from 'fastify'
import type { Log } from '../log/log.ts'

/**
 * Says once, at the first request that bears a proxy's header, that no proxy is trusted. All people then come from the proxy's address, and the
 * limits on failures take them for one: a few wrong passwords stop everybody. Anybody can send such a header; the line holds nothing of theirs.
 */
export function tellOfUnheededProxy(app: FastifyInstance, log: Log): void {
  let isTold = false
  app.addHook('onRequest', async ({ headers }) => {
    if (isTold || (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined)) return
    isTold = true
    log.warn(
      'a request came through a proxy, and no proxy is trusted: all people count as one address where failures are limited. ' +
        'Set ROLLCALL_TRUST_PROXY to the address of the proxy (docs/operations.md, "Behind a proxy")',
    )
  })
}
