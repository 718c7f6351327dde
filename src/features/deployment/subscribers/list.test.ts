import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

interface Listed {
  id: string
  profileId: string
  lastName: string
  firstName: string
  directoryNumber: string | null
  email: string
  deployedAt: string | null
  downloadedAt: string | null
  state: string
}

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
const count = 60
const profileNames = new Map<string, string>()

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  customer = await aCustomer(ada)
  const second = await ada.post(`${customer.path}/deployment-profiles`, { name: 'Second' }).expect(201)
  profileNames.set(customer.profileId, 'softphones').set(second.id, 'second')
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await fill(customer.id, [customer.profileId, second.id], count)
  await fill(neighbour.id, [neighbour.profileId], 5)
})
afterAll(() => app.stop())

/** People with many equal values, so that paging has ties to break, and some values missing. */
async function fill(accountId: string, profileIds: string[], people: number): Promise<void> {
  await asSuperuser(
    app.database,
    `insert into app.subscribers (account_id, subscriber_id, profile_id, directory_number, first_name, last_name, email, state,
            deployed_at, downloaded_at, origin, sort_name, created_at, updated_at)
     select $1, gen_random_uuid(), ($2::uuid[])[1 + n % array_length($2::uuid[], 1)], case when n % 4 > 0 then (n % 7)::text end, 'N' || n % 3, last,
            (array['Kim', 'kim', 'lee', 'Bo'])[1 + n % 4] || n % 5 || '@acme.example', (array['new', 'queued', 'sent', 'failed', 'downloaded', 'revoked'])[1 + n % 6],
            case when n % 3 > 0 then timestamptz '2026-01-01' + (n % 8) * interval '1.000001 day' end,
            case when n % 5 > 2 then timestamptz '2026-02-01' + (n % 4) * interval '1 hour' end,
            case when n % 10 = 0 then 'connection' else 'manual' end,
            app.fold(last || ' N' || n % 3), now(), now()
       from generate_series(1, $3::int) n, lateral (select (array['Kühn', 'Kuhn', 'kuhn', 'Ávila', 'Zorn', 'O''Brien', 'de Vries'])[1 + n % 7] as last) l`,
    [accountId, profileIds, people],
  )
}

const list = (query: string) => ada.get(`${customer.path}/subscribers?${query}`).expect(200)

async function allPages(query: string, limit: number): Promise<Listed[]> {
  const seen: Listed[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: Listed[]; nextCursor: string | null } = await list(
      `${query}&limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    expect(page.items.length).toBeLessThanOrEqual(limit)
    seen.push(...page.items)
    cursor = page.nextCursor
  }
  return seen
}

/** What a row is sorted by, as a text that compares like the value. */
const keys: Record<string, (row: Listed) => string> = {
  lastName: (row) => `${row.lastName} ${row.firstName}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  directoryNumber: (row) => row.directoryNumber ?? '',
  email: (row) => row.email.toLowerCase(),
  deployedAt: (row) => row.deployedAt ?? '',
  downloadedAt: (row) => row.downloadedAt ?? '',
  state: (row) => row.state,
  profile: (row) => profileNames.get(row.profileId) ?? '',
}

describe('the list of subscribers', () => {
  test.each(
    Object.keys(keys).flatMap((sort) => [sort, `-${sort}`]),
  )('CD-1: sorted by %s, pages give every row exactly once and in order', async (sort) => {
    const rows = await allPages(`sort=${sort}`, 7)
    expect(new Set(rows.map((row) => row.id)).size).toBe(count)
    expect(rows).toHaveLength(count)
    const sorted = rows.map(keys[sort.replace('-', '')] as (row: Listed) => string)
    if (sort.startsWith('-')) sorted.reverse()
    const misplaced = sorted.findIndex((key, at) => at > 0 && collate(sorted[at - 1] as string, key) > 0)
    expect(misplaced, `${sorted[misplaced - 1]} before ${sorted[misplaced]}`).toBe(-1)
  })

  test('is by name where no sort is asked for', async () => {
    expect((await list('limit=500')).items).toEqual((await list('sort=lastName&limit=500')).items)
  })

  test.each([
    'sort=password',
    'limit=0',
    'limit=501',
    'state=lost',
    'profileId=x',
    'origin=heaven',
    'nonsense=1',
  ])('a query with %s is refused', async (query) => {
    expect(await ada.get(`${customer.path}/subscribers?${query}`)).toMatchObject({ status: 422 })
  })

  test('the last page says so, also when it is full', async () => {
    expect((await list(`limit=${count}`)).nextCursor).toBeNull()
    expect((await list(`limit=${count - 1}`)).nextCursor).not.toBeNull()
  })

  test('filters narrow list and count alike, and together', async () => {
    const all: Listed[] = (await list('limit=500')).items
    const [profile] = [...new Set(all.map((row) => row.profileId))]
    const filters: Array<[string, (row: Listed & { origin?: string }) => boolean]> = [
      ['state=sent', (row) => row.state === 'sent'],
      [`profileId=${profile}`, (row) => row.profileId === profile],
      ['origin=connection', (row) => row.origin === 'connection'],
      [
        `state=downloaded&profileId=${profile}`,
        (row) => row.state === 'downloaded' && row.profileId === profile,
      ],
    ]
    for (const [filter, fits] of filters) {
      const expected = all.filter(fits)
      const found = await allPages(filter, 4)
      expect(found.map((row) => row.id).sort(), filter).toEqual(expected.map((row) => row.id).sort())
      const counted = await ada.get(`${customer.path}/subscribers/count?${filter}`).expect(200)
      expect(counted, filter).toEqual({ count: expected.length })
    }
    expect(all.filter((row) => row.state === 'sent').length).toBeGreaterThan(0)
  })

  test('counts the account and no neighbour', async () => {
    expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count })
  })

  test.each([
    'email',
    '-lastName',
  ])('a cursor of another order is refused where %s is asked for', async (sort) => {
    const { nextCursor } = await ada.get(`${customer.path}/subscribers?limit=1`).expect(200)
    const next = (query: string) => ada.get(`${customer.path}/subscribers?cursor=${nextCursor}${query}`)
    expect(await next(`&sort=${sort}`)).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
    await next('&sort=lastName').expect(200)
  })

  test('somebody added while one pages neither repeats nor hides the others', async () => {
    const first = await list('limit=30')
    await asSuperuser(
      app.database,
      `insert into app.subscribers (account_id, subscriber_id, profile_id, first_name, last_name, email, sort_name, created_at, updated_at)
       values ($1, gen_random_uuid(), $2, '', 'Aaron', 'aaron@acme.example', 'aaron', now(), now())`,
      [customer.id, customer.profileId],
    )
    const rest: Listed[] = (await list(`limit=500&cursor=${encodeURIComponent(first.nextCursor)}`)).items
    const ids = [...first.items, ...rest].map((row: Listed) => row.id)
    expect(new Set(ids).size).toBe(count)
    expect(ids).toHaveLength(count)
    await asSuperuser(app.database, "delete from app.subscribers where last_name = 'Aaron'")
  })
})

function collate(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0
}
