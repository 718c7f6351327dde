import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client, Pool } from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/database/launcher/index.ts'

export interface RegistrarDatabase {
  /** For `pg`. */
  url: string
  /** The folder of a Unix socket. */
  host: string
  port: number
  user: string
  password: string
  name: string
  pool: Pool
  stop(): Promise<void>
}

/** Starts a PostgreSQL with Kamailio's tables, as a role that is not a superuser sees them. */
export async function startRegistrarDatabase(): Promise<RegistrarDatabase> {
  // A folder of its own, since PostgreSQL runs as another user where the tests run as root.
  const dataDir = await mkdtemp(path.join(tmpdir(), 'registrar-database-'))
  const log: string[] = []
  let server: EmbeddedPostgres | undefined
  const stop = async () => {
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    server = await startEmbeddedPostgres({
      dataDir,
      log: (line) => log.push(line),
      settings: { fsync: 'off', shared_buffers: '16MB' },
    })
    // Hexadecimal: Kamailio takes its database URL literally, without decoding.
    const login = { user: 'kamailio', password: randomBytes(16).toString('hex'), name: 'kamailio' }
    const { host, port } = await createDatabase(server.superuserUrl, login)
    const url = `postgres://${login.user}:${login.password}@/${login.name}?host=${encodeURIComponent(host)}&port=${port}`
    const pool = new Pool({ connectionString: url, max: 2 })
    // An ended pool may still be saying goodbye when the server stops; unheard, the error would end the test run.
    pool.on('error', () => {})
    for (const file of schemaFiles) await pool.query(await readFile(file, 'utf8'))
    return {
      url,
      host,
      port,
      ...login,
      pool,
      async stop() {
        await pool.end()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw new Error(`The database of the registrar does not start.\n${log.join('\n')}`, { cause: error })
  }
}

/** Tables `version`, `location`, `location_attrs` and `subscriber`. */
const schemaFiles = ['standard', 'usrloc', 'auth_db'].map(
  (name) => `/usr/share/kamailio/postgres/${name}-create.sql`,
)

async function createDatabase(
  superuserUrl: string,
  { user, password, name }: { user: string; password: string; name: string },
): Promise<{ host: string; port: number }> {
  const superuser = new Client({ connectionString: superuserUrl })
  await superuser.connect()
  try {
    await superuser.query(`create role ${user} login password '${password}'`)
    await superuser.query(`create database ${name} owner ${user}`)
    return { host: superuser.host, port: superuser.port }
  } finally {
    await superuser.end()
  }
}
