import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashOfLinkToken } from './link-token.ts'
import { buildRedirectServer } from './server.ts'
import { RedirectStore } from './store.ts'

const secret = 'a-secret-of-the-service-channel'
const serviceOrigin = 'https://rollcall.example.com'
const noon = Date.parse('2026-03-01T12:00:00Z')

let store: RedirectStore
let server: FastifyInstance
let origin: string
let now: number
let logLines: string[]

beforeEach(async () => {
  now = noon
  logLines = []
  const write = (fields: Record<string, unknown>, message: string) => {
    logLines.push(JSON.stringify({ ...fields, message }))
  }
  store = new RedirectStore(':memory:')
  server = buildRedirectServer({ store, secret, log: { info: write, error: write }, clock: () => now })
  origin = await server.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  await server.close()
  store.close()
})

describe('a link', () => {
  test('CD-13: leads to the service that registered it, with GET and with HEAD', async () => {
    const token = await aLink()
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(`${origin}/d/${token}?utm_source=mail`, { method, redirect: 'manual' })
      expect(answer.status).toBe(307)
      expect(answer.headers.get('location')).toBe(`${serviceOrigin}/d/${token}`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.text()).toBe('')
    }
  })

  test('CD-13: ends at its expiry', async () => {
    const token = await aLink({ expiresAtMs: noon + 1 })
    expect(await statusOf(`/d/${token}`)).toBe(307)
    now = noon + 1
    expect(await statusOf(`/d/${token}`)).toBe(404)
  })

  test('unknown, expired and malformed are the same bytes, in every language, for GET and HEAD', async () => {
    const expired = await aLink({ expiresAtMs: noon - 1 })
    const registered = await aLink()
    const paths = [
      `/d/${aToken()}`,
      `/d/${expired}`,
      '/d/x',
      '/d/',
      '/d/%zz',
      '/d/%00%0d%0aset-cookie:a=b',
      `/d/${'A'.repeat(5_000)}`,
      `/d/${registered}/`,
      `/d/${registered}x`,
      `/d/${registered.toLowerCase()}`,
      '/d/..%2f..%2fetc',
      '/',
      '/favicon.ico',
    ]
    for (const language of ['', 'en', 'de-AT', 'fr;q=0.5, pt', 'es', 'xx']) {
      for (const method of ['GET', 'HEAD']) {
        const [first, ...others] = await Promise.all(paths.map((path) => rawAnswer(method, path, language)))
        expect(first).toMatch(/^HTTP\/1.1 404 /)
        for (const other of others) expect(other).toBe(first)
      }
    }
  })

  test('that is unknown is explained in the language of the browser, without form or script', async () => {
    const page = async (language: string) => {
      const answer = await fetch(`${origin}/d/${aToken()}`, { headers: { 'accept-language': language } })
      return { text: await answer.text(), language: answer.headers.get('content-language') }
    }
    expect((await page('en')).text).toContain(
      'This link is unknown or has expired. Ask your administrator for a new one.',
    )
    expect((await page('de-CH, en;q=0.9')).language).toBe('de')
    expect((await page('en;q=0.5, fr;q=0.8')).language).toBe('fr')
    expect((await page('fr;q=0, ja')).language).toBe('en')
    expect((await page('es')).text).not.toMatch(/<(form|script|input|a|img|link|style)\b/i)
  })

  test('cannot be posted to', async () => {
    const token = await aLink()
    for (const contentType of ['application/json', 'application/x-www-form-urlencoded', 'text/xml']) {
      const headers = { 'content-type': contentType }
      const answer = await fetch(`${origin}/d/${token}`, { method: 'POST', headers, body: '{broken' })
      expect([contentType, answer.status]).toEqual([contentType, 404])
    }
  })

  test('a text that is no token leads nowhere, even if a service registers its hash', async () => {
    await put('origins', { origin: serviceOrigin })
    for (const text of ['../setup', 'x', 'x\r\nset-cookie: a=b']) {
      await pushLink(text, noon + 1_000)
      expect(await statusOf(`/d/${encodeURIComponent(text)}`)).toBe(404)
    }
  })
})

describe('the log', () => {
  test('never holds a token, a hash or a path, whatever was asked for', async () => {
    const token = await aLink()
    await statusOf(`/d/${token}?x=${token}`)
    await statusOf(`/d/${token}/more`)
    await statusOf(`/d/%zz${token}`)
    await fetch(`${origin}/d/${token}`, { method: 'POST' })
    await fetch(`${origin}/${token}`)
    await fetch(`${origin}/service/v1/links/${token}`, { headers: { authorization: `Bearer ${token}` } })
    await server.close()
    const text = logLines.join('\n')
    for (const part of [token, ...token.split('.'), hashOfLinkToken(token).toString('base64url')]) {
      expect(text).not.toContain(part)
    }
    expect(JSON.parse(logLines[0] ?? '')).toEqual({
      method: 'PUT',
      route: '/service/v1/origins',
      status: 204,
      ms: expect.any(Number),
      message: 'answered',
    })
    expect(text).toContain('"route":"/d/:token","status":307')
  })
})

describe('the service channel', () => {
  test('refuses whoever does not know the secret, before reading what they push', async () => {
    const token = aToken()
    const body = { origin: serviceOrigin, links: [{ hash: hashOf(token), expiresAt: at(noon + 1_000) }] }
    for (const authorization of [
      undefined,
      'Bearer wrong',
      'Bearer ',
      `Basic ${secret}`,
      `Bearer ${secret}x`,
    ]) {
      const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
      for (const [method, path] of calls) {
        const payload = method === 'GET' ? undefined : JSON.stringify(body)
        const answer = await fetch(`${origin}/service/v1/${path}`, { method, headers, body: payload })
        expect(answer.status).toBe(401)
        expect(await answer.json()).toMatchObject({ code: 'redirect.unauthorised' })
      }
    }
    expect(store.origins()).toEqual([])
    expect(await statusOf(`/d/${token}`)).toBe(404)
  })

  test('links need a registered origin', async () => {
    const answer = await put('links', { origin: serviceOrigin, links: [] })
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'redirect.origin-not-registered'])
  })

  test('a push can be repeated, and the later expiry counts', async () => {
    const token = await aLink({ expiresAtMs: noon + 1 })
    await pushLink(token, noon + 5_000)
    await pushLink(token, noon + 5_000)
    now = noon + 4_999
    expect(await statusOf(`/d/${token}`)).toBe(307)
    expect((await state()).links).toBe(1)
  })

  test('5,000 links fit into one call, 5,001 do not', async () => {
    await put('origins', { origin: serviceOrigin })
    const links = Array.from({ length: 5_001 }, () => ({
      hash: hashOf(aToken()),
      expiresAt: at(noon + 1_000),
    }))
    expect((await put('links', { origin: serviceOrigin, links })).status).toBe(400)
    expect((await put('links', { origin: serviceOrigin, links: links.slice(1) })).status).toBe(204)
    expect((await state()).links).toBe(5_000)
  })

  test('a service removes its own links and no others', async () => {
    const [kept, removed] = [await aLink(), await aLink()]
    await put('origins', { origin: 'https://other.example.com' })
    await remove('https://other.example.com', [kept])
    await remove('https://unknown.example.com', [kept])
    await remove(serviceOrigin, [removed])
    expect([await statusOf(`/d/${kept}`), await statusOf(`/d/${removed}`)]).toEqual([307, 404])
  })

  test('DP-5: says what it holds', async () => {
    await aLink()
    await aLink({ expiresAtMs: noon - 1 })
    expect(await state()).toEqual({
      storeId: store.storeId,
      links: 1,
      origins: [serviceOrigin],
      emailContentVersion: null,
    })
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' })
  })

  test('CD-13: holds the default e-mail content, and newer content is never replaced by older', async () => {
    const call = (version: number, subject: string) =>
      put('email-defaults', {
        version,
        contents: [{ language: 'en', subject, bodyText: 'Hello {{firstName}}' }],
      })
    expect((await get('email-defaults')).status).toBe(204)
    expect((await call(2, 'Second')).status).toBe(204)
    expect((await call(2, 'Second, again')).status).toBe(204)
    const older = await call(1, 'First')
    expect([older.status, await codeOf(older)]).toEqual([409, 'redirect.email-defaults-older'])
    expect(await (await get('email-defaults')).json()).toEqual({
      version: 2,
      contents: [{ language: 'en', subject: 'Second, again', bodyText: 'Hello {{firstName}}' }],
    })
    expect((await state()).emailContentVersion).toBe(2)
  })

  test.each([
    ['origins', { origin: 'https://x.example/path' }],
    ['origins', { origin: 'https://x.example/' }],
    ['origins', { origin: 'https://user@x.example' }],
    ['origins', { origin: 'ftp://x.example' }],
    ['origins', { origin: 'javascript:alert(1)' }],
    ['origins', { origin: 'null' }],
    ['origins', { origin: 'https://x.example\r\nset-cookie: a=b' }],
    ['origins', {}],
    ['links', { origin: serviceOrigin, links: [{ hash: 'short', expiresAt: '2026-03-01T12:00:00Z' }] }],
    ['links', { origin: serviceOrigin, links: [{ hash: 'A'.repeat(43), expiresAt: 'tomorrow' }] }],
    [
      'links',
      { origin: serviceOrigin, links: [{ hash: 'A'.repeat(43), expiresAt: at(noon), name: 'Alice' }] },
    ],
    ['email-defaults', { version: 1, contents: [] }],
    ['email-defaults', { version: 1.5, contents: [{ language: 'en', subject: 's', bodyText: 'b' }] }],
  ])('refuses bad input to %s: %j', async (path, body) => {
    const answer = await put(path, body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({
      code: 'redirect.bad-input',
      errors: [{ path: expect.any(String) }],
    })
  })

  test('refuses a body that is no JSON, and one that is too large', async () => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const send = (body: string) => fetch(`${origin}/service/v1/links`, { method: 'PUT', headers, body })
    expect((await send('{')).status).toBe(400)
    expect((await send(JSON.stringify('x'.repeat(1_100_000)))).status).toBe(413)
  })

  test('needs a secret worth the name', () => {
    const log = { info: () => undefined, error: () => undefined }
    expect(() => buildRedirectServer({ store, secret: 'short', log })).toThrow(/16 characters/)
  })
})

const calls = [
  ['PUT', 'origins'],
  ['PUT', 'links'],
  ['DELETE', 'links'],
  ['GET', 'state'],
  ['PUT', 'email-defaults'],
  ['GET', 'email-defaults'],
] as const

function aToken(): string {
  return `${randomBytes(16).toString('base64url')}.${randomBytes(16).toString('base64url')}`
}

async function aLink({ expiresAtMs = noon + 60_000 } = {}): Promise<string> {
  const token = aToken()
  await put('origins', { origin: serviceOrigin })
  await pushLink(token, expiresAtMs)
  return token
}

async function pushLink(token: string, expiresAtMs: number): Promise<void> {
  const links = [{ hash: hashOf(token), expiresAt: at(expiresAtMs) }]
  expect((await put('links', { origin: serviceOrigin, links })).status).toBe(204)
}

function put(path: string, body: unknown): Promise<Response> {
  return send('PUT', path, body)
}

function remove(from: string, tokens: string[]): Promise<Response> {
  return send('DELETE', 'links', { origin: from, hashes: tokens.map(hashOf) })
}

function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  return fetch(`${origin}/service/v1/${path}`, { method, headers, body: JSON.stringify(body) })
}

function get(path: string): Promise<Response> {
  return fetch(`${origin}/service/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })
}

async function state(): Promise<Record<string, unknown>> {
  return (await (await get('state')).json()) as Record<string, unknown>
}

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code
}

async function statusOf(path: string): Promise<number> {
  return (await fetch(`${origin}${path}`, { redirect: 'manual' })).status
}

/** The whole answer as it comes over the wire, without the date. */
function rawAnswer(method: string, path: string, acceptLanguage: string): Promise<string> {
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

function hashOf(token: string): string {
  return hashOfLinkToken(token).toString('base64url')
}

function at(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
