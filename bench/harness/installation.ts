import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type ApiClient, openApiClient } from '#tests/harness/api-client.ts'
import { freePort } from '#tests/harness/free-port.ts'
import { type RunningProgram, runProgram, startProgram, untilReady } from './program.ts'

/** The product as processes of its own on one database, as in production: a server, and whatever else a bench starts. */
export interface Installation {
  /** The settings that all its processes share. */
  settings: Record<string, string>
  serviceOrigin: string
  redirectOrigin: string
  server: RunningProgram
  /** The partner's admin, signed in. */
  admin: ApiClient
  /** Another caller, signed in to nothing. */
  anybody(): ApiClient
  /** Starts another process of the installation; it is stopped with the installation. */
  start(command: 'worker' | 'redirect'): RunningProgram
  /** Asks the database as superuser, whom no fence holds. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the bench asks for.
  ask<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>
  /** Opens a transaction as the program does, behind the fence of this account, and rolls it back after. */
  behindFence<T>(accountId: string, act: (client: pg.Client) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

export interface DatabaseUrls {
  runtimeUrl: string
  ownerUrl: string
  superuserUrl: string
}

export const partnerAdmin = { email: 'ada@northwind.example', password: 'correct horse battery staple' }

/**
 * Starts a server on this database, which is migrated first.
 * @param options.folder holds its keys, kept as long as the database
 * @param options.fill runs once in the life of the folder, and gives the link with which the partner's admin sets up
 */
export async function startInstallation(options: {
  folder: string
  urls: DatabaseUrls
  settings?: Record<string, string>
  fill: (settings: Record<string, string>) => Promise<string>
}): Promise<Installation> {
  const { folder, urls } = options
  await mkdir(folder, { recursive: true })
  const [port, redirectPort] = [await freePort(), await freePort()]
  const settings = {
    DATABASE_URL: urls.runtimeUrl,
    DATABASE_OWNER_URL: urls.ownerUrl,
    ROLLCALL_DATA_DIR: folder,
    ROLLCALL_PORT: String(port),
    ROLLCALL_REDIRECT_PORT: String(redirectPort),
    ROLLCALL_REDIRECT_SECRET: 'known to both and to nobody else',
    ROLLCALL_LOG_LEVEL: 'warn',
    ...options.settings,
  }
  await runProgram('migrate', settings)
  const setUpToken = await filledOnce(folder, () => options.fill(settings))
  const running: RunningProgram[] = []
  const start = (command: 'server' | 'worker' | 'redirect') => {
    const program = startProgram(command, settings)
    running.push(program)
    return program
  }
  const serviceOrigin = `http://localhost:${port}`
  const server = start('server')
  await untilReady(serviceOrigin)
  const admin = openApiClient(serviceOrigin)
  await signIn(admin, setUpToken)
  const superuser = await connect(urls.superuserUrl)
  return {
    settings,
    serviceOrigin,
    redirectOrigin: `http://localhost:${redirectPort}`,
    server,
    admin,
    anybody: () => openApiClient(serviceOrigin),
    start,
    ask: async (statement, values = []) => (await superuser.query(statement, values)).rows,
    async behindFence(accountId, act) {
      const client = await connect(urls.runtimeUrl)
      try {
        await client.query('begin')
        await client.query('select app.enter($1)', [accountId])
        return await act(client)
      } finally {
        await client.query('rollback').catch(() => {})
        await client.end()
      }
    },
    async stop() {
      await Promise.all(running.map((program) => program.stop()))
      await superuser.end()
    },
  }
}

/** @returns the set-up token that filling gave, now or in an earlier run */
async function filledOnce(folder: string, fill: () => Promise<string>): Promise<string> {
  const file = join(folder, 'set-up-token')
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known
  const token = await fill()
  await writeFile(file, token, { mode: 0o600 })
  return token
}

/** The first time by the set-up link, later by the password that was set with it. */
async function signIn(admin: ApiClient, token: string): Promise<void> {
  const { status } = await admin.post('/sessions', partnerAdmin)
  if (status === 201) return
  await admin.post('/set-ups', { token, firstName: 'Ada', lastName: 'Byron', ...partnerAdmin }).expect(201)
}

/** @returns the token in what `rollcall seed` and `rollcall admin add-partner` print */
export function setUpTokenIn(output: string): string {
  const token = /\/setup\/(\S+)/.exec(output)?.[1]
  if (!token) throw new Error(`No set-up link was printed: ${output}`)
  return token
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}
