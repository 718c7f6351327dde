import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { measureProcess, registry } from './registry.ts'

export interface MetricsOptions {
  /** What a scraper shows: `Authorization: Bearer …`. */
  token: string
  /** What is not counted as it happens but asked for when somebody scrapes. Must not throw. */
  measures: Array<() => void | Promise<void>>
}

/**
 * `GET /metrics`: everything this process counts and measures, for who shows the token. Where a request comes from counts for nothing: a proxy on
 * the same machine need not say that it is one, and its requests come from loopback like those of a scraper there.
 */
export function metricsPage({ token, measures }: MetricsOptions): (app: FastifyInstance) => Promise<void> {
  measureProcess()
  return async (app) => {
    app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (!isBearerOf(token, request.headers.authorization)) {
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer')
          .type('text/plain; charset=utf-8')
          .send('Send the token in metrics.token of the data folder as "Authorization: Bearer <token>".\n')
      }
      await Promise.all(measures.map((measure) => measure()))
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  }
}

/** Compares by hash, so that neither length nor content of the token shows in the time. */
function isBearerOf(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(sha256(given), sha256(token))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
