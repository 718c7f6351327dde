import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutbound, type Outbound } from '#platform/outbound/index.ts'
import { hashOfLinkToken } from './link-token.ts'
import { buildRedirectServer } from './server.ts'
import { RedirectRefused, RedirectUnreachable, redirectChannel } from './service-channel.ts'
import { RedirectStore } from './store.ts'

const secret = 'a-secret-of-the-service-channel'
const serviceOrigin = 'http://localhost:7070'
const tomorrow = new Date(Date.now() + 86_400_000)

let folder: string
let path: string
let store: RedirectStore
let server: FastifyInstance
let redirectOrigin: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redirect-channel-'))
  path = join(folder, 'links.db')
  await startServer()
})

afterEach(async () => {
  await stopServer()
  rmSync(folder, { recursive: true })
})

describe('the service channel of a service', () => {
  test('DP-5: registers, pushes, asks and removes', async () => {
    const channel = aChannel()
    const [alice, bob] = [aToken(), aToken()]
    await channel.register()
    await channel.pushLinks([alice, bob].map(linkOf))
    expect(await channel.state()).toMatchObject({
      links: 2,
      origins: [serviceOrigin],
      emailContentVersion: null,
    })
    const answer = await fetch(`${redirectOrigin}/d/${alice}`, { redirect: 'manual' })
    expect(answer.headers.get('location')).toBe(`${serviceOrigin}/d/${alice}`)
    await channel.removeLinks([linkOf(alice).hash])
    expect((await channel.state()).links).toBe(1)
  })

  test('pushes as many links as there are, in parts that the server takes', async () => {
    const channel = aChannel()
    await channel.register()
    const links = Array.from({ length: 5_001 }, () => linkOf(aToken()))
    await channel.pushLinks(links)
    expect((await channel.state()).links).toBe(5_001)
    await channel.removeLinks(links.map(({ hash }) => hash))
    expect((await channel.state()).links).toBe(0)
  })

  test('CD-13: sees by the store id that all was lost, and fills it again', async () => {
    const channel = aChannel()
    const token = aToken()
    await channel.register()
    await channel.pushLinks([linkOf(token)])
    const before = await channel.state()

    await stopServer()
    await startServer()
    expect((await aChannel().state()).storeId).toBe(before.storeId)

    await stopServer()
    for (const file of readdirSync(folder)) rmSync(join(folder, file))
    await startServer()
    const after = aChannel()
    expect((await after.state()).storeId).not.toBe(before.storeId)
    await expect(after.pushLinks([linkOf(token)])).rejects.toMatchObject({
      code: 'redirect.origin-not-registered',
    })
    await after.register()
    await after.pushLinks([linkOf(token)])
    expect((await fetch(`${redirectOrigin}/d/${token}`, { redirect: 'manual' })).status).toBe(307)
  })

  test('CD-13: exchanges the default e-mail content', async () => {
    const channel = aChannel()
    const content = {
      version: 7,
      contents: [{ language: 'fr', subject: 'Bonjour', bodyText: '{{firstName}}' }],
    }
    expect(await channel.emailDefaults()).toBeUndefined()
    await channel.pushEmailDefaults(content)
    expect(await channel.emailDefaults()).toEqual(content)
    await expect(channel.pushEmailDefaults({ ...content, version: 6 })).rejects.toMatchObject({
      name: 'RedirectRefused',
      code: 'redirect.email-defaults-older',
    })
  })

  test('a wrong secret is a refusal that says what to compare', async () => {
    const refusal = await aChannel({ secret: 'not-the-secret-at-all' })
      .register()
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RedirectRefused)
    expect(refusal).toMatchObject({ status: 401, code: 'redirect.unauthorised' })
    expect(String(refusal)).toContain('ROLLCALL_REDIRECT_SECRET')
  })

  test('nobody there is RedirectUnreachable', async () => {
    await server.close()
    await expect(aChannel().state()).rejects.toBeInstanceOf(RedirectUnreachable)
  })

  test('no answer within the time is RedirectUnreachable', async () => {
    await using silent = await aServer(() => undefined)
    const channel = aChannel({ redirectOrigin: silent.origin, timeoutMs: 20 })
    await expect(channel.state()).rejects.toBeInstanceOf(RedirectUnreachable)
  })

  test('an answer of something else is refused, and the secret follows no redirect', async () => {
    const seen: (string | undefined)[] = []
    await using elsewhere = await aServer((request, response) => {
      seen.push(request.headers.authorization)
      response.end('{}')
    })
    await using moved = await aServer((_request, response) => {
      response.writeHead(307, { location: elsewhere.origin }).end()
    })
    for (const wrong of [moved, elsewhere]) {
      await expect(aChannel({ redirectOrigin: wrong.origin }).state()).rejects.toMatchObject({
        name: 'RedirectRefused',
        code: 'redirect.unexpected-answer',
      })
    }
    expect(seen).toHaveLength(1)
  })

  test('every call goes through the outbound client that was given', async () => {
    const asked: string[] = []
    const watched: Outbound = {
      ...outboundTo(redirectOrigin),
      request(url, request) {
        asked.push(String(url))
        return outboundTo(redirectOrigin).request(url, request)
      },
    }
    await aChannel({ outbound: watched }).state()
    expect(asked).toEqual([`${redirectOrigin}/service/v1/state`])
  })
})

describe('what the redirect server has on disk', () => {
  test('CD-13: is hashes, origins, expiries and default texts: no token, and no data of any person', async () => {
    const channel = aChannel()
    const tokens = Array.from({ length: 50 }, aToken)
    await channel.register()
    await channel.pushLinks(tokens.map(linkOf))
    const contents = [
      { language: 'en', subject: 'Your phone', bodyText: 'Hello {{firstName}}, open {{link}}.' },
    ]
    await channel.pushEmailDefaults({ version: 1, contents })
    for (const token of tokens) await fetch(`${redirectOrigin}/d/${token}`, { redirect: 'manual' })
    const { storeId } = await channel.state()

    const bytes = Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))))
    for (const token of tokens) {
      for (const part of token.split('.')) {
        expect(bytes.includes(part)).toBe(false)
        expect(bytes.includes(Buffer.from(part, 'base64url'))).toBe(false)
      }
    }

    expect(dump()).toEqual({
      store: [{ store_id: storeId }],
      origins: [{ id: 1, origin: serviceOrigin, registered_at: expect.any(Number) }],
      links: tokens
        .map((token) => hashOfLinkToken(token))
        .sort(Buffer.compare)
        .map((hash) => ({ token_hash: new Uint8Array(hash), origin_id: 1, expires_at: tomorrow.getTime() })),
      email_defaults: [
        { language: 'en', version: 1, subject: 'Your phone', body_text: contents[0]?.bodyText },
      ],
    })
  })
})

async function startServer(): Promise<void> {
  const log = { info: () => undefined, error: () => undefined }
  store = new RedirectStore(path)
  server = buildRedirectServer({ store, secret, log })
  redirectOrigin = await server.listen({ host: '127.0.0.1', port: 0 })
}

async function stopServer(): Promise<void> {
  await server.close()
  store.close()
}

function aChannel(others: Partial<Parameters<typeof redirectChannel>[0]> = {}) {
  const outbound = outboundTo(others.redirectOrigin ?? redirectOrigin)
  return redirectChannel({ redirectOrigin, secret, serviceOrigin, outbound, ...others })
}

function outboundTo(origin: string): Outbound {
  return createOutbound({ allow: [], redirectOrigin: () => origin, databases: [] })
}

function aToken(): string {
  return `${randomBytes(16).toString('base64url')}.${randomBytes(16).toString('base64url')}`
}

function linkOf(token: string) {
  return { hash: hashOfLinkToken(token).toString('base64url'), expiresAt: tomorrow }
}

/** Every row of every table in the file. */
function dump(): Record<string, unknown[]> {
  const db = new DatabaseSync(path, { readOnly: true })
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all()
  const rows = tables.map(({ name }) => [
    name,
    db
      .prepare(`select * from "${name}"`)
      .all()
      .map((row) => ({ ...row })),
  ])
  db.close()
  return Object.fromEntries(rows)
}

async function aServer(answer: Parameters<typeof createServer>[1]) {
  const http: Server = createServer(answer)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
