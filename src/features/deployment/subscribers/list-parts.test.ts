import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { SubscriberState } from './schema.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
const states = SubscriberState.options

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await fill(acme, 240)
  await fill(neighbour, 24)
})
afterAll(() => app.stop())

/** Every state with and without each of the times: also those that nobody expects. */
async function fill(customer: { id: string; profileId: string }, people: number): Promise<void> {
  await asSuperuser(
    app.database,
    `insert into app.subscribers (account_id, subscriber_id, profile_id, last_name, email, state, deployed_at, downloaded_at, link_expires_at,
            origin, sort_name, created_at, updated_at)
     select $1, gen_random_uuid(), $2, 'Bauer', n || '@acme.example', ($3::text[])[1 + n % array_length($3::text[], 1)],
            case when n % 4 < 2 then timestamptz '2026-01-01' + (n % 5) * interval '1.000001 day' end,
            case when n % 5 < 2 then timestamptz '2026-02-01' + (n % 3) * interval '1.000001 day' end,
            case when n % 7 < 5 then now() + (n % 2 - 0.5) * interval '20 days' end,
            case when n % 11 < 3 then 'connection' else 'manual' end, 'bauer', now(), now()
       from generate_series(1, $4::int) n`,
    [customer.id, customer.profileId, states, people],
  )
}

/** The filters as a query, and as a condition on `s`. */
const filters: Array<[string, string]> = [
  ...states.flatMap<[string, string]>((state) => [
    [`state=${state}`, `s.state = '${state}'`],
    [`state=${state}&origin=connection`, `s.state = '${state}' and s.origin = 'connection'`],
  ]),
  ['linkExpired=true', "s.state = 'sent' and s.link_expires_at < now()"],
  ['linkExpired=true&state=sent', "s.state = 'sent' and s.link_expires_at < now()"],
  [
    'linkExpired=true&origin=manual',
    "s.state = 'sent' and s.link_expires_at < now() and s.origin = 'manual'",
  ],
]

test.each([
  'deployedAt',
  '-deployedAt',
  'downloadedAt',
  '-downloadedAt',
])('CD-1: those of one state, sorted by %s, are listed once each, whatever their times', async (sort) => {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const column = sort.endsWith('deployedAt') ? 's.deployed_at' : 's.downloaded_at'
  for (const [query, condition] of filters) {
    const rows = await asSuperuser<{ id: string }>(
      app.database,
      `select s.subscriber_id as id from app.subscribers s where s.account_id = $1 and ${condition}
        order by coalesce(${column}, '-infinity') ${direction}, s.subscriber_id ${direction}`,
      [acme.id],
    )
    const ids = rows.map(({ id }) => id)
    expect(ids.length, condition).toBeGreaterThan(3)
    // Pages end within those who have a time, at their end, and within those who have none.
    for (const limit of [3, 10, 100]) {
      expect(await allPages(`${query}&sort=${sort}`, limit), `${query}, by ${limit}`).toEqual(ids)
    }
  }
})

test.each([
  'deployedAt',
  '-downloadedAt',
])('CD-1: nobody is new and has an expired link, sorted by %s', async (sort) => {
  expect(await allPages(`state=new&linkExpired=true&sort=${sort}`, 10)).toEqual([])
})

async function allPages(query: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: Array<{ id: string }>; nextCursor: string | null } = await ada
      .get(
        `${acme.path}/subscribers?${query}&limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      .expect(200)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}
