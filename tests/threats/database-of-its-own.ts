import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#platform/database/index.ts'
import { startEmbeddedPostgres } from '#platform/database/launcher/index.ts'
import { createLog } from '#platform/log/log.ts'
import type { TestDatabase } from '../harness/database.ts'
import { waitUntil } from '../harness/wait-until.ts'

/** An embedded PostgreSQL as `rollcall start` has it, with its log. */
export interface DatabaseOfItsOwn {
  database: TestDatabase
  /** All that PostgreSQL wrote, line by line. */
  log: string[]
  /** From its next connection on, every statement of this role is written to the log, with its values and whether it fails or not. */
  logEverythingOf(role: string): Promise<void>
  /** Runs one statement as superuser, in a session that is prepared by another. */
  asSuperuser(preparation: string, statement: string, values: unknown[]): Promise<void>
  /** What was written before this is in `log` afterwards. */
  untilLogIsRead(): Promise<void>
  stop(): Promise<void>
}

/** What somebody may set who looks for a fault. */
const talkative = {
  log_statement: 'all',
  log_min_messages: 'error',
  log_min_error_statement: 'error',
  log_parameter_max_length: '-1',
  log_parameter_max_length_on_error: '-1',
}

/** Starts and migrates it: its settings are those of the product, except that nothing is flushed to the disk. */
export async function startDatabaseOfItsOwn(): Promise<DatabaseOfItsOwn> {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-log-'))
  await chmod(dir, 0o711)
  const log: string[] = []
  const postgres = await startEmbeddedPostgres({
    dataDir: join(dir, 'data'),
    log: (line) => log.push(line),
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
  })
  const { ownerUrl, runtimeUrl, superuserUrl } = postgres
  await migrate({ ownerUrl, runtimeUrl, migrationsDir: 'migrations', log: createLog({ level: 'warn' }) })

  async function asSuperuser(preparation: string, statement: string, values: unknown[]): Promise<void> {
    const client = new pg.Client({ connectionString: superuserUrl })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.query(preparation)
      await client.query(statement, values)
    } finally {
      await client.end()
    }
  }

  let marks = 0
  return {
    database: { ownerUrl, runtimeUrl, superuserUrl },
    log,
    asSuperuser,
    async logEverythingOf(role) {
      for (const [name, value] of Object.entries(talkative)) {
        await asSuperuser('', `alter role ${role} set ${name} = '${value}'`, [])
      }
    },
    async untilLogIsRead() {
      const mark = `everything until mark ${++marks}`
      await asSuperuser("set log_min_messages = 'notice'", `do $$ begin raise notice '${mark}'; end $$`, [])
      await waitUntil(() => log.some((line) => line.includes(mark)), { what: 'the log has been read' })
    },
    async stop() {
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
