import type pg from 'pg'
import { mayBeRepeated } from '../database/index.ts'

/** Statements by which the queue writes down that a job was done or has failed, by their names. */
const endsJob = /^(complete|fail)_job/

/**
 * The pool as the queue gets it, where what a lost connection looks like depends on the statement (outage.test.ts):
 *
 * - The end of a job is written down without being awaited, and repeated only after a few errors; any other is an unhandled rejection, which would end
 *   the process. It is told that the server is starting (57P03): it repeats that a hundred times, with pauses of up to minutes.
 * - Any other statement is told an error without a code: it would repeat 57P03 with the same pauses, in which it fetches no jobs and does not stop.
 */
export function queuePool(pool: pg.Pool): pg.Pool {
  async function connect() {
    // A failure is told at the first statement, because only then it is known which it is.
    const client = await pool.connect().catch((error: Error) => error)
    return {
      async query(statement: pg.QueryConfig | string, values?: unknown[]) {
        try {
          if (client instanceof Error) throw client
          return await client.query(statement as string, values)
        } catch (error) {
          throw asTheQueueTakesIt(error as Error, statement)
        }
      },
      release() {
        if (!(client instanceof Error)) client.release()
      },
    }
  }
  // With a callback it listens, and connects anew by itself.
  const connectOrListen = (callback?: Parameters<pg.Pool['connect']>[0]) =>
    callback === undefined ? connect() : pool.connect(callback)
  return Object.create(pool, { connect: { value: connectOrListen } })
}

function asTheQueueTakesIt(error: Error, statement: pg.QueryConfig | string): Error {
  if (!mayBeRepeated(error)) return error
  const told = new Error(error.message, { cause: error })
  const isEnd = typeof statement !== 'string' && endsJob.test(statement.name ?? '')
  return isEnd ? Object.assign(told, { code: '57P03' }) : told
}
