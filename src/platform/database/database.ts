import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Log } from '../log/log.ts'
import { mayBeRepeated } from './errors.ts'
import type { DB } from './schema.generated.ts'

/** A transaction inside one account: the row-level fence is set to it, and every statement names it as well. */
export type Tx = Transaction<DB> & { readonly accountId: string }

/** A transaction outside every account: it sees the directory tables and no tenant's row. */
export type DirectoryTx = Transaction<DB>

/** A transaction that reads across a partner's customers (accounts and people) and nothing else. */
export type PartnerTx = Transaction<DB> & { readonly partnerId: string }

export interface Database {
  /**
   * Runs `act` in one transaction inside the account. After a lost connection, a fail-over or a deadlock the whole act runs again, so it must
   * make its ids beforehand or be content with new ones, and keep its effects to the database.
   */
  inAccount<T>(accountId: string, act: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `act` in one transaction as a partner looking across its customers. */
  acrossCustomers<T>(partnerId: string, act: (tx: PartnerTx) => Promise<T>): Promise<T>
  /** Runs `act` in one transaction outside every account. */
  inDirectory<T>(act: (tx: DirectoryTx) => Promise<T>): Promise<T>
  /** Whether the database answers; for readiness. */
  answers(): Promise<boolean>
  readonly pool: pg.Pool
  close(): Promise<void>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Connects to the database as the runtime role. */
export function openDatabase(options: { url: string; log: Log; maxConnections?: number }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 16,
    connectionTimeoutMillis: 5_000,
    application_name: 'rollcall',
  })
  // Without a listener an idle connection that breaks (server restarted) would end the process.
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle database connection broke'))
  pool.on('connect', (client) =>
    client.on('error', (error) => options.log.warn({ err: error }, 'a database connection broke')),
  )
  const kysely = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })

  async function run<T>(
    prepare: (trx: Transaction<DB>) => Promise<Transaction<DB>>,
    act: (tx: never) => Promise<T>,
  ) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await kysely.transaction().execute(async (trx) => act((await prepare(trx)) as never))
      } catch (error) {
        if (!mayBeRepeated(error) || attempt >= 8) throw error
        options.log.warn({ err: error, attempt }, 'running a transaction again')
        await pause(Math.min(2_000, 50 * 2 ** attempt))
      }
    }
  }

  return {
    inAccount(accountId, act) {
      if (!uuid.test(accountId)) throw new Error('An account id is a lower-case UUID.')
      return run(async (trx) => {
        await sql`select app.enter(${accountId})`.execute(trx)
        return Object.assign(trx, { accountId })
      }, act)
    },
    acrossCustomers(partnerId, act) {
      if (!uuid.test(partnerId)) throw new Error('An account id is a lower-case UUID.')
      return run(async (trx) => {
        await sql`select app.enter_partner(${partnerId})`.execute(trx)
        return Object.assign(trx, { partnerId })
      }, act)
    },
    inDirectory: (act) => run(async (trx) => trx, act),
    async answers() {
      try {
        await pool.query('select 1')
        return true
      } catch {
        return false
      }
    },
    pool,
    close: () => kysely.destroy(),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
