import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import { createTestDatabase } from '#tests/harness/database.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { enqueue, handles, type Job, startWorker } from './index.ts'

const log = createLog({ level: 'silent' })
const job: Job<{ name: string }> = { name: 'test:greet', payload: z.object({ name: z.string() }) }
const database = openDatabase({ url: (await createTestDatabase()).runtimeUrl, log })
afterAll(() => database.close())

test('a job of a worker that died is done by another, and one of a living worker is left alone', async () => {
  await database.inDirectory(async (tx) => {
    for (const name of ['orphan', 'busy']) await enqueue(tx, job, { name })
  })
  const lock = (name: string, worker: string) =>
    database.pool.query(
      `update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - interval '1 minute', attempts = 1
        where payload->>'name' = $1`,
      [name, worker],
    )
  await lock('orphan', 'worker-of-a-killed-process')
  await lock('busy', 'worker-that-lives')
  const living = await database.pool.connect()
  await living.query(`select pg_advisory_lock(720147, hashtext('worker-that-lives'))`)
  const done: string[] = []
  const worker = await startWorker({
    database,
    log,
    handlers: [
      handles(job, async ({ name }) => {
        done.push(name)
      }),
    ],
  })
  await waitUntil(async () => done.includes('orphan'), { what: 'the orphaned job is done' })
  expect(done).toEqual(['orphan'])
  living.release(true)
  await waitUntil(async () => done.includes('busy'), { what: 'the job is done once its worker is gone' })
  await worker.stop()
})

test('a job that takes long is done once: its own process does not take it for abandoned', async () => {
  const long: Job<object> = { name: 'test:long', payload: z.object({}) }
  let begun = 0
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const done: string[] = []
  const worker = await startWorker({
    database,
    log,
    handlers: [
      handles(long, async () => {
        begun++
        await held
      }),
      handles(job, async ({ name }) => {
        done.push(name)
      }),
    ],
  })
  await database.inDirectory((tx) => enqueue(tx, long, {}))
  await waitUntil(() => begun > 0, { what: 'the long job has begun' })
  await database.pool.query(
    `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute' where locked_by is not null`,
  )
  // Each of these is found by another look at all jobs, so the long one has been looked at in between.
  for (const name of ['first orphan', 'second orphan']) {
    await database.pool.query(
      `insert into graphile_worker._private_jobs (task_id, payload, locked_by, locked_at)
       select id, json_build_object('name', $1::text), 'of a killed process', now() - interval '1 minute'
         from graphile_worker._private_tasks where identifier = 'test:greet'`,
      [name],
    )
    await waitUntil(() => done.includes(name), { what: `the ${name} is done` })
  }
  expect(begun).toBe(1)
  finish()
  await worker.stop()
})
