import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import { buildRedirectServer, RedirectStore } from '#features/deployment/index.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { type EchoingMailServer, startEchoingMailServer } from './echoing-mail-server.ts'
import { everythingStored, type StoredTable } from './everything-stored.ts'
import { walkEverything } from './journey.ts'
import { KnownSecrets, type Leak } from './known-secrets.ts'
import type { Journey } from './on-the-way.ts'

let app: TestApp
let mails: EchoingMailServer
let journey: Journey
let stored: StoredTable[]
const known = new KnownSecrets()
const folder = mkdtempSync(join(tmpdir(), 'leaks-'))
const store = new RedirectStore(join(folder, 'redirect.db'))
const stops: Array<() => Promise<unknown>> = []

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  // Whoever looks for a fault turns this on; it must be as safe as the rest.
  app.platform.log.level = 'trace'
  mails = await startEchoingMailServer()
  const redirect = buildRedirectServer({
    store,
    secret: app.platform.redirectSecret,
    log: app.platform.log,
    clock: () => app.clock.now().getTime(),
  })
  await redirect.listen({ host: '127.0.0.1', port: 0 })
  app.platform.origins.redirect = `http://localhost:${(redirect.server.address() as AddressInfo).port}`
  const mailFrom = 'Rollcall <rollcall@rollcall.example>'
  const work = await startBackgroundWork(app.platform, { smtpUrl: mails.url, mailFrom })
  stops.push(
    () => work.stop(),
    () => redirect.close(),
    () => mails.stop(),
    () => app.stop(),
  )
  journey = await walkEverything(app, mails, known)
  stored = await everythingStored(app.database)
}, 180_000)
afterAll(async () => {
  for (const stop of stops) await stop()
  store.close()
  rmSync(folder, { recursive: true })
})

const leaksOf = (texts: string[]): Leak[] => known.leaksIn(texts.join('\n'))

describe('what would be found', () => {
  test('is more than a thousand secrets of every kind', () => {
    expect(known.count).toBeGreaterThan(1_500)
  })

  test.each([
    ['as it is', (secret: string) => secret],
    ['in a URL', (secret: string) => `GET /d/x?password=${secret}&y`],
    ['as base64', (secret: string) => Buffer.from(secret).toString('base64')],
    [
      'as a part of something in base64',
      (secret: string) => Buffer.from(`{"a":"${secret}"}`).toString('base64'),
    ],
    ['as bytea', (secret: string) => `\\x${Buffer.from(`..${secret}`).toString('hex')}`],
  ])('is found when it is planted: a secret %s', (_form, planted) => {
    const secret = 'planted-7Qx2'
    const alone = new KnownSecrets()
    alone.add('planted', secret)
    expect(alone.leaksIn(`before ${planted(secret)} after`)).not.toEqual([])
    expect(alone.leaksIn('before planted-8Qx2 after')).toEqual([])
  })

  test('is found when it is planted: a short PIN as a word, and its SHA-256 as bytea', () => {
    const alone = new KnownSecrets()
    alone.add('PIN', '482913')
    const hash = createHash('sha256').update('482913').digest('hex')
    expect(alone.leaksIn('{"pin":"482913"}')).toHaveLength(1)
    expect(alone.leaksIn(`{"hash":"\\\\x${hash}"}`)).toHaveLength(1)
    expect(alone.leaksIn('10:03:22.482913+00')).toEqual([])
  })

  test('is found when it is planted in the database', async () => {
    const planted = randomBytes(12).toString('base64url')
    const alone = new KnownSecrets()
    alone.add('planted', planted)
    await asSuperuser(app.database, "insert into app.installation (name, value) values ('planted', $1)", [
      Buffer.from(`x${planted}`).toString('base64'),
    ])
    const dump = await everythingStored(app.database)
    const found = dump.filter(({ rows }) => alone.leaksIn(rows.join('\n')).length > 0)
    expect(found.map(({ table }) => table)).toContain('app.installation')
    await asSuperuser(app.database, "delete from app.installation where name = 'planted'")
  })
})

describe('Leaked database dump', () => {
  test('holds every table, those of the queue too, with refused mails in it', () => {
    const rowsOf = (name: string) => stored.find(({ table }) => table === name)?.rows ?? []
    expect(rowsOf('app.subscribers').length).toBeGreaterThan(200)
    expect(rowsOf('app.clients').length).toBeGreaterThan(5)
    expect(rowsOf('app.import_rows').length).toBeGreaterThan(200)
    expect(stored.map(({ table }) => table)).toContain('graphile_worker._private_jobs')
    expect(rowsOf('app.outgoing_mails').join('\n')).toContain('550')
    expect(rowsOf('pg_catalog.pg_stats').length).toBeGreaterThan(100)
  })

  test('holds no secret in any form, and of what people choose or type no plain hash', () => {
    expect(stored.flatMap(({ table, rows }) => leaksOf(rows).map((leak) => ({ table, ...leak })))).toEqual([])
  })
})

test('Leaked database dump: what the queue keeps of a failed job holds no secret, whatever a mail server repeated', () => {
  expect(journey.jobErrors.length).toBeGreaterThan(0)
  expect(leaksOf(journey.jobErrors)).toEqual([])
})

test('Leaked logs: no line at level trace holds a secret, with failed jobs, refused mails and faults among them', () => {
  const lines = app.logged.join('')
  expect(lines).toContain('a mail was not accepted')
  expect(lines).toContain('a request failed')
  expect(leaksOf([lines])).toEqual([])
})

test('Compromised redirect server: the files of its store hold no token, no person and no secret', () => {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  const texts = files.flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('hex')])
  expect(store.countLinks(0)).toBeGreaterThan(100)
  expect(leaksOf(texts)).toEqual([])
  expect(texts.filter((text) => text.includes('acme.example'))).toEqual([])
})

describe('what left the service', () => {
  test('MU-14: no answer of the API to an admin holds a secret, apart from those that disclose one', () => {
    expect(journey.answers.length).toBeGreaterThan(200)
    expect(leaksOf(journey.answers)).toEqual([])
  })

  test('CD-9: exports hold deployment PINs and no other secret', () => {
    const leaks = leaksOf(journey.exports)
    expect(leaks.some(({ what }) => what === 'deployment PIN')).toBe(true)
    expect(leaks.filter(({ what }) => what !== 'deployment PIN')).toEqual([])
  })

  test('pages that people and strangers get hold no secret but the token in their own address', () => {
    expect(leaksOf(journey.pages).filter(({ what }) => what !== 'link')).toEqual([])
  })

  test('a mail holds the link of its reader and no other secret', () => {
    expect(mails.accepted.length).toBeGreaterThan(190)
    for (const { to, text } of mails.accepted) {
      const foreign = [...journey.mailedTokens]
        .filter(([email]) => email !== to)
        .flatMap(([, tokens]) => tokens)
      expect(foreign.filter((token) => text.includes(token))).toEqual([])
    }
    const leaks = leaksOf(mails.accepted.map(({ text }) => text))
    expect(leaks.filter(({ what }) => what !== 'link')).toEqual([])
  })
})
