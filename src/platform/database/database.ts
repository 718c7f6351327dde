import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CamelCasePlugin,
  CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPoolClient,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import type { Log } from '../log/log.ts'
import { countDatabaseFailure } from '../metrics/index.ts'
import { endOfReading } from './ahead.ts'
import { leaveMark, wasCommitted } from './commits.ts'
import { mayBeRepeated, UndecidedError } from './errors.ts'
import { isId, newId } from './ids.ts'
import { NoticedWrites } from './noticed-writes.ts'
import { answersAtOnce, askOn, openPatience } from './patience.ts'
import type { DB } from './schema.generated.ts'

/** A transaction inside one account: the row-level fence is set to it, and every statement names it as well. */
export type Tx = Transaction<DB> & { readonly accountId: string }

/** A transaction outside every account: it sees the directory tables and no tenant's row. */
export type DirectoryTx = Transaction<DB>

/** A transaction that reads across a partner's customers (accounts and people) and nothing else. */
export type PartnerTx = Transaction<DB> & { readonly partnerId: string }

export interface Database {
  /**
   * Runs `act` in one transaction inside the account. After a lost connection, a fail-over or a deadlock the whole act runs again, unless it turns
   * out to have been committed; so it must be content with new ids, and keep its effects to the database.
   */
  inAccount<T>(accountId: string, act: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Like `inAccount`, and every `inAccount` that `act` calls, one after the other, joins its transaction, also one for another account: all of it is
   * committed, or nothing. What throws undoes the whole, whether or not `act` catches it. Within another one it joins that one.
   */
  together<T>(accountId: string, act: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `act`; the first transaction that it has inside the account begins with `first`, and both are committed or neither is. */
  beginningWith<T>(accountId: string, first: (tx: Tx) => Promise<void>, act: () => Promise<T>): Promise<T>
  /** Whether what runs now was begun in `together` or `beginningWith`: it may be part of their transaction, and belongs into no other. */
  isSurrounded(): boolean
  /** Runs `act` in one transaction as a partner looking across its customers. */
  acrossCustomers<T>(partnerId: string, act: (tx: PartnerTx) => Promise<T>): Promise<T>
  /** Runs `act` in one transaction outside every account. */
  inDirectory<T>(act: (tx: DirectoryTx) => Promise<T>): Promise<T>
  /**
   * Runs `act`; what it begins in the database, also after it has returned, is given up when the database is silent: nobody waits for ten seconds
   * and more for an answer that may never come. Jobs have time and run without.
   */
  whileCallerWaits<T>(act: () => T): T
  /** Runs one statement that is a transaction of its own, outside every account. */
  ask<Row extends pg.QueryResultRow>(statement: string, values: unknown[]): Promise<Row[]>
  /**
   * Whether a connection can be had without waiting for one that others use. Who asks for a second one inside a transaction asks this first: the others
   * may wait for what the transaction holds (operations.test.ts).
   */
  hasConnectionAtHand(): boolean
  /** Whether the database answers within two seconds; for readiness. */
  answers(): Promise<boolean>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** What the code that runs now was begun in. */
type Surrounding =
  | { tx: Tx; failure: { error: unknown } | undefined; isOver: boolean }
  | { accountId: string; first: ((tx: Tx) => Promise<void>) | undefined }

/** Connects to the database as the runtime role. */
export function openDatabase(options: { url: string; log: Log; maxConnections?: number }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 16,
    connectionTimeoutMillis: 5_000,
    application_name: 'rollcall',
    // What `ahead.ts` sends.
    pipeline: true,
  })
  let isClosing = false
  // Without a listener a connection that breaks (server restarted) would end the process. While it closes, the server may go first.
  const tellBroken = (what: string) => (error: Error) => {
    if (!isClosing) options.log.warn({ err: error }, what)
  }
  pool.on('error', tellBroken('an idle database connection broke'))
  pool.on('connect', (client) => client.on('error', tellBroken('a database connection broke')))
  const patience = openPatience(pool)
  const kysely = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: {
        // Kysely's type demands cursors as well; nothing here reads by them.
        connect: patience.connect as () => Promise<unknown> as () => Promise<PostgresPoolClient>,
        end: () => pool.end(),
        options: pool.options,
      },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })

  async function run<T>(
    prepare: (trx: Transaction<DB>) => Promise<Transaction<DB>>,
    act: (tx: never) => Promise<T>,
  ): Promise<T> {
    let undecided: { markId: string; result: T } | undefined
    const begun = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        // The connection broke while it was committed: done again, it would be done twice (tests/faults/database-kills.test.ts).
        if (undecided && (await isCommitted(undecided.markId))) return undecided.result
        undecided = undefined
        return await inTransaction(async (trx) => {
          const writes = new NoticedWrites()
          const tx = await prepare(trx.withPlugin(writes))
          const result = await act(tx as never)
          const hasWritten = writes.happened
          if (hasWritten) {
            undecided = { markId: newId(), result }
            await leaveMark(trx, undecided.markId)
          }
          return { result, hasWritten }
        })
      } catch (error) {
        countDatabaseFailure(error)
        if (!mayBeRepeated(error)) throw error
        if (attempt >= 8 || patience.isOver(begun)) throw undecided ? new UndecidedError(error) : error
        options.log.warn({ err: error, attempt }, 'running a transaction again')
        await pause(Math.min(2_000, 50 * 2 ** attempt))
      }
    }
  }

  function isCommitted(markId: string): Promise<boolean> {
    return inTransaction(async (trx) => ({ result: await wasCommitted(trx, markId), hasWritten: true }))
  }

  /** Like Kysely's own, but the end of what has only read is not waited for. */
  async function inTransaction<T>(
    act: (trx: Transaction<DB>) => Promise<{ result: T; hasWritten: boolean }>,
  ): Promise<T> {
    return kysely.connection().execute(async (connection) => {
      const run = (statement: string) =>
        connection.executeQuery<{ command: string }>(CompiledQuery.raw(statement))
      await run('begin')
      try {
        const { result, hasWritten } = await act(connection as Transaction<DB>)
        const { rows } = await run(hasWritten ? 'commit' : endOfReading)
        // So PostgreSQL ends a transaction in which a statement has failed, also where somebody caught the failure.
        if (rows[0]?.command === 'ROLLBACK')
          throw new Error('A transaction was ended in which a statement had failed.')
        return result
      } catch (error) {
        await run('rollback')
        throw error
      }
    })
  }

  const surroundings = new AsyncLocalStorage<Surrounding>()

  async function open<T>(accountId: string, act: (tx: Tx) => Promise<T>): Promise<T> {
    return run((trx) => enter(trx, accountId), act)
  }

  async function join<T>(
    joined: Extract<Surrounding, { tx: Tx }>,
    accountId: string,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const outer = joined.tx
    try {
      if (outer.accountId === accountId) return await act(outer)
      // An object of its own, because each bears the account it is in.
      joined.tx = await enter(outer.withTables<Pick<DB, never>>(), accountId)
      const result = await act(joined.tx)
      await enter(outer, outer.accountId)
      joined.tx = outer
      return result
    } catch (error) {
      joined.failure ??= { error }
      throw error
    }
  }

  async function openWithFirst<T>(
    waiting: Extract<Surrounding, { accountId: string }>,
    accountId: string,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const { first } = waiting
    waiting.first = undefined
    try {
      return await open(accountId, async (tx) => {
        await first?.(tx)
        return act(tx)
      })
    } catch (error) {
      waiting.first = first
      throw error
    }
  }

  return {
    inAccount(accountId, act) {
      assertUuid(accountId)
      const around = surroundings.getStore()
      if (around && 'tx' in around && !around.isOver) return join(around, accountId, act)
      if (around && 'first' in around && around.accountId === accountId)
        return openWithFirst(around, accountId, act)
      return open(accountId, act)
    },
    together(accountId, act) {
      assertUuid(accountId)
      const around = surroundings.getStore()
      if (around && 'tx' in around && !around.isOver) return join(around, accountId, act)
      return open(accountId, async (tx) => {
        const joined: Surrounding = { tx, failure: undefined, isOver: false }
        try {
          const result = await surroundings.run(joined, () => act(tx))
          if (joined.failure) throw joined.failure.error
          return result
        } finally {
          joined.isOver = true
        }
      })
    },
    beginningWith: (accountId, first, act) => surroundings.run({ accountId, first }, act),
    isSurrounded: () => surroundings.getStore() !== undefined,
    acrossCustomers(partnerId, act) {
      assertUuid(partnerId)
      return run((trx) => enterPartner(trx, partnerId), act)
    },
    inDirectory: (act) => run(async (trx) => trx, act),
    whileCallerWaits: patience.whileCallerWaits,
    async ask<Row extends pg.QueryResultRow>(statement: string, values: unknown[]) {
      return askOn<Row>(await patience.connect(), statement, values)
    },
    hasConnectionAtHand: () =>
      pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max),
    answers: () => answersAtOnce(pool),
    pool,
    close() {
      isClosing = true
      return kysely.destroy()
    },
  }
}

/** The fence is set to the account for the rest of the transaction, or until another is entered. */
export async function enter(trx: Transaction<DB>, accountId: string): Promise<Tx> {
  await trx.executeQuery(CompiledQuery.raw('select app.enter($1)', [accountId]))
  return Object.assign(trx, { accountId })
}

/** The same for what a partner may read across its customers. */
export async function enterPartner(trx: Transaction<DB>, partnerId: string): Promise<PartnerTx> {
  await trx.executeQuery(CompiledQuery.raw('select app.enter_partner($1)', [partnerId]))
  return Object.assign(trx, { partnerId })
}

function assertUuid(accountId: string): void {
  if (!isId(accountId)) throw new Error('An account id is a lower-case UUID.')
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
