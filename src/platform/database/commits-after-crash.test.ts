import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gate, openGate } from '#tests/faults/harness/gate.ts'
import { createLog } from '../log/log.ts'
import { type Database, migrate, newId, openDatabase, type Tx } from './index.ts'
import { startEmbeddedPostgres } from './launcher/index.ts'
import { aFolder, query, quick, removeFolder } from './launcher/test-ground.ts'

/** Nothing reaches the log on disk but with a commit, so that what a crash loses is certain. */
const settings = { ...quick, wal_writer_delay: '10s', autovacuum: 'off' }
const log = createLog({ level: 'silent' })

let folder: string
let gate: Gate
let database: Database
let postgres: Awaited<ReturnType<typeof start>>

beforeAll(async () => {
  folder = await aFolder()
  postgres = await start()
  await migrate({ ...postgres, migrationsDir: 'migrations', log })
  gate = await openGate({ path: join(postgres.socketDir, '.s.PGSQL.5432') })
  const url = postgres.runtimeUrl.replace(/@\/(\w+)[?].*/, `@127.0.0.1:${gate.port}/$1`)
  database = openDatabase({ url, log, maxConnections: 1 })
})
afterAll(async () => {
  await database.close()
  await gate.close()
  await postgres.stop()
  await removeFolder(folder)
})

test('what a crash has undone is done again, also where its transaction number was given to one that was committed', async () => {
  const acme = newId()
  await database.inAccount(acme, async (tx) => {
    await sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
      values (${acme}, ${newId()}, 'customer', 'Acme', 'DE', now(), now())`.execute(tx)
  })
  const numbers: number[] = []
  const atCommit = gate.holdBack('commit\0')
  const adding = database.inAccount(acme, async (tx) => {
    const id = await addLocation(tx, 'Berlin')
    numbers.push(await numberOf(tx))
    return id
  })
  await atCommit
  process.kill(postgres.pid, 'SIGKILL')
  await postgres.exited
  await gate.close()
  postgres = await start()
  const [lost = 0] = numbers
  await commitUpTo(lost)
  expect(await query(postgres.ownerUrl, `select pg_xact_status('${lost}') as status`)).toEqual([
    { status: 'committed' },
  ])
  await gate.open()

  const id = await adding
  expect(numbers).toHaveLength(2)
  expect(
    await query(postgres.superuserUrl, `select location_id from app.locations where account_id = '${acme}'`),
  ).toEqual([{ location_id: id }])
}, 60_000)

function start() {
  return startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => {}, settings })
}

async function addLocation(tx: Tx, name: string): Promise<string> {
  const id = newId()
  await sql`insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
    values (${tx.accountId}, ${id}, ${name}, ${name}, now(), now())`.execute(tx)
  return id
}

async function numberOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{ number: string }>`select pg_current_xact_id()::text as number`.execute(tx)
  return Number(rows[0]?.number)
}

/** Commits transactions until all numbers up to this one are given out again. The start of the server has taken some. */
async function commitUpTo(number: number): Promise<void> {
  for (let last = 0; last < number; ) {
    const [row] = await query(postgres.ownerUrl, 'select pg_current_xact_id()::text as number')
    last = Number(row?.number)
  }
}
