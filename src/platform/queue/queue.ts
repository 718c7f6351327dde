import { Logger, type Runner, run, type Task } from 'graphile-worker'
import { sql, type Transaction } from 'kysely'
import type { z } from 'zod'
import { type Database, type DB, keptStatement, unread } from '../database/index.ts'
import type { Log } from '../log/log.ts'
import { redactText } from '../log/redact.ts'
import { countJob } from '../metrics/index.ts'
import { workerLiveness } from './liveness.ts'
import { queuePool } from './queue-pool.ts'

/**
 * One kind of background work: a name, the shape of its payload (ids only, never a secret) and one act. Safe to run twice: the queue delivers at least
 * once. The account travels in the payload.
 */
export interface Job<Payload extends object> {
  name: string
  payload: z.ZodType<Payload>
  maxAttempts?: number
  /** Lower runs first; 0 is usual, bulk work uses 10 so that it does not delay single acts. */
  priority?: number
}

/** A job and what it does, as a slice registers it. */
export interface JobHandler {
  job: Job<never>
  run(payload: never): Promise<void>
}

export interface EnqueueOptions {
  /** At most one waiting job bears this key; a second replaces the first. */
  key?: string
  /** Not before this long from now, to the millisecond, by the database's clock: the queue asks that one what is due. */
  delaySeconds?: number
  /** Jobs of one named queue run one after the other. */
  queue?: string
}

/** Binds an act to its job. */
export function handles<Payload extends object>(
  job: Job<Payload>,
  act: (payload: Payload) => Promise<void>,
): JobHandler {
  return { job: job as unknown as Job<never>, run: act as JobHandler['run'] }
}

/** Queues a job in the caller's transaction: it exists when, and only when, the act is committed. */
export async function enqueue<Payload extends object>(
  tx: Transaction<DB>,
  job: Job<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<void> {
  await add(tx, { ...kindOf(job), ...options, payload: JSON.stringify(payload) })
}

type KindOfJob = ReturnType<typeof kindOf>

function kindOf({
  name,
  maxAttempts = 12,
  priority = 0,
}: Pick<Job<never>, 'name' | 'maxAttempts' | 'priority'>) {
  return { name, maxAttempts, priority }
}

const add = keptStatement(
  (_db, job: KindOfJob & EnqueueOptions & { payload: string }) => sql`
    select app.enqueue(${job.name}, ${job.payload}::json, ${job.key}, now() + coalesce(${job.delaySeconds}::float8, 0) * interval '1 second',
      ${job.queue}, ${job.maxAttempts}, ${job.priority}) ${unread}`,
)

/** Queues many jobs of one kind in one statement. */
export async function enqueueMany<Payload extends object>(
  tx: Transaction<DB>,
  job: Job<Payload>,
  payloads: Payload[],
): Promise<void> {
  if (payloads.length === 0) return
  await addMany(tx, { ...kindOf(job), payloads: payloads.map((payload) => JSON.stringify(payload)) })
}

const addMany = keptStatement(
  (_db, jobs: KindOfJob & { payloads: string[] }) => sql`
    select app.enqueue_many(${jobs.name}, ${jobs.payloads}::json[], ${jobs.maxAttempts}, ${jobs.priority}) ${unread}`,
)

export interface Worker {
  /** Lets running jobs finish, for at most eight seconds, then hands them back to the queue. */
  stop(): Promise<void>
}

/** Work that comes back by the clock, in UTC: `minute hour day month weekday`. */
export interface Recurring {
  job: Job<Record<string, never>>
  cron: string
}

/** Works on queued jobs until stopped. */
export async function startWorker(options: {
  database: Database
  handlers: JobHandler[]
  recurring?: Recurring[]
  log: Log
  concurrency?: number
}): Promise<Worker> {
  const liveness = workerLiveness(options.database.pool, options.log)
  const runner: Runner = await run({
    pgPool: queuePool(options.database.pool),
    events: liveness.events,
    taskList: Object.fromEntries(options.handlers.map((handler) => [handler.job.name, taskOf(handler)])),
    crontab: (options.recurring ?? []).map(({ job, cron }) => `${cron} ${job.name}`).join('\n'),
    concurrency: options.concurrency ?? 8,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 8_000,
    // Waking up is by notification; this is only the time after which a lost notification is noticed.
    pollInterval: 500,
    logger: new Logger(
      () => (level, message) =>
        options.log[level === 'warning' ? 'warn' : level === 'error' ? 'error' : 'debug'](message),
    ),
  })
  liveness.start()
  return {
    async stop() {
      await runner.stop()
      await liveness.stop()
    },
  }
}

function taskOf(handler: JobHandler): Task {
  return async (payload) => {
    // The cron adds its own field to an empty payload.
    const parsed = handler.job.payload.parse(payload)
    const begun = performance.now()
    const count = (outcome: 'done' | 'failed') =>
      countJob(handler.job.name, outcome, (performance.now() - begun) / 1_000)
    try {
      await handler.run(parsed)
      count('done')
    } catch (error) {
      count('failed')
      // The queue stores the message of a failed job: no credential may be in it.
      const failure = error instanceof Error ? error : new Error(String(error))
      failure.message = redactText(failure.message)
      throw failure
    }
  }
}
