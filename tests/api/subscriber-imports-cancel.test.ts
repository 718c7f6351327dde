import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, auditTrailOf, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

const columns = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const person = (at: number) => `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret-${at}`

/** Who adds this person waits until the door is opened. */
async function closeDoorBefore(lastName: string): Promise<{ open(): Promise<void> }> {
  await asSuperuser(
    app.database,
    `create function app.wait_at_door() returns trigger language plpgsql as $$ begin
       perform pg_advisory_xact_lock_shared(4711); return new; end $$`,
  )
  await asSuperuser(
    app.database,
    `create trigger door before insert on app.subscribers for each row when (new.last_name = '${lastName}')
       execute function app.wait_at_door()`,
  )
  const keeper = new pg.Client({ connectionString: app.database.superuserUrl })
  keeper.on('error', () => {})
  await keeper.connect()
  await keeper.query('select pg_advisory_lock(4711)')
  return {
    async open() {
      await keeper.end()
      // Waits for who stood at the door: a trigger goes only when nobody writes to its table.
      await asSuperuser(app.database, 'drop function app.wait_at_door() cascade')
    },
  }
}

test('CD-10: an import that is all or nothing says how far it is, and cancelled in the middle leaves nothing', async () => {
  const customer = await aCustomer(ada)
  const imports = `${customer.path}/subscriber-imports`
  const content = [columns, ...Array.from({ length: 2_500 }, (_, at) => person(at)), ''].join('\n')
  const made = await ada
    .upload(imports, { name: 'people.csv', content }, { profileId: customer.profileId })
    .expect(201)
  const door = await closeDoorBefore('P1500')
  const { id } = await ada.post(`${imports}/${made.id}/application`).expect(202)
  const path = `${customer.path}/operations/${id}`
  const seen = await waitUntil(
    async () => {
      const operation = await ada.get(path).expect(200)
      return operation.done > 0 && operation
    },
    { what: 'the first thousand is told' },
  )
  expect(seen).toMatchObject({ status: 'running', done: 1_000, total: 2_500 })
  await ada.post(`${path}/cancellation`).expect(200)
  await door.open()

  expect(await finished(ada, customer, id)).toMatchObject({ status: 'cancelled', done: 0, failed: 0 })
  expect((await ada.get(`${customer.path}/subscribers`).expect(200)).items).toEqual([])
  expect(await ada.get(`${imports}/${made.id}`).expect(200)).toMatchObject({
    status: 'cancelled',
    appliedAt: null,
  })
  const left = await asSuperuser(
    app.database,
    `select outcome, count(*)::int from app.operation_items where operation_id = $1 group by outcome`,
    [id],
  )
  expect(left).toEqual([{ outcome: 'cancelled', count: 2_500 }])
  const written = await asSuperuser(
    app.database,
    `select (select count(*)::int from app.timeline_entries where account_id = $1) as timeline,
            (select count(*)::int from app.subscriber_search where account_id = $1) as search`,
    [customer.id],
  )
  expect(written).toEqual([{ timeline: 0, search: 0 }])
  expect((await auditTrailOf(ada, customer)).slice(-2)).toEqual(['import.applied', 'operation.cancelled'])
})

test('CD-10: a partial import that is cancelled in the middle keeps the chunks that are done, and they can be undone', async () => {
  const customer = await aCustomer(ada)
  const imports = `${customer.path}/subscriber-imports`
  const content = [columns, ...Array.from({ length: 2_500 }, (_, at) => person(at)), ''].join('\n')
  const options = { profileId: customer.profileId, partial: 'true' }
  const made = await ada.upload(imports, { name: 'people.csv', content }, options).expect(201)
  const door = await closeDoorBefore('P1500')
  const { id } = await ada.post(`${imports}/${made.id}/application`).expect(202)
  const path = `${customer.path}/operations/${id}`
  await waitUntil(async () => (await ada.get(path).expect(200)).done === 1_000, { what: 'one chunk is done' })
  await ada.post(`${path}/cancellation`).expect(200)
  await door.open()
  // The chunk that had begun is finished.
  expect(await finished(ada, customer, id)).toMatchObject({ status: 'cancelled', done: 2_000, total: 2_500 })
  const undoing = await ada.delete(`${imports}/${made.id}/application`).expect(202)
  expect(await finished(ada, customer, undoing.id)).toMatchObject({ status: 'done', done: 2_000 })
  expect((await ada.get(`${customer.path}/subscribers`).expect(200)).items).toEqual([])
})
