import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'

let first: TestDatabase
let second: TestDatabase

beforeAll(async () => {
  ;[first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
})

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('a test database is migrated, and what one file writes another does not see', async () => {
  const facts = 'select name from app.installation'
  await query(first.runtimeUrl, `insert into app.installation values ('colour', 'blue')`)

  expect(await query(first.runtimeUrl, facts)).toEqual([{ name: 'colour' }])
  expect(await query(second.runtimeUrl, facts)).toEqual([])
})

test('the owner owns the database and is no superuser, the runtime role owns nothing', async () => {
  const [database] = await query(
    first.ownerUrl,
    `select pg_get_userbyid(datdba) = current_user as owned, rolsuper as super
       from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
  )
  expect(database).toEqual({ owned: true, super: false })
  const [runtime] = await query(
    first.runtimeUrl,
    'select count(*)::int as owned from pg_class where relowner = (select oid from pg_roles where rolname = current_user)',
  )
  expect(runtime).toEqual({ owned: 0 })
})
