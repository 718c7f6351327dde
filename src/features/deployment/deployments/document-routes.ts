import type { FastifyInstance, FastifyReply } from 'fastify'
import { invalid } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { explain, fetcherOf, handOver, html, navigates, notForBrowsers } from './answering.ts'
import { ChangesQuery, openChanges } from './changes.ts'
import type { HandedDocument } from './documents.ts'
import { clientUnknown } from './errors.ts'
import { fetchWithCredential, fetchWithTicket } from './fetch.ts'
import { openSealings, openUnchangedFetches } from './fetch-unchanged.ts'
import { openLastSeen } from './last-seen.ts'
import type { Nonces } from './nonce.ts'

/** Where softphones fetch: `/c/<ticket>` the first time, `/client/v1/<credential>` from then on. They follow no redirect. */
export function documentRoutes(app: FastifyInstance, platform: Platform, nonces: Nonces): void {
  const lastSeen = openLastSeen(platform)
  const sealingOf = openSealings(platform)
  const unchanged = openUnchangedFetches(platform, sealingOf, lastSeen)
  const changes = openChanges(platform, sealingOf, lastSeen)
  // Before the server waits for its requests to end: those of waiting clients would take 25 seconds.
  app.addHook('preClose', () => changes.close())
  app.addHook('onClose', () => lastSeen.close())

  app.get<{ Params: { ticket: string } }>('/c/:ticket', async (request, reply) => {
    // A browser, a mail scanner, a link preview: shows a page, hands out nothing, spends nothing.
    if (navigates(request)) return html(reply, notForBrowsers(request))
    const { ticket } = request.params
    return handToClient(reply, await fetchWithTicket(platform, ticket, fetcherOf(request)))
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
    const { credential } = request.params
    return handToClient(reply, await fetchWithCredential(platform, unchanged, credential, fetcherOf(request)))
  })

  app.get('/client/v1/changes', async (request, reply) => {
    if (navigates(request)) return html(reply, notForBrowsers(request))
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer === undefined) throw clientUnknown()
    const query = ChangesQuery.safeParse(request.query)
    if (!query.success) {
      const path = query.error.issues[0]?.path.join('.') ?? 'wait'
      const message =
        'Give the version you have as since (at most 100 characters), and 0 to 25 seconds as wait.'
      throw invalid([{ path, code: 'field.invalid', message }])
    }
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const change = await changes.waitFor(bearer, query.data, gone.signal)
    return change ? reply.send(change) : reply.code(204).send()
  })
}

/** Hands a softphone its document, and beside it what formats without a place for it cannot carry. */
function handToClient(reply: FastifyReply, handed: HandedDocument): FastifyReply {
  if (handed.url !== undefined) reply.header('x-rollcall-configuration-url', handed.url)
  if (handed.version !== undefined) reply.header('x-rollcall-configuration-version', handed.version)
  return handOver(reply, handed, false)
}
