import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/**
 * Headers of the pages that end users open from a mail (`/d`, `/c`, `/portal`, `/setup`, `/welcome`, `/reset`): never cached, never indexed, no referrer,
 * no script. A link in the address bar is a secret.
 */
export function privatePage(reply: FastifyReply): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('referrer-policy', 'no-referrer')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
}

/** Compares a form's nonce with the one expected, in constant time. */
export function sameNonce(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
