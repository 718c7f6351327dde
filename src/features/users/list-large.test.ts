import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import {
  aHundredPeople,
  allPages,
  type Customer,
  countOf,
  expected,
  licensed,
  moreThanTenThousand,
  pageOf,
  type Query,
} from './listed-users.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Customer
let large: Customer

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aHundredPeople(app, ada)
  large = await moreThanTenThousand(app, ada)
}, 120_000)
afterAll(() => app.stop())

describe('more than 10,000 matches', () => {
  test.each([
    'firstName',
    'mobile',
    'smsNumber',
    'role',
    'location',
    'origin',
  ])('UA-2: are not sorted by %s, which says to narrow the list; fewer are', async (sort) => {
    for (const narrowing of [[], [['search', 'large.example']], [['product', 'micollab']]] as Query[]) {
      const answer = await pageOf(ada, large, [...narrowing, ['sort', sort]])
      expect(answer).toMatchObject({ status: 422, body: { code: 'users.too-many-to-sort' } })
      expect(answer.body.detail).toContain('Narrow the list')
    }
    const few: Query = [
      ['property', 'pbx-users'],
      ['sort', sort],
      ['limit', '500'],
    ]
    expect((await pageOf(ada, large, few).expect(200)).items).toHaveLength(400)
  })

  test('UA-23: of a search come by name, and the answer says so', async () => {
    const { headers, body } = await pageOf(ada, large, [
      ['search', 'large.example'],
      ['sort', '-email'],
    ])
    expect(headers.get('x-sorted-by')).toBe('lastName')
    const [first] = body.items
    expect(first.lastName).toBe('Bauer 0')
  })

  test.each([
    'lastName',
    '-email',
  ])('UA-20: those behind the first thousands are found, by %s', async (sort) => {
    const column = sort === 'lastName' ? 'u.sort_name collate "C"' : 'lower(u.email) collate "C" desc'
    const order = [column, sort === 'lastName' ? 'u.user_id' : 'u.user_id desc']
    const rare: Array<[Query, string]> = [
      [[['property', 'admins']], "u.role = 'admin'"],
      [[['property', 'registered']], 'u.registered_at is not null'],
      [[['product', 'mitel-cx']], licensed('mitel-cx')],
      [
        [
          ['product', 'micollab'],
          ['property', 'admins'],
        ],
        `${licensed('micollab')} and u.role = 'admin'`,
      ],
    ]
    for (const [query, condition] of rare) {
      const ids = await expected(app, large, order, condition)
      expect(ids.length).toBeGreaterThan(0)
      expect(await allPages(ada, large, [...query, ['sort', sort]], 5), condition).toEqual(ids)
      expect(await countOf(ada, large, query)).toBe(ids.length)
    }
    expect(await countOf(ada, large, [['product', 'miteam-meetings']])).toBe(0)
  })
})

describe('one person', () => {
  test('is read with a version to change them by, inside their account only', async () => {
    const { items } = await pageOf(ada, acme, [['limit', '1']]).expect(200)
    const path = `/users/${items[0].id}`
    const { headers, body } = await ada.get(acme.path + path)
    expect(body).toEqual(items[0])
    expect(headers.get('etag')).toBe('"1"')
    expect(await ada.get(large.path + path)).toMatchObject({ status: 404 })
    expect(await ada.get(`${acme.path}/users/${newId()}`)).toMatchObject({ status: 404 })
    const { admin: nadia } = await aSecondPartner(app)
    expect(await nadia.get(acme.path + path)).toMatchObject({ status: 404 })
  })
})

test('UA-20: the products with licences are listed, each with how many hold one', async () => {
  expect(await ada.get(`${acme.path}/licensed-products`).expect(200)).toEqual({
    items: [
      { product: 'micollab', licences: 50 },
      { product: 'mitel-cx', licences: 10 },
    ],
  })
  const carla = await anAdminOf(app, large)
  expect((await carla.get(`${large.path}/licensed-products`).expect(200)).items).toHaveLength(2)
  expect(await carla.get(`${acme.path}/licensed-products`)).toMatchObject({ status: 404 })
})
