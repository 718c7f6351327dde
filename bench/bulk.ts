import { setTimeout as delay } from 'node:timers/promises'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench } from './harness/bench.ts'
import type { Installation } from './harness/installation.ts'
import { aCustomerWithPeople, type CustomerOfPeople } from './harness/people.ts'
import type { RunningProgram } from './harness/program.ts'
import { median } from './harness/times.ts'

const peopleCount = 100_000
/** People that one transaction takes. */
const chunk = 1_000
const middle = 20_000
const rounds = 3
const operationMinutes = 5
const askedEveryMs = 50

export const bench: Bench = {
  name: 'bulk',
  what: `Another location for ${peopleCount} people, by one operation: undisturbed, cancelled in the middle, and with its worker killed in the middle.`,
  async run(ground) {
    const installation = await ground.fresh()
    const customer = await aCustomerWithPeople(installation, 'Moving', peopleCount)
    const scene = { ...installation, customer, locationIds: await twoLocations(installation, customer) }
    const worker = installation.start('worker')
    const moved: Moved[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      moved.push(await moveAll(scene, round))
      bare.push(await updateBare(scene))
    }
    const seconds = median(moved.map((each) => each.seconds))
    const cancelled = await cancelInTheMiddle(scene, rounds)
    const killed = await killInTheMiddle(scene, rounds + 1, worker)
    return [
      {
        what: 'accepted',
        value: median(moved.map(({ acceptedMs }) => acceptedMs)),
        unit: 'ms',
        bar: { value: { atMost: 300 } },
      },
      {
        what: 'people moved, with an event for each',
        value: peopleCount / seconds,
        unit: '/s',
        yardstick: { what: 'a bare update of as many rows', value: peopleCount / median(bare) },
        bar: { value: { atLeast: 5_000 } },
      },
      {
        what: 'people moved after a cancellation was accepted',
        value: cancelled.after,
        unit: '×',
        bar: { value: { atMost: chunk } },
      },
      {
        what: 'people of the cancelled operation who are not as it says',
        value: cancelled.untrue,
        unit: '×',
        bar: { value: { atMost: 0 } },
      },
      {
        what: 'people who were not moved exactly once, its worker killed',
        value: killed.wrong,
        unit: '×',
        bar: { value: { atMost: 0 } },
      },
      {
        what: 'time with its worker killed, of the undisturbed',
        value: killed.seconds / seconds,
        unit: '×',
        bar: { value: { atMost: 2 } },
      },
    ]
  },
}

interface Scene extends Installation {
  customer: CustomerOfPeople
  /** Everybody goes from one to the other. */
  locationIds: [string, string]
}

interface Moved {
  /** Until the operation was there. */
  acceptedMs: number
  /** From the request until everybody was moved. */
  seconds: number
}

async function twoLocations({ admin }: Installation, { path }: CustomerOfPeople): Promise<[string, string]> {
  const [hamburg, vienna] = [{ name: 'Hamburg' }, { name: 'Vienna' }]
  const one = await admin.post(`${path}/locations`, hamburg).expect(201)
  const other = await admin.post(`${path}/locations`, vienna).expect(201)
  return [one.id, other.id]
}

function destination({ locationIds }: Scene, turn: number): string {
  return locationIds[turn % 2] as string
}

/** @returns the id of the operation */
async function move(scene: Scene, turn: number): Promise<string> {
  const selection = { all: true, filter: {}, expectedCount: peopleCount }
  const changes = { locationId: destination(scene, turn) }
  const { id } = await scene.admin
    .post(`${scene.customer.path}/user-updates`, { selection, changes })
    .expect(202)
  return id
}

async function moveAll(scene: Scene, turn: number): Promise<Moved> {
  const begun = performance.now()
  const id = await move(scene, turn)
  const acceptedMs = performance.now() - begun
  const { done } = await untilFinished(scene, id)
  if (done !== peopleCount) throw new Error(`Of ${peopleCount} people ${done} were moved.`)
  return { acceptedMs, seconds: (performance.now() - begun) / 1_000 }
}

async function cancelInTheMiddle(scene: Scene, turn: number): Promise<{ after: number; untrue: number }> {
  const { admin, ask, customer } = scene
  const id = await move(scene, turn)
  await untilMiddle(scene, id)
  const told = await admin.post(`${customer.path}/operations/${id}/cancellation`).expect(200)
  const { status, done } = await untilFinished(scene, id)
  if (status !== 'cancelled') throw new Error(`The cancelled operation ended as ${status}.`)
  const [untrue] = await ask<{ count: number }>(
    `select count(*)::int as count from app.users u
       join app.operation_items i on i.account_id = u.account_id and i.operation_id = $2 and i.subject_id = u.user_id
      where u.account_id = $1 and (u.location_id = $3) <> (i.outcome = 'done')`,
    [customer.id, id, destination(scene, turn)],
  )
  // For the next turn everybody is in one place again.
  await moveAllOfThem(scene, turn)
  return { after: done - told.done, untrue: untrue?.count ?? Number.NaN }
}

/** Whoever is there already is done as well, and keeps their version. */
async function moveAllOfThem(scene: Scene, turn: number): Promise<void> {
  await untilFinished(scene, await move(scene, turn))
}

async function killInTheMiddle(
  scene: Scene,
  turn: number,
  worker: RunningProgram,
): Promise<{ wrong: number; seconds: number }> {
  const { ask, customer, start } = scene
  await ask(
    'create temporary table versions_before as select user_id, version from app.users where account_id = $1',
    [customer.id],
  )
  const begun = performance.now()
  const id = await move(scene, turn)
  await untilMiddle(scene, id)
  process.kill(worker.pid, 'SIGKILL')
  await worker.ended
  start('worker')
  const { done } = await untilFinished(scene, id)
  const seconds = (performance.now() - begun) / 1_000
  if (done !== peopleCount) throw new Error(`Of ${peopleCount} people ${done} were moved.`)
  const [wrong] = await ask<{ count: number }>(
    `select count(*)::int as count
       from app.users u join versions_before before using (user_id)
       left join (select subject_id, count(*) as events from app.audit_events
                   where account_id = $1 and action = 'user.changed' and at >= (select created_at from app.operations where account_id = $1 and operation_id = $2)
                   group by subject_id) told on told.subject_id = u.user_id
      where u.account_id = $1 and (u.version <> before.version + 1 or u.location_id is distinct from $3 or told.events is distinct from 1)`,
    [customer.id, id, destination(scene, turn)],
  )
  return { wrong: wrong?.count ?? Number.NaN, seconds }
}

async function untilMiddle(scene: Scene, operationId: string): Promise<void> {
  const { admin, customer } = scene
  await waitUntil(
    async () => (await admin.get(`${customer.path}/operations/${operationId}`).expect(200)).done >= middle,
    { what: 'the operation is in the middle', timeoutMs: operationMinutes * 60_000 },
  )
}

async function untilFinished({ admin, customer }: Scene, operationId: string) {
  const deadline = performance.now() + operationMinutes * 60_000
  while (performance.now() < deadline) {
    const operation = await admin.get(`${customer.path}/operations/${operationId}`).expect(200)
    if (operation.finishedAt !== null) return operation as { status: string; done: number }
    await delay(askedEveryMs)
  }
  throw new Error(`The operation did not end within ${operationMinutes} minutes.`)
}

/** A table of the same columns and keys that refers to nothing, of which every row is changed by one statement. @returns seconds */
async function updateBare({ ask, customer, locationIds }: Scene): Promise<number> {
  await ask('create table app.bench_users (like app.users including all excluding generated)', [])
  await ask('insert into app.bench_users select * from app.users where account_id = $1', [customer.id])
  const begun = performance.now()
  await ask('update app.bench_users set location_id = $1, version = version + 1, last_modified_at = now()', [
    locationIds[0],
  ])
  const seconds = (performance.now() - begun) / 1_000
  await ask('drop table app.bench_users', [])
  return seconds
}
