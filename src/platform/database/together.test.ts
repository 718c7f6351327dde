import { AsyncResource } from 'node:async_hooks'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { createLog } from '../log/log.ts'
import { type Database, newId, openDatabase, type Tx } from './index.ts'

let testDatabase: TestDatabase
let database: Database
let acme: string
let globex: string

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  // One connection: whatever opened a second transaction would wait for ever.
  database = openDatabase({
    url: testDatabase.runtimeUrl,
    log: createLog({ level: 'silent' }),
    maxConnections: 1,
  })
})
afterAll(() => database.close())
beforeEach(async () => {
  acme = newId()
  globex = newId()
  for (const accountId of [acme, globex]) await database.inAccount(accountId, addAccount)
})

async function addAccount(tx: Tx): Promise<void> {
  await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
    values (${tx.accountId}, ${newId()}, 'customer', 'Some', 'DE', now(), now())`.execute(tx)
}

const addLocation = (name: string) => async (tx: Tx) => {
  await sql`insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
    values (${tx.accountId}, ${newId()}, ${name}, ${name}, now(), now())`.execute(tx)
}

/** `a Berlin` for a location of Acme, `g Madrid` for one of Globex. */
async function stored(): Promise<string[]> {
  const rows = await asSuperuser(
    testDatabase,
    'select account_id, name from app.locations where account_id = any($1) order by name',
    [[acme, globex]],
  )
  return rows.map(({ account_id, name }) => `${account_id === acme ? 'a' : 'g'} ${name}`)
}

describe('transactions that are one', () => {
  test('are committed together, also those in another account, and each stays behind its fence', async () => {
    await database.together(acme, async (tx) => {
      await addLocation('Aachen')(tx)
      await database.inAccount(acme, addLocation('Berlin'))
      await database.inAccount(globex, async (other) => {
        await addLocation('Madrid')(other)
        await database.inAccount(acme, addLocation('Cologne'))
        await addLocation('Nice')(other)
        await expect(sql`select name from app.locations order by name`.execute(other)).resolves.toMatchObject(
          {
            rows: [{ name: 'Madrid' }, { name: 'Nice' }],
          },
        )
      })
      await addLocation('Dresden')(tx)
      expect(await stored()).toEqual([])
    })
    expect(await stored()).toEqual(['a Aachen', 'a Berlin', 'a Cologne', 'a Dresden', 'g Madrid', 'g Nice'])
  })

  test('are undone together, also when what was thrown in one of them is caught', async () => {
    const act = database.together(acme, async (tx) => {
      await addLocation('Aachen')(tx)
      await database
        .inAccount(globex, async (other) => {
          await addLocation('Madrid')(other)
          throw new Error('Madrid is full')
        })
        .catch(() => undefined)
    })
    await expect(act).rejects.toThrow('Madrid is full')
    expect(await stored()).toEqual([])
  })

  test('are run again as one after a deadlock', async () => {
    let attempts = 0
    await database.together(acme, async () => {
      await database.inAccount(acme, async (tx) => {
        await addLocation('Aachen')(tx)
        attempts += 1
        if (attempts === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
      })
    })
    expect(attempts).toBe(2)
    expect(await stored()).toEqual(['a Aachen'])
  })

  test('begun within others join them, and are undone with them', async () => {
    const act = (fails: boolean) =>
      database.together(acme, async (tx) => {
        await addLocation('Aachen')(tx)
        await database.together(globex, async (other) => {
          await addLocation('Madrid')(other)
          await database.inAccount(acme, addLocation('Berlin'))
        })
        expect(await stored()).toEqual([])
        if (fails) throw new Error('Aachen is full')
      })
    await expect(act(true)).rejects.toThrow('Aachen is full')
    expect(await stored()).toEqual([])
    await act(false)
    expect(await stored()).toEqual(['a Aachen', 'a Berlin', 'g Madrid'])
  })

  test('leave those alone that come after, though they were begun by the same act', async () => {
    let after = async () => {}
    await database.together(acme, async () => {
      after = AsyncResource.bind(() => database.inAccount(acme, addLocation('Later')))
    })
    await after()
    expect(await stored()).toEqual(['a Later'])
  })
})

describe('a transaction that begins with something', () => {
  test('is the first inside the account, and commits both', async () => {
    await database.beginningWith(acme, addLocation('First'), async () => {
      await database.inAccount(globex, addLocation('Elsewhere'))
      await database.inAccount(acme, addLocation('Second'))
      await database.inAccount(acme, addLocation('Third'))
    })
    expect(await stored()).toEqual(['g Elsewhere', 'a First', 'a Second', 'a Third'])
  })

  test('undoes both, and then the next one begins with it', async () => {
    await database.beginningWith(acme, addLocation('First'), async () => {
      const failing = database.inAccount(acme, async (tx) => {
        await addLocation('Second')(tx)
        throw new Error('no')
      })
      await failing.catch(() => undefined)
      expect(await stored()).toEqual([])
      await database.inAccount(acme, addLocation('Third'))
    })
    expect(await stored()).toEqual(['a First', 'a Third'])
  })
})
