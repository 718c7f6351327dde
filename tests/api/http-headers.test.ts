import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

describe('headers', () => {
  const strict = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]

  test.each([
    '/api/v1/sessions/current',
    '/api/v1/openapi.json',
    '/d',
    '/d/unknown',
    '/c/unknown',
    '/healthz',
    '/nowhere',
  ])('browsers are told to keep %s to itself', async (path) => {
    const { headers } = await fetch(`${app.serviceOrigin}${path}`, { headers: { accept: 'text/html' } })
    for (const directive of strict) expect(headers.get('content-security-policy')).toContain(directive)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test.each([
    '/d',
    '/d/unknown',
    '/c/unknown',
    '/client/v1/unknown',
  ])('the page %s of a link is not kept, not indexed, and runs no style or script of its own', async (path) => {
    const { headers } = await fetch(`${app.serviceOrigin}${path}`, { headers: { accept: 'text/html' } })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline')
  })

  test('answers of the API are not kept by caches', async () => {
    expect((await ada.get('/sessions/current')).headers.get('cache-control')).toBe('no-store')
  })

  test('each answer bears an id of its own, which the caller cannot choose', async () => {
    const first = await ada.get('/sessions/current', { 'x-request-id': 'mine' })
    const second = await ada.get('/sessions/current')
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'))
  })
})
