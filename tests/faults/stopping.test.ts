import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCustomer } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Installation, startInstallation } from './harness/installation.ts'

/** Fewer than the server has database connections, so that each of them gets into its transaction. */
const requests = 10
const stopTimeMaxMs = 10_000

let rollcall: Installation
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  rollcall = await startInstallation()
  customer = await aCustomer(rollcall.ada)
})
afterAll(() => rollcall.stop())

test('a server told to stop in the middle of requests answers each of them and ends within ten seconds', async () => {
  await rollcall.ask('begin')
  await rollcall.ask('lock table app.subscribers in exclusive mode')
  const answers = Array.from({ length: requests }, (_, at) =>
    rollcall.ada.post(`${customer.path}/subscribers`, {
      profileId: customer.profileId,
      lastName: `P${at}`,
      email: `p${at}@acme.example`,
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: String(at),
      pbxSipPassword: 's3cret',
    }),
  )
  await waitUntil(async () => (await waitingForALock()) === requests, {
    what: 'every request is in the middle of its transaction',
  })
  const toldAt = performance.now()
  const ended = rollcall.server.end('SIGTERM')
  await waitUntil(() => refusesConnections(Number(rollcall.settings.ROLLCALL_PORT)), {
    what: 'the server takes no new requests',
  })
  await rollcall.ask('commit')
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(requests).fill(201))
  expect(await ended).toBe(0)
  expect(performance.now() - toldAt).toBeLessThan(stopTimeMaxMs)
  const [kept] = await rollcall.ask(
    'select count(*)::int as people from app.subscribers where account_id = $1',
    [customer.id],
  )
  expect(kept.people).toBe(requests)
}, 60_000)

async function waitingForALock(): Promise<number> {
  // Within one transaction, which holds the lock, the server would show again what it showed first.
  await rollcall.ask('select pg_stat_clear_snapshot()')
  const [row] = await rollcall.ask(
    `select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and application_name = 'rollcall' and wait_event_type = 'Lock'`,
  )
  return row.waiting
}

async function refusesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return false
  } catch {
    return true
  } finally {
    socket.destroy()
  }
}
