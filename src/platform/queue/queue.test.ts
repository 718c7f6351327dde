import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { type Database, newId, openDatabase } from '../database/index.ts'
import { createLog } from '../log/log.ts'
import { randomCredential } from '../secrets/index.ts'
import { enqueue, enqueueMany, handles, type Job, startWorker, type Worker } from './index.ts'

const greet: Job<{ name: string }> = { name: 'test:greet', payload: z.object({ name: z.string() }) }
const fail: Job<{ secret: string }> = {
  name: 'test:fail',
  payload: z.object({ secret: z.string() }),
  maxAttempts: 1,
}

let testDatabase: TestDatabase
let database: Database
let worker: Worker
const greeted: string[] = []
const lines: string[] = []
const link = randomCredential(newId(), 16).text

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } })
  database = openDatabase({ url: testDatabase.runtimeUrl, log })
  worker = await startWorker({
    database,
    handlers: [
      handles(greet, async ({ name }) => void greeted.push(name)),
      handles(fail, async ({ secret }) => {
        throw new Error(`The server said: no such link ${secret}`)
      }),
    ],
    log,
  })
})
afterAll(async () => {
  await worker.stop()
  await database.close()
})

const jobs = (task: string) =>
  asSuperuser<{ payload: unknown; last_error: string | null; attempts: number }>(
    testDatabase,
    `select j.payload, j.last_error, j.attempts from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
    [task],
  )

describe('jobs', () => {
  test('a job of a committed transaction is done', async () => {
    await database.inDirectory((tx) => enqueue(tx, greet, { name: 'Anna' }))
    await waitUntil(() => greeted.includes('Anna'), { what: 'Anna is greeted' })
  })

  test('a job of a transaction that was undone does not exist', async () => {
    const undone = database.inDirectory(async (tx) => {
      await enqueue(tx, greet, { name: 'Bob' })
      await enqueueMany(tx, greet, [{ name: 'Bob' }, { name: 'Bob' }])
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await database.inDirectory((tx) => enqueue(tx, greet, { name: 'after Bob' }))
    await waitUntil(() => greeted.includes('after Bob'), { what: 'the one after Bob is greeted' })
    expect(greeted).not.toContain('Bob')
    expect(await jobs(greet.name)).toEqual([])
  })

  test('many jobs are queued in one statement, and none is none', async () => {
    await database.inDirectory((tx) => enqueueMany(tx, greet, []))
    await database.inDirectory((tx) =>
      enqueueMany(
        tx,
        greet,
        ['Carol', 'Dan', 'Eve'].map((name) => ({ name })),
      ),
    )
    await waitUntil(() => ['Carol', 'Dan', 'Eve'].every((name) => greeted.includes(name)), {
      what: 'all three are greeted',
    })
  })

  test('of jobs with one key the last stands for all, and waits as long as it says', async () => {
    await database.inDirectory(async (tx) => {
      const waiting = { key: 'one', delaySeconds: 3_600 }
      await enqueue(tx, greet, { name: 'Frank the first' }, waiting)
      await enqueue(tx, greet, { name: 'Frank the second' }, waiting)
    })
    expect(await jobs(greet.name)).toMatchObject([{ payload: { name: 'Frank the second' }, attempts: 0 }])
  })

  test('the message of a failed job is kept without the credential in it, in the queue and in the log', async () => {
    await database.inDirectory((tx) => enqueue(tx, fail, { secret: link }))
    const failed = await waitUntil(
      async () => (await jobs(fail.name)).find((job) => job.last_error !== null),
      { what: 'the failure is kept' },
    )
    expect(failed.last_error).toContain('The server said: no such link [redacted]')
    expect(failed.last_error).not.toContain(link)
    expect(lines.join('')).toContain('no such link [redacted]')
    expect(lines.join('')).not.toContain(link)
  })

  test('a payload of another shape is refused, not worked on', async () => {
    await database.inDirectory((tx) =>
      enqueue(tx, { ...greet, maxAttempts: 1 } as Job<object>, { nam: 'Grace' }),
    )
    const failed = await waitUntil(
      async () => (await jobs(greet.name)).find((job) => job.last_error !== null),
      { what: 'the failure is kept' },
    )
    expect(failed.last_error).toContain('name')
  })
})
