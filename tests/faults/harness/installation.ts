import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type ApiClient, openApiClient } from '../../harness/api-client.ts'
import { createTestDatabase } from '../../harness/database.ts'
import { freePort } from '../../harness/free-port.ts'
import { type RunningProgram, startProgram, untilReady } from './program.ts'

const signIn = { email: 'ada@northwind.example', password: 'correct horse battery staple' }

/** The product as processes of its own on one database: `rollcall server`, and whatever else a test starts. */
export interface Installation {
  /** The settings that all its processes share. */
  settings: Record<string, string>
  serviceOrigin: string
  redirectOrigin: string
  server: RunningProgram
  /** The first partner's admin, signed in. */
  ada: ApiClient
  /** Starts another process of the installation, which is killed at the end if it still runs. */
  start(command: 'worker' | 'redirect'): RunningProgram
  /** Asks the database as superuser, on a connection that stays open. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for.
  ask<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

/**
 * Starts a server with a database and data folder of its own.
 * @param options.settings further settings, such as where mails go
 * @param options.databaseUrl what the processes connect to instead of the database itself, made from its URL
 */
export async function startInstallation(
  options: { settings?: Record<string, string>; databaseUrl?: (url: string) => Promise<string> } = {},
): Promise<Installation> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-faults-'))
  const [port, redirectPort] = [await freePort(), await freePort()]
  const settings = {
    DATABASE_URL: (await options.databaseUrl?.(database.runtimeUrl)) ?? database.runtimeUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_PORT: String(port),
    ROLLCALL_REDIRECT_PORT: String(redirectPort),
    ROLLCALL_REDIRECT_SECRET: 'known to both and to nobody else',
    ROLLCALL_LOG_LEVEL: 'warn',
    ...options.settings,
  }
  const setUpToken = await aPartner(settings)
  const running: RunningProgram[] = []
  const serviceOrigin = `http://localhost:${port}`
  const server = startProgram('server', settings)
  running.push(server)
  await untilReady(serviceOrigin)
  const ada = openApiClient(serviceOrigin)
  const person = { firstName: 'Ada', lastName: 'Byron', ...signIn }
  await ada.post('/set-ups', { token: setUpToken, ...person }).expect(201)
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  superuser.on('error', () => {})
  await superuser.connect()
  return {
    settings,
    serviceOrigin,
    redirectOrigin: `http://localhost:${redirectPort}`,
    server,
    ada,
    start(command) {
      const started = startProgram(command, settings)
      running.push(started)
      return started
    },
    ask: async (statement, values = []) => (await superuser.query(statement, values)).rows,
    async stop() {
      await Promise.all(running.map((each) => each.end('SIGKILL')))
      await superuser.end()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** @returns the token with which the new partner's first admin sets up */
async function aPartner(settings: Record<string, string>): Promise<string> {
  const adding = startProgram('admin', settings, ['add-partner', 'Northwind', '--country', 'GB'])
  await adding.ended
  const token = /\/setup\/(\S+)/.exec(adding.output())?.[1]
  if (!token) throw new Error(`No partner was added: ${adding.output()}`)
  return token
}
