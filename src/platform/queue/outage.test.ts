import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Database, openDatabase } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import { type Gate, openGate } from '#tests/faults/harness/gate.ts'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { enqueue, handles, type Job, startWorker, type Worker } from './index.ts'

const log = createLog({ level: 'silent' })
const job: Job<{ fails: boolean }> = { name: 'test:long', payload: z.object({ fails: z.boolean() }) }

let testDatabase: TestDatabase
let gate: Gate
let database: Database
let worker: Worker
let begun = 0
let finish = () => {}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const [, socketDir = ''] = /[?]host=([^&]+)/.exec(testDatabase.runtimeUrl) ?? []
  gate = await openGate({ path: join(decodeURIComponent(socketDir), '.s.PGSQL.5432') })
  database = openDatabase({
    url: testDatabase.runtimeUrl.replace(/@\/(\w+)[?].*/, `@127.0.0.1:${gate.port}/$1`),
    log,
  })
  worker = await startWorker({
    database,
    log,
    handlers: [
      handles(job, async ({ fails }) => {
        const held = new Promise<void>((resolve) => {
          finish = resolve
        })
        begun++
        await held
        if (fails) throw new Error('The job fails.')
      }),
    ],
  })
})
afterAll(async () => {
  await database.close()
  await gate.close()
})

test.each([
  ['done', false],
  ['failed', true],
])('a job that was %s while the database was away is written down once it is back', async (_end, fails) => {
  begun = 0
  await database.inDirectory((tx) => enqueue(tx, job, { fails }))
  await waitUntil(() => begun === 1, { what: 'the job has begun' })
  await gate.close()
  finish()
  await waitUntil(() => database.pool.totalCount === 0, { what: 'every connection is known to be lost' })
  await gate.open()
  const jobs = () =>
    asSuperuser(testDatabase, 'select locked_by, last_error from graphile_worker._private_jobs')
  const written = fails ? [{ locked_by: null, last_error: 'The job fails.' }] : []
  await waitUntil(async () => JSON.stringify(await jobs()) === JSON.stringify(written), {
    what: 'the end of the job is written down',
    timeoutMs: 20_000,
  })
  expect(begun).toBe(1)
})

test('a worker stops while the database is starting', async () => {
  let refused = 0
  await gate.sayStarting(() => {
    refused++
  })
  // As many as work side by side, and then some: each has been told.
  await waitUntil(() => refused > 20, { what: 'everybody was told that the database is starting' })
  await worker.stop()
})
