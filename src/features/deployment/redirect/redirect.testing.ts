import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { hashOfLinkToken } from './link-token.ts'
import { buildRedirectServer } from './server.ts'
import { RedirectStore } from './store.ts'

export const secret = 'a-secret-of-the-service-channel'
export const serviceOrigin = 'https://rollcall.example.com'
export const noon = Date.parse('2026-03-01T12:00:00Z')

export type TestRedirect = Awaited<ReturnType<typeof startRedirectServer>>

/** A redirect server on a free port at noon, and what a service and a browser ask of it. Stopped by the caller. */
export async function startRedirectServer() {
  const store = new RedirectStore(':memory:')
  const time = { now: noon }
  const logLines: string[] = []
  const write = (fields: Record<string, unknown>, message: string) => {
    logLines.push(JSON.stringify({ ...fields, message }))
  }
  const log = { info: write, error: write }
  const server = buildRedirectServer({ store, secret, log, clock: () => time.now })
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })

  function send(method: string, path: string, body: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    return fetch(`${origin}/service/v1/${path}`, { method, headers, body: JSON.stringify(body) })
  }
  const put = (path: string, body: unknown) => send('PUT', path, body)
  const get = (path: string) =>
    fetch(`${origin}/service/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })

  async function pushLink(token: string, expiresAtMs: number): Promise<void> {
    const answer = await put('links', {
      origin: serviceOrigin,
      links: [{ hash: hashOf(token), expiresAt: at(expiresAtMs) }],
    })
    if (answer.status !== 204) throw new Error(`The push was answered with ${answer.status}.`)
  }

  return {
    time,
    origin,
    store,
    logLines,
    put,
    get,
    pushLink,
    remove: (from: string, tokens: string[]) =>
      send('DELETE', 'links', { origin: from, hashes: tokens.map(hashOf) }),
    /** A link that the service registered. @returns its token */
    async aLink({ expiresAtMs = noon + 60_000 } = {}): Promise<string> {
      const token = aToken()
      await put('origins', { origin: serviceOrigin })
      await pushLink(token, expiresAtMs)
      return token
    },
    state: async () => (await (await get('state')).json()) as Record<string, unknown>,
    statusOf: async (path: string) => (await fetch(`${origin}${path}`, { redirect: 'manual' })).status,
    rawAnswer: (method: string, path: string, acceptLanguage: string) =>
      rawAnswer(origin, method, path, acceptLanguage),
    close: () => server.close(),
    async stop(): Promise<void> {
      await server.close()
      store.close()
    },
  }
}

export function aToken(): string {
  return `${randomBytes(16).toString('base64url')}.${randomBytes(16).toString('base64url')}`
}

export function hashOf(token: string): string {
  return hashOfLinkToken(token).toString('base64url')
}

export function at(timeMs: number): string {
  return new Date(timeMs).toISOString()
}

export async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code
}

/** The whole answer as it comes over the wire, without the date. */
function rawAnswer(origin: string, method: string, path: string, acceptLanguage: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () =>
      resolve(
        Buffer.concat(chunks)
          .toString()
          .replace(/^date: .*\r\n/im, ''),
      ),
    )
    const language = acceptLanguage && `Accept-Language: ${acceptLanguage}\r\n`
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${language}Connection: close\r\n\r\n`)
  })
}
