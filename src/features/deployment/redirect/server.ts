import { createHash, timingSafeEqual } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { countRequests } from '#platform/metrics/index.ts'
import { hashOfLinkToken, isLinkToken } from './link-token.ts'
import { placesOf, sendProblem } from './problems.ts'
import {
  emailDefaults,
  linkRegistrations,
  linkRemovals,
  originRegistration,
  type RedirectState,
} from './schema.ts'
import type { RedirectStore } from './store.ts'
import { preferredLanguage, unknownLinkPage } from './unknown-link-page.ts'

/** 5,000 links are about 0.6 MB. */
const bodyLimitBytes = 1_048_576
const pruneEveryMs = 60_000
const secretLengthMin = 16

/** Takes what pino takes. The redirect server logs methods, route patterns, statuses and times, never a path. */
export type RedirectLog = {
  info(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/**
 * The redirect server: `GET /d/<token>` leads to the service that registered the link; the rest is the service channel.
 * It knows no account, no person and no key. The caller listens, and closes the store after the server.
 */
export function buildRedirectServer({
  store,
  secret,
  log,
  clock = Date.now,
}: {
  store: RedirectStore
  secret: string
  log: RedirectLog
  clock?: () => number
}): FastifyInstance {
  if (secret.length < secretLengthMin) {
    throw new Error(`The secret of the redirect server needs at least ${secretLengthMin} characters.`)
  }
  const server = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    // A path that cannot be decoded is answered like any other unknown link; Fastify's own answer would repeat it.
    frameworkErrors: (_error, request, reply) => {
      sendUnknownLink(request, reply)
    },
    routerOptions: { maxParamLength: 16_384 },
  })

  countRequests(server, 'redirect')
  server.addHook('onRequest', async (_request, reply) => {
    setStrictHeaders(reply)
  })
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    log.info({ method, route: routeOptions.url ?? 'unknown', status: reply.statusCode, ms }, 'answered')
  })
  server.setNotFoundHandler(sendUnknownLink)
  server.setErrorHandler(
    (error: { statusCode?: number; name?: string; message?: string }, request, reply) => {
      // A body that cannot be read says nothing about a route that does not exist.
      if (request.is404) return sendUnknownLink(request, reply)
      if (error.statusCode === 413) return sendProblem(reply, 'redirect.too-large')
      if (error.statusCode && error.statusCode < 500) return sendProblem(reply, 'redirect.bad-input')
      log.error(
        { route: request.routeOptions.url ?? 'unknown', error: `${error.name}: ${error.message}` },
        'failed',
      )
      return sendProblem(reply, 'redirect.failed')
    },
  )
  keepPruned(server, store, clock)

  server.get('/healthz', async () => ({ status: 'ok' }))

  server.get<{ Params: { token: string } }>('/d/:token', (request, reply) => {
    const { token } = request.params
    // Every text is hashed and looked up, so that a malformed token takes as long as an unknown one.
    const origin = store.originOfLink(hashOfLinkToken(token), clock())
    if (origin === undefined || !isLinkToken(token)) return sendUnknownLink(request, reply)
    return reply.code(307).header('location', `${origin}/d/${token}`).send()
  })

  server.register(async (channel) => serveChannel(channel, { store, secret, clock }), {
    prefix: '/service/v1',
  })
  return server
}

/** What the services push and ask. Each call can be repeated. */
function serveChannel(
  channel: FastifyInstance,
  { store, secret, clock }: { store: RedirectStore; secret: string; clock: () => number },
): void {
  // Before the body is read: a stranger cannot make the server hold a megabyte.
  channel.addHook('onRequest', async (request, reply) => {
    if (isBearerOf(secret, request.headers.authorization)) return undefined
    return sendProblem(reply.header('www-authenticate', 'Bearer'), 'redirect.unauthorised')
  })

  channel.put('/origins', (request, reply) => {
    const body = bodyAs(originRegistration, request, reply)
    if (!body) return reply
    store.registerOrigin(body.origin, clock())
    return reply.code(204).send()
  })

  channel.put('/links', (request, reply) => {
    const body = bodyAs(linkRegistrations, request, reply)
    if (!body) return reply
    const originId = store.originId(body.origin)
    if (originId === undefined) return sendProblem(reply, 'redirect.origin-not-registered')
    const links = body.links.map(({ hash, expiresAt }) => ({
      tokenHash: Buffer.from(hash, 'base64url'),
      expiresAtMs: Date.parse(expiresAt),
    }))
    store.holdLinks(originId, links)
    return reply.code(204).send()
  })

  channel.delete('/links', (request, reply) => {
    const body = bodyAs(linkRemovals, request, reply)
    if (!body) return reply
    const originId = store.originId(body.origin)
    const hashes = body.hashes.map((hash) => Buffer.from(hash, 'base64url'))
    // An origin that is not registered has no links, so they are as gone as asked for.
    if (originId !== undefined) store.forgetLinks(originId, hashes)
    return reply.code(204).send()
  })

  channel.get('/state', (): RedirectState => {
    return {
      storeId: store.storeId,
      links: store.countLinks(clock()),
      origins: store.origins(),
      emailContentVersion: store.emailDefaults()?.version ?? null,
    }
  })

  channel.put('/email-defaults', (request, reply) => {
    const body = bodyAs(emailDefaults, request, reply)
    if (!body) return reply
    if (!store.replaceEmailDefaults(body)) return sendProblem(reply, 'redirect.email-defaults-older')
    return reply.code(204).send()
  })

  channel.get('/email-defaults', (_request, reply) => {
    const held = store.emailDefaults()
    return held ? reply.send(held) : reply.code(204).send()
  })
}

/** The body if it has this shape; else the problem has been answered. */
function bodyAs<Shape extends z.ZodType>(shape: Shape, request: FastifyRequest, reply: FastifyReply) {
  const parsed = shape.safeParse(request.body)
  if (parsed.success) return parsed.data
  sendProblem(reply, 'redirect.bad-input', placesOf(parsed.error))
  return undefined
}

/** Unknown, expired, malformed, or no route at all: one status, one page, so that nothing can be learnt by asking. */
function sendUnknownLink(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  setStrictHeaders(reply)
  const language = preferredLanguage(request.headers['accept-language'])
  return reply
    .code(404)
    .headers({ 'content-language': language, vary: 'accept-language' })
    .type('text/html; charset=utf-8')
    .send(unknownLinkPage(language))
}

function setStrictHeaders(reply: FastifyReply): void {
  reply.headers({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex',
    'strict-transport-security': 'max-age=31536000',
  })
}

/** Compares by hash, so that neither length nor content of the secret shows in the time. */
function isBearerOf(secret: string, authorization: string | undefined): boolean {
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(sha256(given), sha256(secret))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Prunes expired links at the start and every minute, batch by batch with a turn for requests in between. */
function keepPruned(server: FastifyInstance, store: RedirectStore, clock: () => number): void {
  let nextBatch: NodeJS.Immediate | undefined
  const prune = () => {
    nextBatch = store.pruneExpired(clock()) ? setImmediate(prune) : undefined
  }
  let timer: NodeJS.Timeout | undefined
  server.addHook('onReady', async () => {
    prune()
    timer = setInterval(prune, pruneEveryMs).unref()
  })
  server.addHook('onClose', async () => {
    clearInterval(timer)
    clearImmediate(nextBatch)
  })
}
