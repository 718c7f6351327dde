import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, migrate, newId, openDatabase, type Tx } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { searchSubscribers } from './search-store.ts'
import { insertSubscriber } from './store.ts'

const log = createLog({ level: 'silent' })
const acme = newId()
const globex = newId()
let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.runtimeUrl, log, maxConnections: 2 })
  for (const account of [acme, globex]) {
    const profileId = newId()
    await database.inAccount(account, async (tx) => {
      await addAccount(tx, profileId)
      await insertSubscriber(
        tx,
        newId(),
        { profileId, lastName: 'Kühn', email: 'k@acme.example' },
        new Date(),
      )
    })
  }
})
afterAll(() => database.close())

async function addAccount(tx: Tx, profileId: string): Promise<void> {
  await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
    values (${tx.accountId}, ${newId()}, 'customer', 'Acme', 'DE', now(), now())`.execute(tx)
  await sql`insert into app.deployment_profiles (account_id, profile_id, name, created_at, updated_at)
    values (${tx.accountId}, ${profileId}, 'Softphones', now(), now())`.execute(tx)
}

const search = (tx: Tx, needle: string) =>
  searchSubscribers(tx, { search: needle }, { limit: 10 }, new Date())

test('a search finds the rows of its account and no other', async () => {
  const inAcme = await database.inAccount(acme, (tx) => search(tx, 'kuhn'))
  const inGlobex = await database.inAccount(globex, (tx) => search(tx, 'kuhn'))
  expect(inAcme).toHaveLength(1)
  expect(inGlobex).toHaveLength(1)
  expect(inAcme).not.toEqual(inGlobex)
})

test.each([
  sql`select * from app.search_subscribers('k', '{}', null, null, false, 10)`,
  sql`select app.count_searched_subscribers('k', '{}')`,
])('outside every account the search refuses to look', async (statement) => {
  await expect(database.inDirectory((tx) => statement.execute(tx))).rejects.toThrow('No account is entered.')
})

test('the runtime role cannot read what is searched, only write it', async () => {
  for (const columns of ['*', 'search', 'sort_name']) {
    const statement = sql`select ${sql.raw(columns)} from app.subscriber_search`
    await expect(database.inAccount(acme, (tx) => statement.execute(tx))).rejects.toThrow('permission denied')
  }
  const foreign = sql`update app.subscriber_search set search = 'mine' where account_id = ${globex}`
  const { numAffectedRows } = await database.inAccount(acme, (tx) => foreign.execute(tx))
  expect(numAffectedRows).toBe(0n)
})

test('nobody can sign in as the role that searches, and it stands behind the fence', async () => {
  const [role] = await asSuperuser(
    testDatabase,
    `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong, rolpassword is not null as password
       from pg_authid where rolname = 'rollcall_search'`,
  )
  expect(role).toEqual({ strong: false, password: false })
  const owned = await asSuperuser(
    testDatabase,
    "select proname from pg_proc where pg_get_userbyid(proowner) = 'rollcall_search' and not prosecdef",
  )
  expect(owned).toEqual([])
})

test.each([
  '\u0338',
  'Ⅷ',
  '㎯',
  '\u{1F468}\u200D\u{1F469}',
  'ẞ',
  '﷽',
  'ǅ',
  'İ',
])('names of a hundred %s fit', async (character) => {
  const name = character.repeat(100)
  const [profile] = await asSuperuser(
    testDatabase,
    'select profile_id as id from app.deployment_profiles where account_id = $1',
    [acme],
  )
  const values = { profileId: profile.id, lastName: name, firstName: name, clientServiceUserName: name }
  await database.inAccount(acme, async (tx) => {
    await insertSubscriber(tx, newId(), { ...values, email: 'long@acme.example' }, new Date())
  })
})

test('a database with subscribers in it is upgraded with all of them, of every account', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-upgrade-'))
  const older = { ...inDatabase('before_search'), migrationsDir: join(dir, 'older'), log }
  try {
    await asSuperuser(testDatabase, 'create database before_search owner rollcall_owner')
    await mkdir(older.migrationsDir)
    for (const name of ['0001_fence', '0002_accounts_and_people', '0003_client_deployment']) {
      await cp(`migrations/${name}.sql`, join(older.migrationsDir, `${name}.sql`))
    }
    await migrate(older)
    await asSuperuser(
      older,
      `insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
       select id, gen_random_uuid(), 'customer', 'A', 'DE', now(), now() from unnest($1::uuid[]) id`,
      [[acme, globex]],
    )
    await asSuperuser(
      older,
      `insert into app.deployment_profiles (account_id, profile_id, name, created_at, updated_at)
       select id, id, 'P', now(), now() from unnest($1::uuid[]) id`,
      [[acme, globex]],
    )
    await asSuperuser(
      older,
      `insert into app.subscribers (account_id, subscriber_id, profile_id, last_name, email, sort_name, created_at, updated_at)
       select id, gen_random_uuid(), id, 'Kühn ' || n, 'k@acme.example', 'kuhn ' || n, now(), now()
         from unnest($1::uuid[]) id, generate_series(1, 20) n`,
      [[acme, globex]],
    )

    await migrate({ ...older, migrationsDir: 'migrations' })

    const upgraded = openDatabase({ url: older.runtimeUrl, log, maxConnections: 1 })
    expect(await upgraded.inAccount(globex, (tx) => search(tx, 'kuhn 17'))).toHaveLength(1)
    await upgraded.close()
    const [counts] = await asSuperuser(
      older,
      `select (select count(*)::int from app.subscriber_search) as searched,
              (select bool_and(relforcerowsecurity) from pg_class where relname in ('subscribers', 'subscriber_search')) as forced`,
    )
    expect(counts).toEqual({ searched: 40, forced: true })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})

function inDatabase(name: string): TestDatabase {
  const renamed = (url: string) => url.replace(/\/\w+\?/, `/${name}?`)
  return {
    ownerUrl: renamed(testDatabase.ownerUrl),
    runtimeUrl: renamed(testDatabase.runtimeUrl),
    superuserUrl: renamed(testDatabase.superuserUrl),
  }
}
