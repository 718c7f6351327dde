import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashOfLinkToken } from './link-token.ts'
import { aToken, noon, serviceOrigin, startRedirectServer, type TestRedirect } from './redirect.testing.ts'

let redirect: TestRedirect

beforeEach(async () => {
  redirect = await startRedirectServer()
})
afterEach(() => redirect.stop())

describe('a link', () => {
  test('CD-13: leads to the service that registered it, with GET and with HEAD', async () => {
    const token = await redirect.aLink()
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(`${redirect.origin}/d/${token}?utm_source=mail`, {
        method,
        redirect: 'manual',
      })
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
    const token = await redirect.aLink({ expiresAtMs: noon + 1 })
    expect(await redirect.statusOf(`/d/${token}`)).toBe(307)
    redirect.time.now = noon + 1
    expect(await redirect.statusOf(`/d/${token}`)).toBe(404)
  })

  test('unknown, expired and malformed are the same bytes, in every language, for GET and HEAD', async () => {
    const expired = await redirect.aLink({ expiresAtMs: noon - 1 })
    const registered = await redirect.aLink()
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
        const [first, ...others] = await Promise.all(
          paths.map((path) => redirect.rawAnswer(method, path, language)),
        )
        expect(first).toMatch(/^HTTP\/1.1 404 /)
        for (const other of others) expect(other).toBe(first)
      }
    }
  })

  test('that is unknown is explained in the language of the browser, without form or script', async () => {
    const page = async (language: string) => {
      const answer = await fetch(`${redirect.origin}/d/${aToken()}`, {
        headers: { 'accept-language': language },
      })
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
    const token = await redirect.aLink()
    for (const contentType of ['application/json', 'application/x-www-form-urlencoded', 'text/xml']) {
      const headers = { 'content-type': contentType }
      const answer = await fetch(`${redirect.origin}/d/${token}`, {
        method: 'POST',
        headers,
        body: '{broken',
      })
      expect([contentType, answer.status]).toEqual([contentType, 404])
    }
  })

  test('a text that is no token leads nowhere, even if a service registers its hash', async () => {
    await redirect.put('origins', { origin: serviceOrigin })
    for (const text of ['../setup', 'x', 'x\r\nset-cookie: a=b']) {
      await redirect.pushLink(text, noon + 1_000)
      expect(await redirect.statusOf(`/d/${encodeURIComponent(text)}`)).toBe(404)
    }
  })
})

describe('the log', () => {
  test('never holds a token, a hash or a path, whatever was asked for', async () => {
    const token = await redirect.aLink()
    await redirect.statusOf(`/d/${token}?x=${token}`)
    await redirect.statusOf(`/d/${token}/more`)
    await redirect.statusOf(`/d/%zz${token}`)
    await fetch(`${redirect.origin}/d/${token}`, { method: 'POST' })
    await fetch(`${redirect.origin}/${token}`)
    await fetch(`${redirect.origin}/service/v1/links/${token}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await redirect.close()
    const text = redirect.logLines.join('\n')
    for (const part of [token, ...token.split('.'), hashOfLinkToken(token).toString('base64url')]) {
      expect(text).not.toContain(part)
    }
    expect(JSON.parse(redirect.logLines[0] ?? '')).toEqual({
      method: 'PUT',
      route: '/service/v1/origins',
      status: 204,
      ms: expect.any(Number),
      message: 'answered',
    })
    expect(text).toContain('"route":"/d/:token","status":307')
  })
})
