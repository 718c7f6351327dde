import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webPages } from './web-pages.ts'

const script = 'export const answer = 42\n'.repeat(100)
let folder: string
let app: FastifyInstance

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-pages-'))
  const assets = join(folder, 'assets')
  await mkdir(assets)
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Rollcall</title>')
  await writeFile(join(assets, 'main-1a2b.js'), script)
  await writeFile(join(assets, 'main-1a2b.js.br'), brotliCompressSync(script))
  await writeFile(join(assets, 'main-1a2b.js.gz'), gzipSync(script))
  await writeFile(join(assets, 'inter-3c4d.woff2'), 'a font')
  app = Fastify()
  await app.register(webPages, { folder })
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const get = (url: string, headers = {}) => app.inject({ url, headers })

describe('an asset', () => {
  test('is kept for a year, because its name changes with its content', async () => {
    const { statusCode, headers, body } = await get('/assets/main-1a2b.js')
    expect(statusCode).toBe(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['content-type']).toMatch(/^(text|application)\/javascript/)
    expect(body).toBe(script)
  })

  test('is sent as the build compressed it, where the browser can read that', async () => {
    const small = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, deflate, br' })
    expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
    expect(small.headers['content-type']).toMatch(/^(text|application)\/javascript/)
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script)
    const older = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip' })
    expect(older.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(older.rawPayload).toString()).toBe(script)
    const font = await get('/assets/inter-3c4d.woff2', { 'accept-encoding': 'gzip, br' })
    expect(font.headers['content-encoding']).toBeUndefined()
    expect(font.body).toBe('a font')
  })

  test('can be asked after without being sent', async () => {
    const { statusCode, headers, rawPayload } = await app.inject({
      method: 'HEAD',
      url: '/assets/main-1a2b.js',
    })
    expect(statusCode).toBe(200)
    expect(headers['content-length']).toBe(String(script.length))
    expect(rawPayload).toHaveLength(0)
  })

  test.each([
    '/assets/lost-5e6f.js',
    '/assets/',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
  ])('%s is not there, and nobody may remember that', async (url) => {
    const { statusCode, headers, body } = await get(url)
    expect([403, 404]).toContain(statusCode)
    expect(headers['cache-control'] ?? '').not.toContain('immutable')
    expect(body).not.toContain('Rollcall')
  })
})

describe('the page', () => {
  test.each([
    '/',
    '/sign-in',
    '/setup/abc',
    '/forgot',
    '/reset/abc',
    '/portal',
    '/portal/directory?search=kuhn',
    '/accounts',
    '/accounts/1/deployment/subscribers?open=new',
  ])('answers %s, is never kept and not indexed', async (url) => {
    const { statusCode, headers, body } = await get(url)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(body).toContain('<title>Rollcall</title>')
  })

  test('does not stand in for what does not exist', async () => {
    expect((await get('/nowhere')).statusCode).toBe(404)
    expect((await get('/api/v1/nowhere')).statusCode).toBe(404)
  })

  test('tells a person who mistyped an address that there is nothing, with status 404', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
    const { statusCode, headers, body } = await get('/nowhere?x=1', { accept })
    expect(statusCode).toBe(404)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(body).toContain('<title>Rollcall</title>')
  })

  test.each([
    '/api/v1/nowhere',
    '/api',
    '/assets/lost-5e6f.js',
  ])('is no answer of %s, also to a browser', async (url) => {
    const { statusCode, headers, body } = await get(url, { accept: 'text/html' })
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toMatch(/json/)
    expect(body).not.toContain('<title>')
  })

  test('nothing is served where the UI was not built', async () => {
    const bare = Fastify()
    await bare.register(webPages, { folder: join(folder, 'nowhere') })
    expect((await bare.inject('/')).statusCode).toBe(404)
    await bare.close()
  })
})
