import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import { RedirectStore } from '#features/deployment/index.ts'
import { roleNames } from '#platform/database/launcher/credentials.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { type DatabaseOfItsOwn, startDatabaseOfItsOwn } from './database-of-its-own.ts'
import { type EchoingMailServer, startEchoingMailServer } from './echoing-mail-server.ts'
import { everythingStored, type StoredTable } from './everything-stored.ts'
import { walkEverything } from './journey.ts'
import { KnownSecrets, type Leak } from './known-secrets.ts'
import { type Journey, word } from './on-the-way.ts'
import { textsInMemoryOf } from './process-memory.ts'
import { type RedirectProcess, startRedirectProcess } from './redirect-process.ts'

let cluster: DatabaseOfItsOwn
let app: TestApp
let redirect: RedirectProcess
let mails: EchoingMailServer
let journey: Journey
let stored: StoredTable[]
const known = new KnownSecrets()
const onLinux = process.platform === 'linux'
const stops: Array<() => Promise<unknown>> = []

beforeAll(async () => {
  cluster = await startDatabaseOfItsOwn()
  await cluster.logEverythingOf(roleNames.runtime)
  app = await startTestApp({ worker: false, database: cluster.database })
  // Whoever looks for a fault turns this on; it must be as safe as the rest.
  app.platform.log.level = 'trace'
  mails = await startEchoingMailServer()
  redirect = await startRedirectProcess(app.platform.redirectSecret)
  app.platform.origins.redirect = redirect.origin
  const mailFrom = 'Rollcall <rollcall@rollcall.example>'
  const work = await startBackgroundWork(app.platform, { smtpUrl: mails.url, mailFrom })
  stops.push(
    () => work.stop(),
    () => redirect.stop(),
    () => mails.stop(),
    () => app.stop(),
    () => cluster.stop(),
  )
  journey = await walkEverything(app, mails, known)
  stored = await everythingStored(app.database)
}, 180_000)
afterAll(async () => {
  for (const stop of stops) await stop()
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

describe("Leaked logs: the database's own log", () => {
  test('holds no secret of the product even where it is told to write down every statement with its values', async () => {
    await cluster.untilLogIsRead()
    expect(cluster.log.filter((line) => line.startsWith('LOG:')).length).toBeGreaterThan(10_000)
    expect(cluster.log.some((line) => line.startsWith('ERROR:'))).toBe(true)
    expect(leaksOf(cluster.log)).toEqual([])
  })

  test('holds nothing of a statement that fails, unless it is told to', async () => {
    const [quiet, told] = [`sip-${word()}`, `sip-${word()}`]
    known.add('planted', quiet, told)
    await failWith(quiet)
    expect(leaksOf(cluster.log)).toEqual([])
    await failWith(told, "set log_min_messages = 'error'; set log_min_error_statement = 'error'")
    // The message, its detail and the statement.
    expect(leaksOf(cluster.log).length).toBeGreaterThan(3)
  })

  /** PostgreSQL repeats values of what fails. Nothing of the product's own: no statement of it has a secret in it. */
  async function failWith(secret: string, preparation = ''): Promise<void> {
    for (const [statement, values] of [
      ['insert into app.installation (name, value) values ($1, $1), ($1, $1)', [secret]],
      ['select $1::text::integer', [secret]],
      [`select '${secret}'::integer`, []],
    ] as const) {
      const failing = cluster.asSuperuser(preparation, statement, [...values])
      await expect(failing).rejects.toThrow(/duplicate key|invalid input syntax/)
    }
    await cluster.untilLogIsRead()
  }
})

describe('Compromised redirect server', () => {
  const isForbidden = ({ what }: Leak) => what !== 'link' && what !== 'secret of the redirect channel'

  test('the files of its store and its log hold no token, no person and no secret', () => {
    const files = readdirSync(redirect.folder).map((name) => readFileSync(join(redirect.folder, name)))
    const texts = [
      ...files.flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('hex')]),
      redirect.output(),
    ]
    const store = new RedirectStore(join(redirect.folder, 'links.sqlite'))
    expect(store.countLinks(0)).toBeGreaterThan(100)
    store.close()
    expect(leaksOf(texts)).toEqual([])
    expect(texts.filter((text) => text.includes('acme.example'))).toEqual([])
  })

  test.runIf(onLinux)(
    'its memory holds no person and no secret, and no link but those that were opened',
    async () => {
      const memory = textsInMemoryOf(redirect.pid)
      // What it does hold is found, or nothing would be proved.
      expect(memory).toContain(app.platform.redirectSecret)
      const leaks = known.longLeaksIn(memory)
      expect(leaks.filter(isForbidden)).toEqual([])
      const opened = journey.openedLinks.map((token) => token.split('.')[1] as string)
      const others = leaks.filter(({ what }) => what === 'link')
      expect(others.filter(({ around }) => !opened.some((secret) => around.includes(secret)))).toEqual([])
      expect(memory).not.toContain('acme.example')
    },
    60_000,
  )

  test.runIf(onLinux)(
    'a secret in its memory is found when it is planted',
    async () => {
      const planted = word()
      const half = connect(Number(new URL(redirect.origin).port), '127.0.0.1')
      half.write(`GET /d/x HTTP/1.1\r\nX-Planted: ${planted}\r\n`)
      try {
        await waitUntil(() => textsInMemoryOf(redirect.pid).includes(planted), {
          what: 'what was sent is in the memory',
        })
      } finally {
        half.destroy()
      }
    },
    60_000,
  )
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
    const belonging = ['link', 'welcome link', 'link of a reset']
    expect(leaks.filter(({ what }) => !belonging.includes(what))).toEqual([])
  })
})
