import { Gauge } from 'prom-client'
import type { Database } from '../database/index.ts'
import { show } from '../metrics/index.ts'

/** How many jobs are there, by name and by what they wait for? Gives each process the same answer. */
const backlogQuery = `
  select task.identifier as task,
         case when job.locked_at is not null then 'running'
              when job.attempts >= job.max_attempts then 'failed'
              when job.run_at > now() then 'later'
              else 'waiting' end as state,
         count(*)::float8 as jobs,
         coalesce(extract(epoch from now() - min(job.run_at)), 0)::float8 as "oldestSeconds"
    from graphile_worker._private_jobs job
    join graphile_worker._private_tasks task on task.id = job.task_id
   group by 1, 2`

type Backlog = Array<{ task: string; state: string; jobs: number; oldestSeconds: number }>

/** Half the time a scraper usually waits: the other numbers come, whatever the database does. */
const answerMaxMs = 5_000

const databaseUp = new Gauge({
  name: 'rollcall_database_up',
  help: 'Whether the database answered when this was asked (1 or 0). 0: nobody can do anything; look at the database and the way to it.',
  registers: [],
})

const jobs = new Gauge({
  name: 'rollcall_jobs',
  help:
    'Jobs of the whole installation by name and state: waiting (due), running, later (not due yet: tried again, or held by a budget), failed (given ' +
    'up). mail:send are the mails that have not gone out. Every process gives the same number: take max, not sum.',
  labelNames: ['task', 'state'],
  registers: [],
})

const oldestWaiting = new Gauge({
  name: 'rollcall_jobs_oldest_waiting_seconds',
  help: 'For how long the oldest job that is due has waited, by name. Growing: no worker runs, or there are too few of them.',
  labelNames: ['task'],
  registers: [],
})

/** Asks for what waits in the queue, when somebody scrapes. Never throws: without an answer the gauges are empty and the database is down. */
export function backlogMeasure(database: Pick<Database, 'ask'>): () => Promise<void> {
  show(databaseUp, jobs, oldestWaiting)
  return async () => {
    const backlog = await soon(database.ask<Backlog[number]>(backlogQuery, []))
    databaseUp.set(backlog === undefined ? 0 : 1)
    jobs.reset()
    oldestWaiting.reset()
    for (const { task, state, jobs: count, oldestSeconds } of backlog ?? []) {
      jobs.set({ task, state }, count)
      if (state === 'waiting') oldestWaiting.set({ task }, oldestSeconds)
    }
  }
}

function soon(asked: Promise<Backlog>): Promise<Backlog | undefined> {
  return new Promise((resolve) => {
    const impatience = setTimeout(resolve, answerMaxMs, undefined)
    asked.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(impatience))
  })
}
