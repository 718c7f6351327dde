import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer } from '../harness/people.ts'
import { peopleCsv, userImportsOf } from '../harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let partner: { id: string }
let acme: Awaited<ReturnType<typeof aCustomer>>
const held: PoolClient[] = []

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  partner = (await ada.get('/sessions/current').expect(200)).account
  acme = await aCustomer(ada, { name: 'Acme' })
})
afterEach(() => {
  for (const client of held.splice(0)) client.release()
})
afterAll(() => app.stop())

/** Whoever needs a second connection while it has the one that is left waits for itself. Those that listen all the time stay. */
async function leaveOneConnection(): Promise<void> {
  const { pool } = app.platform.database
  const inUse = () => pool.totalCount - pool.idleCount
  while (inUse() < pool.options.max - 1) held.push(await pool.connect())
}

describe('UA-30: a partner’s import holds one connection to the database at a time', () => {
  test('across customers: planned, corrected, applied and undone while a single one is left', async () => {
    const imports = userImportsOf(ada, partner)
    await leaveOneConnection()
    const plan = await imports.planned(peopleCsv(['Acme,Anna Kühn,anna@acme'], 'Customer,Name,Email'), {
      sendWelcome: 'false',
    })
    expect(plan.counts).toMatchObject({ error: 1 })
    await imports.corrected(plan, 1, { email: 'anna@acme.example' })
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 1 })
    expect(await imports.undone(plan)).toMatchObject({ status: 'done', done: 1 })
  })

  test('into one customer: its importer is looked up in the partner’s account by the connection that writes', async () => {
    const imports = userImportsOf(ada, acme)
    await leaveOneConnection()
    // Partial: all or nothing tells by a second connection how far it is, which nobody else waits for.
    const options = { partial: 'true', sendWelcome: 'false' }
    const plan = await imports.planned(peopleCsv(['Bob,Brown,bob@acme.example,user']), options)
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 1 })
    expect(await imports.undone(plan)).toMatchObject({ status: 'done', done: 1 })
  })
})
