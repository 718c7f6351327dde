import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import { startWorker, type Worker } from '#platform/queue/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import {
  type ItemOutcome,
  insertItems,
  type OperationKind,
  operationRunner,
  startOperation,
} from './index.ts'
import { recordOutcomes } from './outcomes-store.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let worker: Worker
/** The chunks each operation was given, and how many records it has failed on purpose. */
let chunks: string[][] = []
let broken = new Set<string>()
let hold: Promise<void> | undefined
/** What the work waits for at the moment, or waited for last. */
let heldBy: Promise<void> | undefined
let refuseAll = false

/** Greets people, three at a time; those who are broken make the whole chunk throw. */
const greeting: OperationKind = {
  kind: 'greeting',
  chunkSize: 3,
  allOrNothing: (operation) => operation.parameters.together === true,
  expand: (tx, operation) => insertItems(tx, operation.operationId, operation.parameters.ids as string[]),
  async work(tx, operation, subjectIds) {
    await insertItems(tx, operation.operationId, (operation.parameters.late ?? []) as string[])
    heldBy = hold
    await hold
    if (refuseAll) throw new Refusal(409, 'greeting.refused', 'Nobody is greeted today.')
    const bad = subjectIds.find((id) => broken.has(id))
    if (bad) throw new Error('password=x is wrong at smtp://anna:s3cret@mail.example')
    chunks.push(subjectIds)
    return subjectIds.map((subjectId) => ({ subjectId, outcome: 'done' }))
  },
}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  customer = await aCustomer(ada)
  worker = await startWorker({
    database: app.platform.database,
    handlers: [operationRunner(app.platform, [greeting])],
    log: app.platform.log,
  })
})
afterAll(async () => {
  await worker.stop()
  await app.stop()
})

async function greet(ids: string[], parameters = {}): Promise<string> {
  chunks = []
  const asker = { userId: newId(), name: 'Ada', author: null }
  const operation = await app.platform.database.inAccount(customer.id, (tx) =>
    startOperation(app.platform, tx, asker, 'greeting', { ids, ...parameters }),
  )
  return operation.operationId
}

const some = (count: number) => Array.from({ length: count }, () => newId()).sort()
const outcomes = async (id: string, query = '') =>
  (await ada.get(`${customer.path}/operations/${id}/items?limit=500${query}`).expect(200)).items

describe('an operation', () => {
  test('works through its records in chunks, each record once, and says how far it is', async () => {
    const ids = some(8)
    const operation = await finished(ada, customer, await greet(ids))
    expect(operation).toMatchObject({
      kind: 'greeting',
      status: 'done',
      total: 8,
      done: 8,
      failed: 0,
      skipped: 0,
    })
    expect(operation.createdBy).toBe('Ada')
    expect(chunks.map((chunk) => chunk.length)).toEqual([3, 3, 2])
    expect(chunks.flat()).toEqual(ids)
  })

  test('does each record once, where several workers carry it out at the same time', async () => {
    const waiting = Promise.withResolvers<void>()
    hold = waiting.promise
    const ids = some(8)
    const operationId = await greet(ids)
    await waitUntil(() => heldBy === waiting.promise, { what: 'the first chunk is being worked on' })
    const { run } = operationRunner(app.platform, [greeting])
    const others = [1, 2].map(() => run({ accountId: customer.id, operationId } as never))
    const waitingForLocks = `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`
    const othersWait = async () => (await asSuperuser(app.database, waitingForLocks))[0]?.count === 2
    await waitUntil(othersWait, { what: 'the others wait' }).finally(() => {
      hold = undefined
      waiting.resolve()
    })
    await Promise.all(others)
    expect(await finished(ada, customer, operationId)).toMatchObject({ status: 'done', total: 8, done: 8 })
    expect(chunks.flat()).toEqual(ids)
  })

  test('does what was added to it meanwhile, also where that comes before what is done', async () => {
    const [first, ...others] = some(6)
    const id = await greet(others, { late: [first] })
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 6 })
    expect(chunks.flat()).toEqual([...others, first])
  })

  test('goes on after a record that fails: the others of its chunk are done, and it says why', async () => {
    const ids = some(7)
    broken = new Set([ids[1] as string])
    const id = await greet(ids)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 6, failed: 1 })
    broken = new Set()
    const items = await outcomes(id)
    expect(items.filter((item: { outcome: string }) => item.outcome === 'done')).toHaveLength(6)
    const [failed] = await outcomes(id, '&outcome=failed')
    expect(failed).toMatchObject({ subjectId: ids[1], code: 'operations.fault' })
    expect(failed.message).toContain('Something went wrong on our side')
    expect(failed.message).not.toContain('s3cret')
    expect(chunks.flat().sort()).toEqual(ids.filter((each) => each !== ids[1]))
  })

  test('that is all or nothing ends at a fault, and no record is done by itself', async () => {
    const ids = some(3)
    broken = new Set([ids[2] as string])
    const id = await greet(ids, { together: true })
    const operation = await finished(ada, customer, id)
    broken = new Set()
    expect(operation).toMatchObject({ status: 'failed', done: 0, failed: 0 })
    expect(operation.failure).toContain('Something went wrong on our side')
    expect(chunks).toEqual([])
    expect((await outcomes(id)).every((item: { outcome: string }) => item.outcome === 'cancelled')).toBe(true)
  })

  test('that is refused as a whole says so in a sentence', async () => {
    refuseAll = true
    const operation = await finished(ada, customer, await greet(some(2)))
    refuseAll = false
    expect(operation).toMatchObject({ status: 'failed', failure: 'Nobody is greeted today.' })
  })

  test('can be cancelled: what is done stays done, the rest is not begun, and that is written down once', async () => {
    let goOn = () => {}
    hold = new Promise((resolve) => {
      goOn = resolve
    })
    const id = await greet(some(9))
    const path = `${customer.path}/operations/${id}`
    await waitUntil(async () => (await ada.get(path).expect(200)).status === 'running', { what: 'it runs' })
    await ada.post(`${path}/cancellation`).expect(200)
    goOn()
    hold = undefined
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'cancelled', done: 3, total: 9 })
    const items = await outcomes(id)
    const count = (outcome: string) =>
      items.filter((item: { outcome: string }) => item.outcome === outcome).length
    expect([count('done'), count('cancelled'), count('pending')]).toEqual([3, 6, 0])
    const again = await ada.post(`${path}/cancellation`).expect(200)
    expect(again.status).toBe('cancelled')
    expect(
      (await auditTrailOf(ada, customer)).filter((action) => action === 'operation.cancelled'),
    ).toHaveLength(1)
  })

  test('that is all or nothing says how far it is, and cancelled in the middle has done nothing', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    hold = first.promise
    const id = await greet(some(9), { together: true })
    const path = `${customer.path}/operations/${id}`
    const now = () => ada.get(path).expect(200)
    // Not merely "running": the work may not have come to the first wait yet, and would skip it.
    await waitUntil(() => heldBy === first.promise, { what: 'the first chunk is being worked on' })
    hold = second.promise
    first.resolve()
    await waitUntil(async () => (await now()).done === 3, { what: 'three are told, though not committed' })
    await ada.post(`${path}/cancellation`).expect(200)
    hold = undefined
    second.resolve()
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'cancelled', done: 0, total: 9 })
    expect((await outcomes(id)).map((item: { outcome: string }) => item.outcome)).toEqual(
      Array(9).fill('cancelled'),
    )
  })

  test('that is all or nothing waits for no connection of those who may wait for it, and then says nothing', async () => {
    const waiting = Promise.withResolvers<void>()
    hold = waiting.promise
    const id = await greet(some(9), { together: true })
    await waitUntil(() => heldBy === waiting.promise, { what: 'the first chunk is being worked on' })
    const { database } = app.platform
    const held: Array<{ release(): void }> = []
    while (database.hasConnectionAtHand()) held.push(await database.pool.connect())
    hold = undefined
    waiting.resolve()
    await waitUntil(() => chunks.length === 3, { what: 'all chunks are worked' }).finally(() => {
      for (const client of held) client.release()
    })
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 9 })
    expect(app.logged.filter((line) => line.includes('could not be told'))).toEqual([])
  })

  test('that needed a fresh proof of who asks is done again only with one', async () => {
    const ids = some(2)
    broken = new Set(ids)
    const id = await greet(ids, { delicate: true })
    await finished(ada, customer, id)
    broken = new Set()
    app.clock.advance({ minutes: 6 })
    const retry = () => ada.post(`${customer.path}/operations/${id}/retries`)
    expect(await retry()).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
    expect(await finished(ada, customer, id)).toMatchObject({ failed: 2 })
    await ada.post('/sessions/current/step-ups', { password: partnerAdmin.password }).expect(201)
    await retry().expect(200)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 2 })
  })

  test('tells why records were not done by cause, over all of them, the most frequent first', async () => {
    const ids = some(700)
    const operationId = await greet(ids)
    await finished(ada, customer, operationId)
    const shy = { code: 'greeting.shy', message: 'Does not want to be greeted.' }
    const outcomes = ids.slice(0, 690).map((subjectId, index): ItemOutcome => {
      const away = { code: 'greeting.away', message: `Person ${index} is away.` }
      return { subjectId, outcome: index < 650 ? 'skipped' : 'failed', ...(index < 600 ? shy : away) }
    })
    await app.platform.database.inAccount(customer.id, (tx) =>
      recordOutcomes(tx, operationId, outcomes, app.clock.now()),
    )
    const path = `${customer.path}/operations/${operationId}`
    const { items } = await ada.get(`${path}/reasons`).expect(200)
    const away = { code: 'greeting.away', alike: false }
    expect(items).toEqual([
      { outcome: 'skipped', ...shy, alike: true, count: 600 },
      { outcome: 'skipped', ...away, message: 'Person 600 is away.', count: 50 },
      { outcome: 'failed', ...away, message: 'Person 650 is away.', count: 40 },
    ])
    const those = `${path}/items?outcome=skipped&code=greeting.away&limit=30`
    const first = await ada.get(those).expect(200)
    const second = await ada.get(`${those}&cursor=${first.nextCursor}`).expect(200)
    expect(second.nextCursor).toBeNull()
    const found = [...first.items, ...second.items].map(({ subjectId }) => subjectId)
    expect(found).toEqual(ids.slice(600, 650))
  })

  test('can be retried: only what failed is done again', async () => {
    const ids = some(4)
    broken = new Set(ids.slice(0, 2))
    const id = await greet(ids)
    expect(await finished(ada, customer, id)).toMatchObject({ done: 2, failed: 2 })
    broken = new Set()
    chunks = []
    await ada.post(`${customer.path}/operations/${id}/retries`).expect(200)
    expect(await finished(ada, customer, id)).toMatchObject({ status: 'done', done: 4, failed: 0 })
    expect(chunks.flat().sort()).toEqual(ids.slice(0, 2))
    expect(await auditTrailOf(ada, customer)).toContain('operation.retried')
  })

  test('cannot be retried while it runs', async () => {
    let goOn = () => {}
    hold = new Promise((resolve) => {
      goOn = resolve
    })
    const id = await greet(some(1))
    const answer = await ada.post(`${customer.path}/operations/${id}/retries`)
    goOn()
    hold = undefined
    expect(answer).toMatchObject({ status: 409, body: { code: 'operations.still-running' } })
    await finished(ada, customer, id)
  })

  test('of another account is as unknown as one that does not exist', async () => {
    const id = await greet(some(1))
    await finished(ada, customer, id)
    const other = await aCustomer(ada, { name: 'Globex' })
    for (const unknown of [id, newId()]) {
      const path = `${other.path}/operations/${unknown}`
      for (const answer of [
        await ada.get(path),
        await ada.get(`${path}/items`),
        await ada.get(`${path}/reasons`),
        await ada.post(`${path}/cancellation`),
        await ada.post(`${path}/retries`),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
      }
    }
  })

  test('stands in the list newest first, and the list pages through each once', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ id: string }>; nextCursor: string | null } = await ada
        .get(`${customer.path}/operations?limit=3${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      seen.push(...page.items.map((operation) => operation.id))
      cursor = page.nextCursor
    }
    expect(seen.length).toBeGreaterThan(6)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
  })
})
