import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { buildHttpServer, startBackgroundWork } from '#cli/wire.ts'
import { twilioNumbers } from '#connectors/twilio/index.ts'
import { bootstrap, stillMay } from '#features/auth/index.ts'
import { buildRedirectServer, RedirectStore, redirectMeasure } from '#features/deployment/index.ts'
import { features } from '#features/index.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { connectionsMeasure, openDatabase, serverAddress } from '#platform/database/index.ts'
import { createEventBus } from '#platform/events/events.ts'
import { createLog } from '#platform/log/log.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import type { Platform } from '#platform/platform.ts'
import { backlogMeasure } from '#platform/queue/index.ts'
import { createSealing, masterKeyOf } from '#platform/secrets/index.ts'
import { type ApiClient, openApiClient } from './api-client.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'

export const partnerAdmin = { email: 'ada@northwind.example', password: 'correct horse battery staple' }

/** What opens `/metrics` of a test's product. */
export const metricsToken = 'the-token-of-the-metrics-of-a-test'

/** A clock that stands where the machine's does and can be moved on. */
export interface MovableClock extends Clock {
  advance(span: { hours?: number; minutes?: number; seconds?: number }): void
}

/** The whole product on free ports, with a database, redirect server and mail server of its own. */
export interface TestApp {
  serviceOrigin: string
  redirectOrigin: string
  platform: Platform
  database: TestDatabase
  clock: MovableClock
  mail: SmtpSink
  /** What was logged, line by line. */
  logged: string[]
  /** A new browser-like caller that nobody has signed in to. */
  anybody(): ApiClient
  /** A program that calls with this API key. */
  bearing(key: string): ApiClient
  /** The first partner's admin, signed in. */
  ada(): Promise<ApiClient>
  stop(): Promise<void>
}

/** Starts the product as `rollcall start` wires it. Stopped by the caller (`afterAll`). */
export async function startTestApp(
  options: {
    worker?: boolean
    smtp?: boolean
    host?: string
    trustProxy?: boolean
    database?: TestDatabase
    outboundAllow?: string[]
    nameServers?: string[]
  } = {},
): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase())
  const logged: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line: string) => void logged.push(line) } })
  const clock = movableClock()
  const masterKey = masterKeyOf(randomBytes(32))
  const outbound = createOutbound({
    allow: options.outboundAllow ?? [],
    nameServers: options.nameServers,
    redirectOrigin: () => platform.origins.redirect,
    databases: [serverAddress(database.runtimeUrl)],
  })
  const platform: Platform = {
    database: openDatabase({ url: database.runtimeUrl, log, maxConnections: 10 }),
    clock,
    log,
    events: createEventBus(features.flatMap((feature) => feature.hears?.(() => platform) ?? [])),
    permissions: features.flatMap(({ permissions }) => permissions),
    stillMay: (tx, author) => stillMay(platform, tx, author),
    sealing: createSealing(masterKey),
    masterKey,
    origins: { service: '', redirect: '' },
    outbound,
    // Nobody waits between two tries.
    connectors: { numbers: twilioNumbers(outbound, async () => undefined) },
    // What a password costs whoever guesses it would be paid by every test that signs in.
    passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
    redirectSecret: randomBytes(24).toString('base64url'),
  }
  const mail = await startSmtpSink()
  const store = new RedirectStore(':memory:')
  const redirect = buildRedirectServer({
    store,
    secret: platform.redirectSecret,
    log,
    clock: () => clock.now().getTime(),
  })
  platform.origins.redirect = await listen(redirect)
  // The origin is known only once it listens; the server asks for it late.
  platform.origins.service = 'http://localhost:0'
  const server = await buildHttpServer(
    platform,
    { trustProxy: options.trustProxy ?? false, tls: undefined },
    {
      token: metricsToken,
      measures: [
        connectionsMeasure(platform.database.pool),
        backlogMeasure(platform.database),
        redirectMeasure(store),
      ],
    },
  )
  platform.origins.service = await listen(server)
  const work =
    options.worker === false
      ? undefined
      : await startBackgroundWork(platform, {
          smtpUrl: options.smtp === false ? undefined : mail.url,
          mailFrom: 'Rollcall <rollcall@rollcall.example>',
        })
  await bootstrap(platform, partnerAdmin)
  const anybody = () => openApiClient(platform.origins.service)
  return {
    serviceOrigin: platform.origins.service,
    redirectOrigin: platform.origins.redirect,
    platform,
    database,
    clock,
    mail,
    logged,
    anybody,
    bearing: (key) => openApiClient(platform.origins.service, { authorization: `Bearer ${key}` }),
    async ada() {
      const client = anybody()
      await client.post('/sessions', partnerAdmin).expect(201)
      return client
    },
    async stop() {
      await work?.stop()
      await server.close()
      await redirect.close()
      store.close()
      await mail.stop()
      await platform.database.close()
    },
  }
}

async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://localhost:${(app.server.address() as AddressInfo).port}`
}

function movableClock(): MovableClock {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance({ hours = 0, minutes = 0, seconds = 0 }) {
      aheadMs += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
