import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
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

describe('a statement whose result nobody reads', () => {
  const remember = 'insert into remembered values ($1) /* result unread */'
  const remembered = 'select word from remembered order by word'

  beforeAll(async () => {
    await connected((connection) =>
      connection.query('create temporary table remembered (word text unique)', []),
    )
  })

  test('is done before the one behind it', async () => {
    const { rows } = await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(remember, ['one'])
      await connection.query(remember, ['two'])
      const answer = await connection.query(remembered, [])
      await connection.query('commit', [])
      return answer
    })
    expect(rows).toEqual([{ word: 'one' }, { word: 'two' }])
  })

  test('is done where only the commit follows', async () => {
    await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(remember, ['three'])
      await connection.query('commit', [])
      expect((await connection.query(remembered, [])).rows).toContainEqual({ word: 'three' })
    })
  })

  test('fails the one behind it, and the commit, with its own failure', async () => {
    await connected(async (connection) => {
      for (const next of ['select 1', 'commit']) {
        await connection.query('begin', [])
        await connection.query(remember, ['four'])
        await connection.query(remember, ['four'])
        await expect(connection.query(next, [])).rejects.toMatchObject({ code: '23505' })
        await connection.query('rollback', [])
      }
      expect((await connection.query(remembered, [])).rows).not.toContainEqual({ word: 'four' })
    })
  })

  test('is undone where the transaction is rolled back before anybody waited for it', async () => {
    await connected(async (connection) => {
      await connection.query('begin', [])
      await connection.query(remember, ['five'])
      await connection.query('rollback', [])
      expect((await connection.query(remembered, [])).rows).not.toContainEqual({ word: 'five' })
    })
  })
})

describe('a statement of which the plan is kept', () => {
  const one = 'select kind from app.accounts where account_id = $1 /* plan kept */'
  const ask = () => connected((connection) => connection.query(one, [newId()]))

  test('is parsed once by a connection', async () => {
    await ask()
    await ask()
    const kept = `select 1 from pg_prepared_statements where statement = '${one}'`
    expect((await connected((connection) => connection.query(kept, []))).rows).toHaveLength(1)
  })

  test('is parsed by whoever needs it next where its first time came behind a failure', async () => {
    // Whether the refusal has arrived when the failure is told is a matter of packets.
    for (let time = 0; time < 50; time++) {
      const kept = `select ${time} as time /* plan kept */`
      await connected(async (connection) => {
        await connection.query('begin', [])
        await connection.query('select 1/0 /* result unread */', [])
        await expect(connection.query(kept, [])).rejects.toMatchObject({ code: '22012' })
        await connection.query('rollback', [])
        expect((await connection.query(kept, [])).rows).toEqual([{ time }])
      })
    }
  })

  test('is parsed by whoever needs it next where its first time came behind a failure that nobody waited for', async () => {
    for (let time = 50; time < 100; time++) {
      const kept = `select ${time} as time /* result unread */ /* plan kept */`
      await connected(async (connection) => {
        await connection.query('begin', [])
        await connection.query('select 1/0 /* result unread */', [])
        await connection.query(kept, [])
        await connection.query('rollback', [])
      })
      await connected(async (connection) => {
        await connection.query(kept, [])
        expect((await connection.query('select 1 as one', [])).rows).toEqual([{ one: 1 }])
      })
    }
  })

  test('goes on after a migration has added a column', async () => {
    await ask()
    await asSuperuser(testDatabase, 'alter table app.accounts add column added_by_test text')
    await expect(ask()).resolves.toMatchObject({ rows: [] })
    await asSuperuser(testDatabase, 'alter table app.accounts drop column added_by_test')
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
