import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import { sendingAhead } from './ahead.ts'

/** One statement may take this long while a caller waits. */
const statementMaxMs = 7_000
/** While a caller waits nothing is begun again after this: an attempt may take `statementMaxMs` once more. */
const repeatUntilMs = 4_500
/** Who was made to wait in vain is told at once for this long, also in what is tried instead: one silence is all that a caller waits for. */
const noSecondWaitMs = 5_000
const readinessMaxMs = 2_000

/** What a transaction needs of a connection. */
export interface Connection {
  query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>>
  /** @param broken it is not to be given to anybody again */
  release(broken?: boolean | Error): void
}

/**
 * How long a database that takes connections and says nothing is waited for: for ever, except while a caller waits for the answer to a request
 * (tests/faults/silent-database.test.ts). An answer may still come, or never: behind a firewall that forgot the connection nothing would tell.
 */
export interface Patience {
  /** What `act` begins in the database, also after it has returned, is given up when the database is silent. */
  whileCallerWaits<T>(act: () => T): T
  /** A connection on which no statement is waited for longer than the present caller can wait. */
  connect(): Promise<Connection>
  /** Whether it is too late for the present caller to begin again what was begun then, by `performance.now()`. */
  isOver(begun: number): boolean
}

interface WaitingCaller {
  /** By `performance.now()`. It fades, because what a request has begun can outlive it: timers, for one. */
  waitedInVainAt: number
}

/** Watches over connections of this pool. */
export function openPatience(pool: pg.Pool): Patience {
  const callers = new AsyncLocalStorage<WaitingCaller>()
  return {
    whileCallerWaits: (act) => callers.run({ waitedInVainAt: Number.NEGATIVE_INFINITY }, act),
    async connect() {
      const caller = callers.getStore()
      if (caller === undefined) return sendingAhead(await pool.connect())
      if (hasWaitedLately(caller)) throw silence()
      const begun = performance.now()
      const noticeWait = () => {
        caller.waitedInVainAt = performance.now()
      }
      try {
        return withoutSilence(await pool.connect(), statementMaxMs, noticeWait)
      } catch (error) {
        if (performance.now() - begun > repeatUntilMs) noticeWait()
        throw error
      }
    },
    isOver(begun) {
      const caller = callers.getStore()
      return caller !== undefined && (hasWaitedLately(caller) || performance.now() - begun > repeatUntilMs)
    },
  }
}

/** Whether the database answers before whoever asks for readiness goes away. */
export function answersAtOnce(pool: pg.Pool): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(resolve, readinessMaxMs, false).unref()
    pool
      .connect()
      .then((client) => askOn(withoutSilence(client, readinessMaxMs), 'select 1', []))
      .then(
        () => resolve(true),
        () => resolve(false),
      )
  })
}

/** One statement, after which the connection is given back. */
export async function askOn<Row extends pg.QueryResultRow>(
  connection: Connection,
  statement: string,
  values: unknown[],
): Promise<Row[]> {
  try {
    return (await connection.query<Row>(statement, values)).rows
  } finally {
    connection.release()
  }
}

/** A connection that is ended, and never given to anybody again, when a statement takes longer. PostgreSQL undoes the transaction when it notices. */
function withoutSilence(client: pg.PoolClient, maxMs: number, givenUp?: () => void): Connection {
  let silent: Error | undefined
  const connection = sendingAhead(client)
  return {
    query<Row extends pg.QueryResultRow>(text: string, values: unknown[]) {
      if (silent) return Promise.reject(silent)
      return new Promise<pg.QueryResult<Row>>((resolve, reject) => {
        const impatience = setTimeout(() => {
          silent = silence()
          givenUp?.()
          reject(silent)
          client.end().catch(() => {})
        }, maxMs)
        connection
          .query<Row>(text, values)
          .then(resolve, reject)
          .finally(() => clearTimeout(impatience))
      })
    },
    release: (broken) => connection.release(silent ?? broken),
  }
}

function hasWaitedLately({ waitedInVainAt }: WaitingCaller): boolean {
  return performance.now() - waitedInVainAt < noSecondWaitMs
}

/** The SQLSTATE is that of a broken connection: run again, it may succeed. */
function silence(): Error {
  return Object.assign(new Error('The database says nothing.'), { code: '08006' })
}
