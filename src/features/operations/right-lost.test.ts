import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { startWorker, type Worker } from '#platform/queue/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import {
  type Conversation,
  insertItems,
  type OperationKind,
  operationRunner,
  startOperation,
} from './index.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let worker: Worker
let mallory: { id: string }
/** How many parts were begun, and what each of them waits for. */
let begun = 0
let hold = Promise.withResolvers<void>()

/** A part of the work, which is held until the test lets it go. */
async function part(): Promise<void> {
  begun++
  await hold.promise
}

/** Greets people, three at a time. */
const greeting: OperationKind = {
  kind: 'greeting',
  chunkSize: 3,
  allOrNothing: ({ parameters }) => parameters.together === true,
  expand: (tx, { operationId, parameters }) => insertItems(tx, operationId, parameters.ids as string[]),
  async work(_tx, _operation, subjectIds) {
    await part()
    return subjectIds.map((subjectId) => ({ subjectId, outcome: 'done' }))
  },
}

const conversation: Conversation = {
  kind: 'conversation',
  async converse(_operation, tell) {
    for (const done of [1, 2, 3]) {
      await part()
      await tell({ total: 3, done })
    }
  },
}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  customer = await aCustomer(ada)
  worker = await startWorker({
    database: app.platform.database,
    handlers: [operationRunner(app.platform, [greeting, conversation])],
    log: app.platform.log,
  })
})
afterAll(async () => {
  await worker.stop()
  await app.stop()
})
beforeEach(async () => {
  begun = 0
  hold = Promise.withResolvers()
  mallory = await aColleague(app, customer, { email: `mallory.${newId()}@acme.example` })
})

/** Mallory asks for an operation on nine people. */
async function ask(kind: string, parameters: object = {}): Promise<string> {
  const userId = mallory.id
  const by = { userId, homeAccountId: customer.id, homeAccountKind: 'customer', apiKey: null } as const
  const author = { ...by, name: 'Mallory', permission: 'users.change' }
  const ids = Array.from({ length: 9 }, () => newId())
  const operation = await app.platform.database.inAccount(customer.id, (tx) =>
    startOperation(app.platform, tx, { userId, name: 'Mallory', author }, kind, { ids, ...parameters }),
  )
  await waitUntil(() => begun === 1, { what: 'the first part has begun' })
  return operation.operationId
}

const demote = () =>
  asSuperuser(app.database, `update app.users set role = 'user' where user_id = $1`, [mallory.id])

/** What the history says of an operation that was stopped. */
async function toldOf(id: string) {
  const { items } = await ada.get(`${customer.path}/events?action=operation.right-lost`).expect(200)
  return items.find(({ subjectId }: { subjectId: string }) => subjectId === id)
}

describe('threats "Right taken away": an operation whose author may not any more', () => {
  test('ends after the part that it is at, and says so: what is done stays done, the rest is not begun', async () => {
    const id = await ask('greeting')
    await demote()
    hold.resolve()
    const operation = await finished(ada, customer, id)
    expect(operation).toMatchObject({ status: 'failed', done: 3, failed: 0 })
    expect(operation.failure).toBe(
      'Mallory, who asked for this, may not do it here any more, so it was stopped. What is done already stays done.',
    )
    const { items } = await ada.get(`${customer.path}/operations/${id}/items`).expect(200)
    const outcomes = items.map(({ outcome }: { outcome: string }) => outcome).sort()
    expect(outcomes).toEqual([...Array(6).fill('cancelled'), ...Array(3).fill('done')])
    expect(begun).toBe(1)
    expect(await toldOf(id)).toMatchObject({
      actorKind: 'system',
      details: { kind: 'greeting', name: 'Mallory' },
    })
  })

  test('has done nothing where it is all or nothing', async () => {
    const id = await ask('greeting', { together: true })
    await demote()
    hold.resolve()
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'failed', done: 0, failed: 0 })
    expect(begun).toBe(1)
    expect(await toldOf(id)).toMatchObject({ actorKind: 'system' })
  })

  test('ends also while it speaks with somebody outside', async () => {
    const id = await ask('conversation')
    await demote()
    hold.resolve()
    const operation = await finished(ada, customer, id)
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    expect(operation.failure).toContain('may not do it here any more')
    expect(begun).toBe(1)
    expect(await toldOf(id)).toMatchObject({ actorKind: 'system' })
  })

  test('goes on while they may', async () => {
    const id = await ask('greeting')
    hold.resolve()
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 9 })
    expect(await toldOf(id)).toBeUndefined()
  })
})
