import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { createLog } from '../log/log.ts'
import {
  type Database,
  keptInAccount,
  keptRead,
  keptStatement,
  newId,
  onlyReads,
  openDatabase,
  readAtOnce,
} from './index.ts'

let testDatabase: TestDatabase
let database: Database
let acme: string
let globex: string

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.runtimeUrl, log: createLog({ level: 'silent' }) })
})
afterAll(() => database.close())
beforeEach(async () => {
  acme = await addCustomer('Acme')
  globex = await addCustomer('Globex')
})

async function addCustomer(name: string): Promise<string> {
  const id = newId()
  await database.inAccount(id, (tx) =>
    sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
      values (${id}, ${newId()}, 'customer', ${name}, 'DE', now(), now())`.execute(tx),
  )
  return id
}

const readName = keptRead((db, accountId) =>
  db.selectFrom('app.accounts').select('name').where('accountId', '=', accountId),
)

const rename = keptInAccount((db, accountId, { name, version }: { name: string; version: number }) =>
  db
    .updateTable('app.accounts')
    .set({ name, version })
    .where('accountId', '=', accountId)
    .where('name', '<>', name)
    .returning(['name', 'version']),
)

test('a kept statement is run with what is given each time, in the account that was entered', async () => {
  const renamed = await database.inAccount(acme, (tx) => rename(tx, { name: 'Acme Ltd', version: 7 }))
  expect(renamed).toEqual([{ name: 'Acme Ltd', version: 7 }])
  const other = await database.inAccount(globex, (tx) => rename(tx, { version: 3, name: 'Globex GmbH' }))
  expect(other).toEqual([{ name: 'Globex GmbH', version: 3 }])
  expect(await database.inAccount(acme, (tx) => readName(tx, {}))).toEqual({ name: 'Acme Ltd' })
  expect(await database.inAccount(globex, (tx) => readName(tx, {}))).toEqual({ name: 'Globex GmbH' })
})

test('a kept statement of a transaction that has entered another account meanwhile is of that one', async () => {
  const names = await database.together(acme, async (tx) => [
    await readName(tx, {}),
    await database.inAccount(globex, (inner) => readName(inner, {})),
    await readName(tx, {}),
  ])
  expect(names).toEqual([{ name: 'Acme' }, { name: 'Globex' }, { name: 'Acme' }])
})

test('what is given names no other account', async () => {
  const given = { name: 'Acme Ltd', version: 2, accountId: globex }
  const renamed = await database.inAccount(acme, (tx) => rename(tx, given))
  expect(renamed).toEqual([{ name: 'Acme Ltd', version: 2 }])
})

test('a transaction that has written by a kept statement leaves a mark, also at its second time, and one that has read leaves none', async () => {
  const counters = keptStatement(
    (_db, { counter }: { counter: Buffer }) =>
      sql`insert into app.failure_counters (counter, expires_at) values (${counter}, now())`,
  )
  const before = await countMarks()
  await database.inDirectory((tx) => counters(tx, { counter: Buffer.from('first') }))
  await database.inDirectory((tx) => counters(tx, { counter: Buffer.from('second') }))
  expect(await countMarks()).toBe(before + 2)
  await database.inAccount(acme, (tx) => readName(tx, {}))
  await database.inAccount(acme, (tx) => readName(tx, {}))
  expect(await countMarks()).toBe(before + 2)
})

const divide = keptStatement(
  (_db, { by }: { by: number }) => sql<{ result: number }>`select 12 / ${by}::int as result ${onlyReads}`,
)

test('kept statements that are read at once are all sent before the first is answered', async () => {
  const order = orderOfDivisions()
  const results = await database.inDirectory((tx) =>
    readAtOnce([3, 4].map(async (by) => (await divide(tx, { by }))[0]?.result)),
  )
  expect(results).toEqual([4, 3])
  expect(order).toEqual(['sent 3', 'sent 4', 'answered 3', 'answered 4'])
})

test('of statements that are read at once the first failure is told, and whoever gets the connection next notices nothing', async () => {
  const failing = database.inDirectory((tx) =>
    readAtOnce([divide(tx, { by: 4 }), divide(tx, { by: 0 }), divide(tx, { by: 3 })]),
  )
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(await database.inDirectory((tx) => divide(tx, { by: 6 }))).toEqual([{ result: 2 }])
})

/** By what is divided on the one connection from now on, when it is sent and when it is answered. */
function orderOfDivisions(): string[] {
  const order: string[] = []
  database.pool.once('acquire', (client) => {
    const query = client.query.bind(client) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
    client.query = (async (config: pg.QueryConfig) => {
      const answer = query(config)
      if (!config.text.includes('12 /')) return answer
      order.push(`sent ${config.values?.[0]}`)
      await answer
      order.push(`answered ${config.values?.[0]}`)
      return answer
    }) as typeof client.query
  })
  return order
}

async function countMarks(): Promise<number> {
  const [row] = await asSuperuser<{ count: string }>(testDatabase, 'select count(*) from app.commit_marks')
  return Number(row?.count)
}
