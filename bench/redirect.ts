import { randomBytes } from 'node:crypto'
import { hashOfLinkToken } from '#features/deployment/redirect/link-token.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench } from './harness/bench.ts'
import type { Installation } from './harness/installation.ts'
import { loadByTurns } from './harness/load.ts'

const links = 100_000
/** As many as the service channel takes in one call. */
const batch = 5_000

export const bench: Bench = {
  name: 'redirect',
  what: 'People open their links at the redirect server, which holds 100,000: 10,000 different ones on 50 connections.',
  async run(ground) {
    const installation = await ground.fresh()
    const { origin } = await ground.bareFastify()
    installation.start('redirect')
    await waitUntil(async () => (await fetch(`${installation.redirectOrigin}/healthz`)).ok, {
      what: 'the redirect server listens',
    })
    const tokens = Array.from({ length: links }, () => `${part()}.${part()}`)
    await push(installation, tokens)
    const [redirects, bare] = await loadByTurns(
      {
        url: installation.redirectOrigin,
        paths: tokens.slice(0, 10_000).map((token) => `/d/${token}`),
        connections: 50,
      },
      { url: `${origin}/bytes/1`, connections: 50 },
    )
    return [
      {
        what: 'redirects',
        value: redirects.rate,
        unit: '/s',
        yardstick: { what: 'bare Fastify', value: bare.rate },
        bar: { value: { atLeast: 5_000 } },
      },
      {
        what: 'redirect, 99th percentile',
        value: redirects.p99,
        unit: 'ms',
        yardstick: { what: 'bare Fastify', value: bare.p99 },
        bar: { value: { atMost: 20 } },
      },
      {
        what: 'links that led nowhere',
        value: (100 * redirects.failures) / redirects.answers,
        unit: '%',
        bar: { value: { atMost: 0 } },
      },
    ]
  },
}

function part(): string {
  return randomBytes(16).toString('base64url')
}

/** Registers the service and these links, as the worker does. */
async function push(
  { redirectOrigin, serviceOrigin, settings }: Installation,
  tokens: string[],
): Promise<void> {
  const put = async (path: string, body: object) => {
    const answer = await fetch(`${redirectOrigin}/service/v1/${path}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${settings.ROLLCALL_REDIRECT_SECRET}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ origin: serviceOrigin, ...body }),
    })
    if (!answer.ok) throw new Error(`The redirect server answered ${answer.status}: ${await answer.text()}`)
  }
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  await put('origins', {})
  for (let at = 0; at < tokens.length; at += batch) {
    const some = tokens.slice(at, at + batch)
    await put('links', {
      links: some.map((token) => ({ hash: hashOfLinkToken(token).toString('base64url'), expiresAt })),
    })
  }
}
