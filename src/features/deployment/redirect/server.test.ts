import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  aToken,
  at,
  codeOf,
  hashOf,
  noon,
  secret,
  serviceOrigin,
  startRedirectServer,
  type TestRedirect,
} from './redirect.testing.ts'
import { buildRedirectServer } from './server.ts'

let redirect: TestRedirect

beforeEach(async () => {
  redirect = await startRedirectServer()
})
afterEach(() => redirect.stop())

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
        const answer = await fetch(`${redirect.origin}/service/v1/${path}`, {
          method,
          headers,
          body: payload,
        })
        expect(answer.status).toBe(401)
        expect(await answer.json()).toMatchObject({ code: 'redirect.unauthorised' })
      }
    }
    expect(redirect.store.origins()).toEqual([])
    expect(await redirect.statusOf(`/d/${token}`)).toBe(404)
  })

  test('links need a registered origin', async () => {
    const answer = await redirect.put('links', { origin: serviceOrigin, links: [] })
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'redirect.origin-not-registered'])
  })

  test('a push can be repeated, and the later expiry counts', async () => {
    const token = await redirect.aLink({ expiresAtMs: noon + 1 })
    await redirect.pushLink(token, noon + 5_000)
    await redirect.pushLink(token, noon + 5_000)
    redirect.time.now = noon + 4_999
    expect(await redirect.statusOf(`/d/${token}`)).toBe(307)
    expect((await redirect.state()).links).toBe(1)
  })

  test('5,000 links fit into one call, 5,001 do not', async () => {
    await redirect.put('origins', { origin: serviceOrigin })
    const links = Array.from({ length: 5_001 }, () => ({
      hash: hashOf(aToken()),
      expiresAt: at(noon + 1_000),
    }))
    expect((await redirect.put('links', { origin: serviceOrigin, links })).status).toBe(400)
    expect((await redirect.put('links', { origin: serviceOrigin, links: links.slice(1) })).status).toBe(204)
    expect((await redirect.state()).links).toBe(5_000)
  })

  test('a service removes its own links and no others', async () => {
    const [kept, removed] = [await redirect.aLink(), await redirect.aLink()]
    await redirect.put('origins', { origin: 'https://other.example.com' })
    await redirect.remove('https://other.example.com', [kept])
    await redirect.remove('https://unknown.example.com', [kept])
    await redirect.remove(serviceOrigin, [removed])
    expect([await redirect.statusOf(`/d/${kept}`), await redirect.statusOf(`/d/${removed}`)]).toEqual([
      307, 404,
    ])
  })

  test('DP-5: says what it holds', async () => {
    await redirect.aLink()
    await redirect.aLink({ expiresAtMs: noon - 1 })
    expect(await redirect.state()).toEqual({
      storeId: redirect.store.storeId,
      links: 1,
      origins: [serviceOrigin],
      emailContentVersion: null,
    })
    expect(await (await fetch(`${redirect.origin}/healthz`)).json()).toEqual({ status: 'ok' })
  })

  test('CD-13: holds the default e-mail content, and newer content is never replaced by older', async () => {
    const call = (version: number, subject: string) =>
      redirect.put('email-defaults', {
        version,
        contents: [{ language: 'en', subject, bodyText: 'Hello {{firstName}}' }],
      })
    expect((await redirect.get('email-defaults')).status).toBe(204)
    expect((await call(2, 'Second')).status).toBe(204)
    expect((await call(2, 'Second, again')).status).toBe(204)
    const older = await call(1, 'First')
    expect([older.status, await codeOf(older)]).toEqual([409, 'redirect.email-defaults-older'])
    expect(await (await redirect.get('email-defaults')).json()).toEqual({
      version: 2,
      contents: [{ language: 'en', subject: 'Second, again', bodyText: 'Hello {{firstName}}' }],
    })
    expect((await redirect.state()).emailContentVersion).toBe(2)
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
    const answer = await redirect.put(path, body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({
      code: 'redirect.bad-input',
      errors: [{ path: expect.any(String) }],
    })
  })

  test('refuses a body that is no JSON, and one that is too large', async () => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const send = (body: string) =>
      fetch(`${redirect.origin}/service/v1/links`, { method: 'PUT', headers, body })
    expect((await send('{')).status).toBe(400)
    expect((await send(JSON.stringify('x'.repeat(1_100_000)))).status).toBe(413)
  })

  test('needs a secret worth the name', () => {
    const log = { info: () => undefined, error: () => undefined }
    expect(() => buildRedirectServer({ store: redirect.store, secret: 'short', log })).toThrow(
      /16 characters/,
    )
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
