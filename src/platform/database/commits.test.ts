import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Gate, openGate } from '#tests/faults/harness/gate.ts'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { createLog } from '../log/log.ts'
import { leaveMark, wasCommitted } from './commits.ts'
import {
  type Database,
  deleteOldMarks,
  newId,
  onlyReads,
  openDatabase,
  type Tx,
  UndecidedError,
} from './index.ts'

/** How a commit looks on the wire (PostgreSQL protocol, "Query"). */
const commit = 'commit\0'

let testDatabase: TestDatabase
let gate: Gate
let database: Database
/** Past the gate, of another process. */
let other: Database
let acme: string

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const [, socketDir = ''] = /[?]host=([^&]+)/.exec(testDatabase.runtimeUrl) ?? []
  gate = await openGate({ path: join(decodeURIComponent(socketDir), '.s.PGSQL.5432') })
  database = openDatabase({
    url: testDatabase.runtimeUrl.replace(/@\/(\w+)[?].*/, `@127.0.0.1:${gate.port}/$1`),
    log: createLog({ level: 'silent' }),
    maxConnections: 1,
  })
  other = openDatabase({ url: testDatabase.runtimeUrl, log: createLog({ level: 'silent' }) })
})
afterAll(async () => {
  await other.close()
  await database.close()
  await gate.close()
})
beforeEach(async () => {
  acme = newId()
  await database.inAccount(acme, async (tx) => {
    await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
      values (${acme}, ${newId()}, 'customer', 'Acme', 'DE', now(), now())`.execute(tx)
  })
})

async function addLocation(tx: Tx, name: string): Promise<string> {
  const id = newId()
  await sql`insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
    values (${tx.accountId}, ${id}, ${name}, ${name}, now(), now())`.execute(tx)
  return id
}

async function marks(): Promise<string[]> {
  const rows = await asSuperuser<{ mark_id: string }>(
    testDatabase,
    'select mark_id from app.commit_marks order by mark_id',
  )
  return rows.map((row) => row.mark_id)
}

function locations(): Promise<Array<{ location_id: string }>> {
  return asSuperuser(testDatabase, 'select location_id from app.locations where account_id = $1', [acme])
}

test('what was committed is not done again where the answer to the commit is lost', async () => {
  gate.loseAnswerTo(commit)
  const id = await database.inAccount(acme, (tx) => addLocation(tx, 'Berlin'))
  expect(await locations()).toEqual([{ location_id: id }])
})

test('what was not committed is done again where the connection is lost before', async () => {
  let runs = 0
  const id = await database.inAccount(acme, async (tx) => {
    runs++
    const added = await addLocation(tx, 'Madrid')
    if (runs === 1) {
      gate.loseAnswerTo('1\0')
      await sql`select 1`.execute(tx)
    }
    return added
  })
  expect(runs).toBe(2)
  expect(await locations()).toEqual([{ location_id: id }])
})

test('a transaction that only reads is read again', async () => {
  gate.loseAnswerTo(commit)
  expect(
    await database.inAccount(acme, (tx) =>
      tx.selectFrom('app.accounts').select('name').where('accountId', '=', acme).executeTakeFirst(),
    ),
  ).toEqual({ name: 'Acme' })
})

test('a caller who waits is told that it is unknown whether it was saved, where the database falls silent at the commit', async () => {
  gate.fallSilent(commit)
  const adding = database.whileCallerWaits(() => database.inAccount(acme, (tx) => addLocation(tx, 'Rome')))
  await expect(adding).rejects.toThrow(UndecidedError)
  await gate.open()
  const names = await asSuperuser(testDatabase, "select name from app.locations where name = 'Rome'")
  expect(names).toEqual([{ name: 'Rome' }])
})

test('a transaction that has written leaves a mark, and one that has only read leaves none', async () => {
  const before = await marks()
  await database.inAccount(acme, (tx) =>
    sql`select count(*) from app.locations where account_id = ${acme}`.execute(tx),
  )
  expect(await marks()).toEqual(before)
  await database.inAccount(acme, (tx) => addLocation(tx, 'Paris'))
  expect(await marks()).toHaveLength(before.length + 1)
})

test('what was found not to be committed cannot be committed any more, however late it arrives', async () => {
  const mark = newId()
  const ask = () => other.inDirectory((tx) => wasCommitted(tx, mark))
  expect(await ask()).toBe(false)
  const arriving = other.inAccount(acme, async (tx) => {
    await addLocation(tx, 'Late')
    await leaveMark(tx, mark)
  })
  await expect(arriving).rejects.toMatchObject({ code: '23505' })
  expect(await locations()).toEqual([])
  expect(await ask(), 'asked again').toBe(false)
})

test('whether a transaction was committed is said when it is over', async () => {
  const mark = newId()
  let asking: Promise<boolean> | undefined
  await other.inAccount(acme, async (tx) => {
    await addLocation(tx, 'Oslo')
    await leaveMark(tx, mark)
    await sql`select 1`.execute(tx)
    asking = other.inDirectory((trx) => wasCommitted(trx, mark))
    await waitUntil(
      async () => {
        const waiting = await asSuperuser(
          testDatabase,
          "select from pg_stat_activity where wait_event = 'transactionid' and datname = current_database()",
        )
        return waiting.length === 1
      },
      { what: 'it is being waited for' },
    )
  })
  expect(await asking).toBe(true)
})

test.each<[string, (tx: Tx) => Promise<unknown>]>([
  ['built', (tx) => tx.selectFrom('app.locations').select('name').execute()],
  ['text that says so', (tx) => sql`select name from app.locations ${onlyReads}`.execute(tx)],
])('what only reads is not committed, and not waited for at its end: %s', async (_what, read) => {
  let runs = 0
  gate.loseAnswerTo(commit)
  await database.inAccount(acme, (tx) => {
    runs++
    return read(tx)
  })
  expect(runs).toBe(1)
  // Loses the answer that was to be lost.
  await database.inAccount(acme, (tx) => addLocation(tx, 'Turin'))
})

test('marks are deleted after an hour and not before', async () => {
  const [old, young] = [newId(), newId()]
  await asSuperuser(
    testDatabase,
    `insert into app.commit_marks (mark_id, made_at)
     values ($1, now() - interval '61 minutes'), ($2, now() - interval '59 minutes')`,
    [old, young],
  )
  await database.inDirectory(deleteOldMarks)
  const left = await marks()
  expect([left.includes(old), left.includes(young)]).toEqual([false, true])
})
