import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { createLog } from '../log/log.ts'
import { assertRuntimeRoleIsFenced, type Database, newId, openDatabase, type Tx } from './index.ts'

let testDatabase: TestDatabase
let database: Database
const acme = newId()
const globex = newId()
const lines: string[] = []

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } })
  database = openDatabase({ url: testDatabase.runtimeUrl, log, maxConnections: 4 })
  for (const [accountId, name] of [
    [acme, 'Acme'],
    [globex, 'Globex'],
  ] as const) {
    await database.inAccount(accountId, (tx) => addAccount(tx, name))
  }
})
afterAll(() => database.close())

async function addAccount(tx: Tx, name: string): Promise<void> {
  await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
    values (${tx.accountId}, ${newId()}, 'customer', ${name}, 'DE', now(), now())`.execute(tx)
}

async function addLocation(tx: Tx, accountId: string, name: string): Promise<void> {
  await sql`insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
      values (${accountId}, ${newId()}, ${name}, ${name}, now(), now())`.execute(tx)
}

async function names(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from app.locations order by name`.execute(tx)
  return rows.map((row) => row.name)
}

describe('the tenant fence, for statements that forget the account', () => {
  beforeAll(async () => {
    await database.inAccount(acme, (tx) => addLocation(tx, acme, 'Berlin'))
    await database.inAccount(globex, (tx) => addLocation(tx, globex, 'Madrid'))
  })

  test('inside an account, raw SQL sees the rows of that account only', async () => {
    expect(await database.inAccount(acme, names)).toEqual(['Berlin'])
    expect(await database.inAccount(globex, names)).toEqual(['Madrid'])
  })

  test('outside every account, raw SQL sees no row of any tenant table', async () => {
    const tables = await asSuperuser<{ name: string }>(
      testDatabase,
      `select c.relname as name from pg_class c join pg_policy p on p.polrelid = c.oid
        where c.relnamespace = 'app'::regnamespace and p.polname = 'tenant'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const { name } of tables) {
      const count = await database.inDirectory((tx) =>
        sql<{ count: string }>`select count(*) from ${sql.id('app', name)}`.execute(tx),
      )
      expect(count.rows[0]?.count, name).toBe('0')
    }
  })

  test('a row of another account cannot be inserted', async () => {
    await expect(database.inAccount(acme, (tx) => addLocation(tx, globex, 'Paris'))).rejects.toThrow(
      'row-level security',
    )
  })

  test('a row cannot be moved to another account, nor one of another account changed or deleted', async () => {
    await expect(
      database.inAccount(acme, (tx) => sql`update app.locations set account_id = ${globex}`.execute(tx)),
    ).rejects.toThrow('row-level security')
    await database.inAccount(acme, (tx) =>
      sql`update app.locations set name = 'Lyon' where name = 'Madrid'`.execute(tx),
    )
    await database.inAccount(acme, (tx) => sql`delete from app.locations where name = 'Madrid'`.execute(tx))
    expect(await database.inAccount(globex, names)).toEqual(['Madrid'])
  })

  test('the account is left with the transaction, on the same connection', async () => {
    const single = openDatabase({
      url: testDatabase.runtimeUrl,
      log: createLog({ level: 'silent' }),
      maxConnections: 1,
    })
    try {
      await single.inAccount(acme, async (tx) => expect(await names(tx)).toEqual(['Berlin']))
      await single.inDirectory(async (tx) => expect(await names(tx as Tx)).toEqual([]))
    } finally {
      await single.close()
    }
  })

  test('what is no account id is refused before any statement', () => {
    expect(() => database.inAccount("' or true --", names)).toThrow('An account id is a lower-case UUID.')
    expect(() => database.inAccount(acme.toUpperCase(), names)).toThrow('An account id is a lower-case UUID.')
  })

  test('as a partner one reads the accounts below and writes nothing', async () => {
    const partner = newId()
    const below = newId()
    await database.inAccount(below, (tx) =>
      sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
          values (${below}, ${partner}, 'customer', 'Initech', 'DE', now(), now())`.execute(tx),
    )
    const seen = await database.acrossCustomers(partner, async (tx) => {
      await sql`update app.accounts set name = 'Taken over'`.execute(tx)
      return (await sql<{ name: string }>`select name from app.accounts`.execute(tx)).rows
    })
    expect(seen).toEqual([{ name: 'Initech' }])
  })
})

describe('the role the program runs as', () => {
  const check = async (url: string) => {
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    pool.on('error', () => {})
    try {
      await assertRuntimeRoleIsFenced(pool)
    } finally {
      await pool.end()
    }
  }

  test('a plain role is let in', async () => {
    await expect(check(testDatabase.runtimeUrl)).resolves.toBeUndefined()
  })

  test('a superuser is refused', async () => {
    await expect(check(testDatabase.superuserUrl)).rejects.toThrow(
      'is a superuser, so the tenant fence would not hold',
    )
  })

  test('the owner of the tables is refused', async () => {
    await expect(check(testDatabase.ownerUrl)).rejects.toThrow(
      'owns the tables, so the tenant fence would not hold',
    )
  })

  test('it can read and write no other tenant by changing who it is', async () => {
    const owner = new pg.Client({ connectionString: testDatabase.ownerUrl }).user ?? ''
    await expect(
      database.inAccount(acme, (tx) => sql`set local role ${sql.id(owner)}`.execute(tx)),
    ).rejects.toThrow('permission denied')
    await expect(
      database.inAccount(acme, (tx) => sql`alter table app.locations disable row level security`.execute(tx)),
    ).rejects.toThrow('must be owner')
  })
})

describe('transactions', () => {
  test('one whose connection was ended from outside runs again as a whole, and is done once', async () => {
    let attempts = 0
    await database.inAccount(acme, async (tx) => {
      attempts++
      await addLocation(tx, acme, 'Hamburg')
      if (attempts > 1) return
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await asSuperuser(testDatabase, 'select pg_terminate_backend($1)', [rows[0]?.pid])
      await names(tx)
    })
    expect(attempts).toBe(2)
    expect(await database.inAccount(acme, names)).toEqual(['Berlin', 'Hamburg'])
    expect(lines.some((line) => line.includes('running a transaction again'))).toBe(true)
  })

  test('a deadlock is resolved by running the loser again', async () => {
    const [first, second] = [newId(), newId()]
    await database.inAccount(acme, async (tx) => {
      for (const id of [first, second])
        await sql`insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
          values (${acme}, ${id}, ${id}, ${id}, now(), now())`.execute(tx)
    })
    let waiting = 2
    let bothHold = () => {}
    const meeting = new Promise<void>((resolve) => {
      bothHold = resolve
    })
    const touch = (tx: Tx, id: string) =>
      sql`update app.locations set version = version + 1 where account_id = ${acme} and location_id = ${id}`.execute(
        tx,
      )
    const inOrder = (one: string, two: string) =>
      database.inAccount(acme, async (tx) => {
        await touch(tx, one)
        if (--waiting === 0) bothHold()
        await meeting
        await touch(tx, two)
      })
    await Promise.all([inOrder(first, second), inOrder(second, first)])
    const { rows } = await database.inAccount(acme, (tx) =>
      sql<{
        version: number
      }>`select version from app.locations where location_id in (${first}, ${second})`.execute(tx),
    )
    expect(rows.map((row) => row.version)).toEqual([3, 3])
  })

  test('a refusal or a mistake is not repeated', async () => {
    let attempts = 0
    await expect(
      database.inAccount(acme, async (tx) => {
        attempts++
        await addLocation(tx, acme, 'Berlin')
      }),
    ).rejects.toThrow('duplicate key')
    expect(attempts).toBe(1)
  })
})
