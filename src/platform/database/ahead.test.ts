import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { createLog } from '../log/log.ts'
import { sendingAhead } from './ahead.ts'
import { type Database, newId, openDatabase } from './index.ts'
import type { Connection } from './patience.ts'

let testDatabase: TestDatabase
let pool: pg.Pool
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const { runtimeUrl } = testDatabase
  pool = new pg.Pool({ connectionString: runtimeUrl, max: 1, pipeline: true })
  pool.on('error', () => {})
  database = openDatabase({ url: runtimeUrl, log: createLog({ level: 'silent' }), maxConnections: 1 })
})
afterAll(async () => {
  await database.close()
  await pool.end()
})

/** Does so on the one connection. */
async function connected<T>(act: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = sendingAhead(await pool.connect())
  try {
    return await act(connection)
  } finally {
    connection.release()
  }
}

const enter = 'select app.enter($1)'
const entered =
  "select current_setting('app.account_id', true) as account, now() = statement_timestamp() as alone"

describe('statements sent ahead', () => {
  test('are done before the one behind them, in its transaction', async () => {
    const acme = newId()
    const { rows } = await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(enter, [acme])
      const answer = await connection.query(entered, [])
      await connection.query('end', [])
      return answer
    })
    expect(rows).toEqual([{ account: acme, alone: false }])
  })

  test('that fail are told instead of the one behind them, which is not done', async () => {
    await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(enter, ["no id'; drop table app.users; --"])
      await expect(connection.query('select 1', [])).rejects.toMatchObject({ code: '22P02' })
      await connection.query('rollback', [])
      expect((await connection.query('select 1 as one', [])).rows).toEqual([{ one: 1 }])
    })
  })

  test('of one who gave the connection back are over for who gets it next', async () => {
    const acme = newId()
    await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(enter, [acme])
      await connection.query('select 1', [])
      await connection.query('end', [])
    })
    const { rows } = await connected((connection) => connection.query(entered, []))
    expect(rows).toEqual([{ account: '', alone: true }])
  })
})

test('a transaction that goes on after one of its statements failed is not taken for committed', async () => {
  const account = newId()
  const goingOn = database.inAccount(account, async (tx) => {
    await sql`insert into app.accounts (account_id) values (${account})`.execute(tx).catch(() => {})
    return 'done'
  })
  await expect(goingOn).rejects.toThrow()
  // The connection is as good as before.
  await expect(database.inAccount(account, async () => 'done')).resolves.toBe('done')
})
