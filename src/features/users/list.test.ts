import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import {
  aHundredPeople,
  allPages,
  berlin,
  type Customer,
  countOf,
  expected,
  licensed,
  pageOf,
  type Query,
} from './listed-users.testing.ts'
import { addKnownUsers } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Customer

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aHundredPeople(app, ada)
  await asSuperuser(
    app.database,
    `with begun as (insert into app.operations (account_id, operation_id, kind, created_at) values ($1, $2, 'user-import', now()))
     insert into app.operation_items (account_id, operation_id, subject_id, outcome)
     select account_id, $2, user_id, case when extension is null then 'failed' else 'done' end
       from app.users where account_id = $1 and mobile is not null`,
    [acme.id, operationId],
  )
})
afterAll(() => app.stop())

const properties: Record<string, string> = {
  admins: "u.role = 'admin'",
  users: 'true',
  registered: 'u.registered_at is not null',
  unregistered: 'u.registered_at is null',
  'pbx-users': 'u.on_pbx',
  'micloud-connected': 'u.micloud_connected',
  'iot-connected': 'u.iot_connected',
  inactive: "u.status = 'inactive'",
  location: 'u.location_id is not null',
}

const operationId = newId()
const ofOperation = `exists (select from app.operation_items i where i.operation_id = '${operationId}'
  and i.subject_id = u.user_id and i.outcome = 'done')`

/** The filters as a query, and as a condition on `u`. */
const filters: Array<[Query, string]> = [
  [[], 'true'],
  ...Object.entries(properties).map<[Query, string]>(([name, condition]) => [
    [['property', name]],
    condition,
  ]),
  [
    [
      ['property', 'pbx-users'],
      ['property', 'registered'],
    ],
    'u.on_pbx and u.registered_at is not null',
  ],
  [[['locationId', berlin]], `u.location_id = '${berlin}'`],
  [[['operationId', operationId]], ofOperation],
  [
    [
      ['operationId', operationId],
      ['property', 'registered'],
    ],
    `${ofOperation} and u.registered_at is not null`,
  ],
  [[['product', 'micollab']], licensed('micollab')],
  [
    [
      ['product', 'mitel-cx'],
      ['property', 'unregistered'],
    ],
    `${licensed('mitel-cx')} and u.registered_at is null`,
  ],
]

const name = 'u.sort_name collate "C"'
const foldedText = (text: string) => `coalesce(app.fold(${text}), '') collate "C"`
const orders: Record<string, string[]> = {
  lastName: [name],
  email: ['lower(u.email) collate "C"'],
  extension: [`coalesce(u.extension, '') collate "C"`],
  lastModifiedAt: ['u.last_modified_at'],
  lastSignInAt: ["coalesce(u.last_sign_in_at, '-infinity')"],
  status: ['u.status', name],
  firstName: [foldedText('u.first_name'), name],
  mobile: [foldedText('u.mobile'), name],
  smsNumber: [foldedText('u.sms_number'), name],
  role: [foldedText('u.role'), name],
  location: [foldedText('l.name'), name],
  origin: [foldedText('u.origin'), name],
}

describe('the list of people', () => {
  test.each(
    Object.keys(orders).flatMap((sort) => [sort, `-${sort}`]),
  )('UA-2, UA-20: sorted by %s, pages hold each match of each filter exactly once', async (sort) => {
    const direction = sort.startsWith('-') ? 'desc' : 'asc'
    const columns = [...(orders[sort.replace('-', '')] as string[]), 'u.user_id']
    const order = columns.map((column) => `${column} ${direction}`)
    for (const [query, condition] of filters) {
      const ids = await expected(app, acme, order, condition)
      expect(ids.length, condition).toBeGreaterThan(0)
      expect(await allPages(ada, acme, [...query, ['sort', sort]], 40), condition).toEqual(ids)
    }
  })

  test.each(filters)('UA-20: %j is counted as it is listed', async (query, condition) => {
    expect(await countOf(ada, acme, query)).toBe((await expected(app, acme, [name], condition)).length)
  })

  test.each(
    Object.keys(orders),
  )('UA-20: nobody is both registered and unregistered, sorted by %s', async (sort) => {
    const both: Query = [
      ['property', 'registered'],
      ['property', 'unregistered'],
    ]
    expect(await allPages(ada, acme, [...both, ['sort', sort]], 40)).toEqual([])
    expect(await countOf(ada, acme, both)).toBe(0)
  })

  test('UA-2: a row holds what the list shows', async () => {
    const { items } = await pageOf(ada, acme, [['smsNumber', '+493012340000']]).expect(200)
    expect(items).toEqual([
      expect.objectContaining({
        firstName: 'Kim',
        lastName: 'Kühn',
        email: 'Kim.0@acme.example',
        role: 'admin',
        status: 'inactive',
        locationId: berlin,
        licences: ['micollab', 'mitel-cx'],
        lastModifiedAt: '2026-03-01T10:00:00.000Z',
      }),
    ])
  })

  test('somebody added while one pages neither repeats nor hides the others', async () => {
    const customer = await aCustomer(ada, { name: 'Growing' })
    const ids = await addKnownUsers(
      app,
      customer,
      Array.from({ length: 20 }, () => ({})),
    )
    const first = await pageOf(ada, customer, [['limit', '9']]).expect(200)
    await addKnownUsers(app, customer, [{ lastName: 'Aaron', email: 'aaron@acme.example' }])
    const rest = await pageOf(ada, customer, [['cursor', first.nextCursor]]).expect(200)
    expect([...first.items, ...rest.items].map(({ id }: { id: string }) => id)).toEqual(ids)
  })

  test.each([
    'sort=password',
    'limit=501',
    'property=nobody',
    'product=telex',
    'locationId=x',
    'nonsense=1',
  ])('a query with %s is refused', async (query) => {
    expect(await ada.get(`${acme.path}/users?${query}`)).toMatchObject({ status: 422 })
  })

  test.each([
    'email',
    '-lastName',
    'status',
  ])('UA-2: a cursor of another order is refused where %s is asked for', async (sort) => {
    for (const made of ['lastName', '-email']) {
      const { nextCursor } = await pageOf(ada, acme, [
        ['sort', made],
        ['limit', '1'],
      ]).expect(200)
      const pageAfter = (order: string) =>
        pageOf(ada, acme, [
          ['sort', order],
          ['cursor', nextCursor],
        ])
      expect(await pageAfter(sort)).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
      await pageAfter(made).expect(200)
    }
  })
})

describe('UA-20: an SMS number', () => {
  const numberOf = (written: string): Query => [['smsNumber', written]]

  test.each([
    '+493012340000',
    '030 / 1234-0000',
    '0049 30 12340000',
    '+49 (0)30 12340000',
  ])('is found written as %s, and nobody else is', async (written) => {
    const { items } = await pageOf(ada, acme, numberOf(written)).expect(200)
    expect(items.map((user: { smsNumber: string }) => user.smsNumber)).toEqual(['+493012340000'])
    expect(await countOf(ada, acme, numberOf(written))).toBe(1)
  })

  test.each(['+4930123400', '1234', 'hello'])('%s is nobody’s', async (written) => {
    expect((await pageOf(ada, acme, numberOf(written)).expect(200)).items).toEqual([])
  })

  test('UA-22: goes with a product', async () => {
    expect(await countOf(ada, acme, [...numberOf('+493012340000'), ['product', 'mitel-cx']])).toBe(1)
    expect(await countOf(ada, acme, [...numberOf('+493012340010'), ['product', 'mitel-cx']])).toBe(0)
  })

  test.each([
    ['UA-21', 'search', 'kuhn'],
    ['UA-22', 'property', 'admins'],
    ['UA-22', 'locationId', newId()],
  ])('%s: and %s exclude each other, which the answer says at that field', async (_rule, field, value) => {
    for (const path of ['users', 'users/count']) {
      const answer = await ada.get(`${acme.path}/${path}?smsNumber=030&${field}=${value}`)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: field }] } })
    }
  })
})
