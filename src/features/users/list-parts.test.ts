import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { userStatuses } from './choices.ts'
import { allPages, type Customer, expected, type Query } from './listed-users.testing.ts'
import { addKnownUsers, type KnownUser } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Customer

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  await addKnownUsers(
    app,
    acme,
    Array.from({ length: 240 }, (_, n) => aPerson(n)),
  )
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await addKnownUsers(
    app,
    neighbour,
    Array.from({ length: 60 }, (_, n) => aPerson(n)),
  )
})
afterAll(() => app.stop())

/** Every status with and without a registration, and each of these with and without a sign-in: also those that nobody expects. */
function aPerson(n: number): KnownUser {
  return {
    lastName: `Bauer ${n % 7}`,
    status: userStatuses[n % 5] as string,
    registeredAt: n % 2 === 0 ? '2026-01-05T10:00:00Z' : null,
    lastSignInAt: n % 3 === 0 ? `2026-02-0${1 + (n % 4)}T10:00:00.00000${n % 2}Z` : null,
    onPbx: n % 4 < 2,
    role: n % 40 < 2 ? 'admin' : 'user',
    products: n % 7 === 0 ? ['micollab'] : [],
  }
}

const halves: Array<[Query, string]> = [
  [[['property', 'registered']], 'u.registered_at is not null'],
  [[['property', 'unregistered']], 'u.registered_at is null'],
]
const others: Array<[Query, string]> = [
  [[], 'true'],
  [[['property', 'pbx-users']], 'u.on_pbx'],
  [[['property', 'admins']], "u.role = 'admin'"],
  [
    [['product', 'micollab']],
    `exists (select from app.licences l where l.account_id = u.account_id and l.user_id = u.user_id)`,
  ],
]
const orders: Record<string, string[]> = {
  status: ['u.status', 'u.sort_name collate "C"', 'u.user_id'],
  lastSignInAt: ["coalesce(u.last_sign_in_at, '-infinity')", 'u.user_id'],
}

test.each(
  Object.keys(orders).flatMap((sort) => [sort, `-${sort}`]),
)('UA-2, UA-20: those with or without a registration, sorted by %s, are listed once each, whatever their status and sign-in', async (sort) => {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const columns = orders[sort.replace('-', '')] as string[]
  const order = columns.map((column) => `${column} ${direction}`)
  for (const [half, isOfHalf] of halves) {
    for (const [other, isOther] of others) {
      const condition = `${isOfHalf} and ${isOther}`
      const ids = await expected(app, acme, order, condition)
      expect(ids.length, condition).toBeGreaterThan(2)
      // Pages end within a status, at its end, and behind the last who signed in.
      for (const limit of [5, 12, 200]) {
        const query: Query = [...half, ...other, ['sort', sort]]
        expect(await allPages(ada, acme, query, limit), `${condition}, by ${limit}`).toEqual(ids)
      }
    }
  }
})
