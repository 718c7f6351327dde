import type { FastifyInstance } from 'fastify'
import type { Platform } from '#platform/platform.ts'
import { explain, fetcherOf, handOver, html, navigates, notForBrowsers } from './answering.ts'
import { clientUnknown } from './errors.ts'
import { fetchWithCredential, fetchWithTicket } from './fetch.ts'
import type { Nonces } from './nonce.ts'

/** Where softphones fetch: `/c/<ticket>` the first time, `/client/v1/<credential>` from then on. They follow no redirect. */
export function documentRoutes(app: FastifyInstance, platform: Platform, nonces: Nonces): void {
  app.get<{ Params: { ticket: string } }>('/c/:ticket', async (request, reply) => {
    // A browser, a mail scanner, a link preview: shows a page, hands out nothing, spends nothing.
    if (navigates(request)) return html(reply, notForBrowsers(request))
    const { ticket } = request.params
    return handOver(reply, await fetchWithTicket(platform, ticket, fetcherOf(request)), false)
  })

  app.post<{ Params: { ticket: string }; Body: Record<string, unknown> }>(
    '/c/:ticket',
    async (request, reply) => {
      const { ticket } = request.params
      if (!nonces.fits(ticket, request.body?.nonce)) return html(reply, notForBrowsers(request), 403)
      try {
        return handOver(reply, await fetchWithTicket(platform, ticket, fetcherOf(request)), true)
      } catch (error) {
        return explain(error, request, reply, { token: ticket, nonces })
      }
    },
  )

  app.get<{ Params: { credential: string } }>('/client/v1/:credential', async (request, reply) => {
    if (navigates(request)) return html(reply, notForBrowsers(request))
    const handed = await fetchWithCredential(platform, request.params.credential, fetcherOf(request))
    if (!handed) throw clientUnknown()
    return handOver(reply, handed, false)
  })
}
