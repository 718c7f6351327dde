import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Log } from '../log/log.ts'

/** First key of the advisory locks that say "this worker lives"; the second is the worker's name, hashed. */
const lockClass = 720_147
const reapIntervalMs = 1_000

/**
 * The queue itself gives a job of a killed worker back after four hours. Here each process holds, on one connection, an advisory lock for each of its
 * pools of workers; the server frees them the moment the process dies, and any other process then gives the dead worker's jobs back.
 */
export function workerLiveness(
  pool: pg.Pool,
  log: Log,
): { events: WorkerEvents; start(): void; stop(): Promise<void> } {
  const events: WorkerEvents = new EventEmitter()
  const names = new Set<string>()
  let holder: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let failing = false

  // The queue marks a job with the name of the pool, not of the worker in it that does the job.
  events.on('pool:create', ({ workerPool }) => {
    names.add(workerPool.id)
    soon(holdLocks)
  })

  function soon(act: () => Promise<void>): void {
    // One after the other: two could otherwise open two holding connections.
    running = running.then(act).then(
      () => {
        failing = false
      },
      (error) => {
        // Once and not every second while the database is away.
        if (!failing) log.warn({ err: error }, 'the queue cannot look after its workers at the moment')
        failing = true
      },
    )
  }

  async function holdLocks(): Promise<void> {
    holder ??= await connect()
    await holder.query('select pg_try_advisory_lock($1, hashtext(name)) from unnest($2::text[]) name', [
      lockClass,
      [...names],
    ])
  }

  async function connect(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    client.on('error', () => {
      // The server went away and took the locks along; the next round takes them again.
      if (holder !== client) return
      holder = undefined
      // Given back, or the pool would wait for it for ever when it is closed.
      client.release(true)
    })
    return client
  }

  /** Gives back the jobs of workers whose lock nobody holds. Younger ones may be about to take theirs. */
  async function reap(): Promise<void> {
    await holdLocks()
    const { rows } = await pool.query<{ name: string }>(
      `select distinct locked_by as name from graphile_worker._private_jobs
        where locked_by is not null and locked_at < now() - interval '2 seconds'`,
    )
    for (const { name } of rows.filter((row) => !names.has(row.name))) {
      const { rows: taken } = await pool.query<{ dead: boolean }>(
        'select pg_try_advisory_xact_lock($1, hashtext($2)) as dead',
        [lockClass, name],
      )
      if (!taken[0]?.dead) continue
      await pool.query('select graphile_worker.force_unlock_workers($1)', [[name]])
      log.warn({ worker: name }, 'a worker has died; its jobs are done by others')
    }
  }

  return {
    events,
    start() {
      soon(reap)
      timer = setInterval(() => soon(reap), reapIntervalMs)
    },
    async stop() {
      clearInterval(timer)
      await running
      // Ended and not given back to the pool: the locks belong to the connection.
      const last = holder
      // It may yet hear that the server goes away, and must not be given back twice.
      holder = undefined
      last?.release(true)
    },
  }
}
