import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { runMigrations as migrateQueue } from 'graphile-worker'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import type { Log } from '../log/log.ts'
import { splitStatements } from './statements.ts'

/** Serialises migrations of the same database by several processes; any constant of our own serves. */
const migrationLock = 7_201_470_711

/**
 * Brings a database to the newest schema: the queue's tables, then our numbered SQL files, each in a transaction, under an advisory
 * lock (a second process waits and finds nothing to do). Then lets the runtime role in.
 * @param options.ownerUrl role that owns the schema; needs CREATEROLE the first time, never superuser
 * @param options.runtimeUrl role the program runs as; receives the grants
 */
export async function migrate(options: {
  ownerUrl: string
  runtimeUrl: string
  migrationsDir: string
  log: Log
}): Promise<void> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'rollcall migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrateQueueTables(options.ownerUrl, options.log)
    await runner({
      dbClient: client,
      dir: options.migrationsDir,
      ignorePattern: 'schema\\.sql|.*\\.md',
      direction: 'up',
      migrationsTable: 'migrations',
      migrationsSchema: 'rollcall_migrations',
      createMigrationsSchema: true,
      advisoryLockMode: 'wait',
      checkOrder: true,
      migrationLoaderStrategies: [{ extensions: ['.sql'], loader: loadStatementByStatement }],
      logger: {
        debug: () => {},
        info: (line) => options.log.debug(line),
        warn: (line) => options.log.warn(line),
        error: (line) => options.log.error(line),
      },
    })
    await openQueueToRuntime(client)
    await letRuntimeRoleIn(client, options.runtimeUrl)
  } finally {
    await client.end()
  }
}

async function migrateQueueTables(ownerUrl: string, log: Log): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  const broke = (error: Error) => log.debug({ err: error }, 'the migration connection broke')
  pool.on('error', broke)
  pool.on('connect', (client) => client.on('error', broke))
  try {
    await migrateQueue({ pgPool: pool })
  } finally {
    await pool.end()
  }
}

/** A distributed database refuses several statements in one string, so each goes alone (in the same transaction). */
async function loadStatementByStatement(filePaths: string[]) {
  return Promise.all(
    filePaths.map(async (filePath) => {
      const statements = splitStatements(await readFile(filePath, 'utf8'))
      return {
        id: basename(filePath, '.sql'),
        filePaths: [filePath],
        actions: {
          up: (pgm: { sql(text: string): void; noTransaction(): void }) => {
            for (const statement of statements) pgm.sql(statement)
          },
          down: false as const,
        },
      }
    }),
  )
}

/**
 * The queue's tables carry row-level security without policies, which shuts out every role but their owner. They hold job names and
 * ids only, so the runtime role gets a policy of its own instead of the owner's password.
 */
async function openQueueToRuntime(client: pg.Client): Promise<void> {
  await client.query('grant usage on schema graphile_worker to rollcall_runtime')
  await client.query(
    'grant select, insert, update, delete on all tables in schema graphile_worker to rollcall_runtime',
  )
  await client.query('grant usage on all sequences in schema graphile_worker to rollcall_runtime')
  await client.query('grant execute on all functions in schema graphile_worker to rollcall_runtime')
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'runtime')`,
  )
  for (const { name } of rows) {
    const table = pg.escapeIdentifier(name)
    await client.query(
      `create policy runtime on graphile_worker.${table} to rollcall_runtime using (true) with check (true)`,
    )
  }
}

async function letRuntimeRoleIn(client: pg.Client, runtimeUrl: string): Promise<void> {
  const runtimeRole = new pg.Client({ connectionString: runtimeUrl }).user
  const { rows } = await client.query<{ member: boolean; self: boolean }>(
    `select pg_has_role($1, 'rollcall_runtime', 'member') as member, $1 = current_user as self`,
    [runtimeRole],
  )
  if (rows[0]?.self || rows[0]?.member) return
  await client.query(`grant rollcall_runtime to ${pg.escapeIdentifier(runtimeRole ?? '')}`)
}
