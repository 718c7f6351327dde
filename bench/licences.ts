import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import { aCustomerWithPeople, type CustomerOfPeople } from './harness/people.ts'
import { median } from './harness/times.ts'

const peopleCount = 100_000
const rounds = 3
const operationMinutes = 5
const askedEveryMs = 50

export const bench: Bench = {
  name: 'licences',
  what: `A licence for each of ${peopleCount} people of a customer, given by one operation and taken by another.`,
  async run(ground) {
    const seeded = await ground.seeded()
    const worker = seeded.start('worker')
    const customer = await aCustomerWithPeople(seeded, 'Licensed', peopleCount)
    await seeded.admin.patch(`${customer.path}/integrations/miteam-meetings`, { isOn: true }).expect(200)
    const order = await seatsFor(seeded, customer)
    const given: Timed[] = []
    const taken: Timed[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      given.push(await assign(seeded, customer, true))
      taken.push(await assign(seeded, customer, false))
      bare.push(await insertBare(seeded, customer))
    }
    await worker.stop()
    await seeded.admin.patch(order, { customerId: null }).expect(200)
    await seeded.admin.delete(order).expect(204)
    const rate = (seconds: number[]) => peopleCount / median(seconds)
    return [
      {
        what: 'accepted',
        value: median(given.map(({ acceptedMs }) => acceptedMs)),
        unit: 'ms',
        bar: { value: { atMost: 300 } },
      },
      {
        what: 'given',
        value: rate(given.map(({ seconds }) => seconds)),
        unit: '/s',
        yardstick: { what: 'a bare insert … select of as many rows', value: rate(bare) },
        bar: { value: { atLeast: 5_000 } },
      },
      {
        what: 'taken',
        value: rate(taken.map(({ seconds }) => seconds)),
        unit: '/s',
        bar: { value: { atLeast: 5_000 } },
      },
    ]
  },
}

/** As many seats as people. @returns where the order is */
async function seatsFor({ admin }: Seeded, { id }: CustomerOfPeople): Promise<string> {
  const { account } = await admin.get('/sessions/current').expect(200)
  const orders = `/accounts/${account.id}/orders`
  const order = { product: 'miteam-meetings', number: randomUUID(), startsOn: '2026-01-01' }
  const made = await admin.post(orders, { ...order, quantity: peopleCount, customerId: id }).expect(201)
  return `${orders}/${made.id}`
}

interface Timed {
  /** Until the operation was there. */
  acceptedMs: number
  /** From the request until everybody had a licence, or nobody. */
  seconds: number
}

async function assign({ admin }: Seeded, { path }: CustomerOfPeople, toAll: boolean): Promise<Timed> {
  const selection = { all: true, filter: {}, expectedCount: peopleCount }
  const begun = performance.now()
  const { id } = await admin.post(`${path}/licence-assignments`, { selection, assign: toAll }).expect(202)
  const acceptedMs = performance.now() - begun
  const deadline = begun + operationMinutes * 60_000
  while (performance.now() < deadline) {
    const operation = await admin.get(`${path}/operations/${id}`).expect(200)
    if (operation.finishedAt !== null) {
      if (operation.done !== peopleCount) throw new Error(`Assigned: ${JSON.stringify(operation)}`)
      return { acceptedMs, seconds: (performance.now() - begun) / 1000 }
    }
    await delay(askedEveryMs)
  }
  throw new Error(`The operation did not end within ${operationMinutes} minutes.`)
}

/** A table of the same columns and keys that refers to nothing, filled by one statement. @returns seconds */
async function insertBare({ ask }: Seeded, { id }: CustomerOfPeople): Promise<number> {
  await ask('create table app.bench_licences (like app.licences including all)', [])
  const begun = performance.now()
  await ask(
    `insert into app.bench_licences (account_id, user_id, product, assigned_at)
     select account_id, user_id, 'miteam-meetings', now() from app.users where account_id = $1`,
    [id],
  )
  const seconds = (performance.now() - begun) / 1000
  await ask('drop table app.bench_licences', [])
  return seconds
}
