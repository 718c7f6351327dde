import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers, idsOfAllPages, type KnownUser } from './many-users.testing.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>
type Query = Array<[string, string]>

let app: TestApp
let ada: ApiClient
/** A hundred people, with many equal values and some missing. */
let acme: Customer
/** More than 10,000. */
let large: Customer
const [berlin, zwickau] = [newId(), newId()]

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  acme = await aCustomer(ada)
  large = await aCustomer(ada, { name: 'Large' })
  await asSuperuser(
    app.database,
    `insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
     values ($1, $2, 'Berlin', 'berlin', now(), now()), ($1, $3, 'zwickau', 'zwickau', now(), now())`,
    [acme.id, berlin, zwickau],
  )
  await addKnownUsers(
    app,
    acme,
    Array.from({ length: 100 }, (_, n) => aPerson(n)),
  )
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await addKnownUsers(app, neighbour, [{}, {}, {}])
  await addKnownUsers(
    app,
    large,
    Array.from({ length: 10_400 }, (_, n) => oneOfMany(n)),
  )
}, 120_000)
afterAll(() => app.stop())

function aPerson(n: number): KnownUser {
  const at = (list: string[]) => list[n % list.length] as string
  const isRegistered = n % 3 > 0
  return {
    firstName: at(['Kim', 'kim', 'Ünal', 'Bo']),
    lastName: at(['Kühn', 'Kuhn', 'kuhn', 'Ávila', 'Zorn', "O'Brien", 'de Vries']),
    email: `${at(['Kim', 'kim', 'lee'])}.${n}@acme.example`,
    extension: n % 4 > 0 ? String(n % 9) : null,
    mobile: n % 5 > 1 ? `+4917112345${String(n % 11).padStart(2, '0')}` : null,
    smsNumber: n % 10 === 0 ? `+49301234${String(n).padStart(4, '0')}` : null,
    role: n % 12 === 0 ? 'admin' : 'user',
    registeredAt: isRegistered ? '2026-01-05T10:00:00Z' : null,
    status: n % 7 === 0 ? 'inactive' : isRegistered ? 'registered' : at(['unregistered', 'invited']),
    lastSignInAt: n % 4 > 1 ? `2026-02-0${1 + (n % 5)}T10:00:00.00000${n % 3}Z` : null,
    lastModifiedAt: `2026-03-0${1 + (n % 9)}T10:00:00.00000${n % 3}Z`,
    origin: at(['manual', 'pbx', 'scim']),
    onPbx: n % 3 === 1,
    micloudConnected: n % 8 === 2,
    iotConnected: n % 9 === 5,
    locationId: n % 5 === 0 ? berlin : n % 5 === 1 ? zwickau : null,
    products: [...(n % 2 === 0 ? ['micollab'] : []), ...(n % 11 === 0 ? ['mitel-cx'] : [])],
  }
}

/** Almost everybody holds a licence for MiCollab; for Mitel CX seven whose names come last, and for MiTeam Meetings nobody. */
function oneOfMany(n: number): KnownUser {
  const isLast = n >= 10_393
  return {
    lastName: isLast ? 'Zzz' : `Bauer ${n % 991}`,
    email: `p${n}@large.example`,
    role: n % 1_000 === 999 ? 'admin' : 'user',
    origin: n < 400 ? 'pbx' : 'manual',
    onPbx: n < 400,
    registeredAt: n === 9_999 ? '2026-01-05T10:00:00Z' : null,
    products: [...(n < 10_300 ? ['micollab'] : []), ...(isLast ? ['mitel-cx'] : [])],
  }
}

const get = (account: Customer, query: Query) =>
  ada.get(`${account.path}/users?${new URLSearchParams(query)}`)
const countOf = async (account: Customer, query: Query) =>
  (await ada.get(`${account.path}/users/count?${new URLSearchParams(query)}`).expect(200)).count
const allPages = (account: Customer, query: Query, limit: number) =>
  idsOfAllPages(ada, `${account.path}/users`, query, limit)

/** What a plain statement answers. @param condition on `u` */
async function expected(account: Customer, order: string[], condition: string): Promise<string[]> {
  const rows = await asSuperuser<{ id: string }>(
    app.database,
    `select u.user_id as id from app.users u
       left join app.locations l on l.account_id = u.account_id and l.location_id = u.location_id
      where u.account_id = $1 and ${condition} order by ${order.join(', ')}`,
    [account.id],
  )
  return rows.map((row) => row.id)
}

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
const licensed = (product: string) =>
  `exists (select from app.licences c where c.account_id = u.account_id and c.user_id = u.user_id and c.product = '${product}')`

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
      const ids = await expected(acme, order, condition)
      expect(ids.length, condition).toBeGreaterThan(0)
      expect(await allPages(acme, [...query, ['sort', sort]], 40), condition).toEqual(ids)
    }
  })

  test.each(filters)('UA-20: %j is counted as it is listed', async (query, condition) => {
    expect(await countOf(acme, query)).toBe((await expected(acme, [name], condition)).length)
  })

  test('UA-2: a row holds what the list shows', async () => {
    const { items } = await get(acme, [['smsNumber', '+493012340000']]).expect(200)
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
    const first = await get(customer, [['limit', '9']]).expect(200)
    await addKnownUsers(app, customer, [{ lastName: 'Aaron', email: 'aaron@acme.example' }])
    const rest = await get(customer, [['cursor', first.nextCursor]]).expect(200)
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

  test('a cursor of another sort is refused', async () => {
    const { nextCursor } = await get(acme, [['sort', 'email']]).expect(200)
    const answer = await get(acme, [
      ['sort', 'status'],
      ['cursor', nextCursor],
    ])
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.cursor' } })
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
    const { items } = await get(acme, numberOf(written)).expect(200)
    expect(items.map((user: { smsNumber: string }) => user.smsNumber)).toEqual(['+493012340000'])
    expect(await countOf(acme, numberOf(written))).toBe(1)
  })

  test.each(['+4930123400', '1234', 'hello'])('%s is nobody’s', async (written) => {
    expect((await get(acme, numberOf(written)).expect(200)).items).toEqual([])
  })

  test('UA-22: goes with a product', async () => {
    expect(await countOf(acme, [...numberOf('+493012340000'), ['product', 'mitel-cx']])).toBe(1)
    expect(await countOf(acme, [...numberOf('+493012340010'), ['product', 'mitel-cx']])).toBe(0)
  })

  test.each([
    ['UA-21', 'search', 'kuhn'],
    ['UA-22', 'property', 'admins'],
  ])('%s: and %s exclude each other, which the answer says at that field', async (_rule, field, value) => {
    for (const path of ['users', 'users/count']) {
      const answer = await ada.get(`${acme.path}/${path}?smsNumber=030&${field}=${value}`)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: field }] } })
    }
  })
})

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
      const answer = await get(large, [...narrowing, ['sort', sort]])
      expect(answer).toMatchObject({ status: 422, body: { code: 'users.too-many-to-sort' } })
      expect(answer.body.detail).toContain('Narrow the list')
    }
    const few: Query = [
      ['property', 'pbx-users'],
      ['sort', sort],
      ['limit', '500'],
    ]
    expect((await get(large, few).expect(200)).items).toHaveLength(400)
  })

  test('UA-23: of a search come by name, and the answer says so', async () => {
    const { headers, body } = await get(large, [
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
      const ids = await expected(large, order, condition)
      expect(ids.length).toBeGreaterThan(0)
      expect(await allPages(large, [...query, ['sort', sort]], 5), condition).toEqual(ids)
      expect(await countOf(large, query)).toBe(ids.length)
    }
    expect(await countOf(large, [['product', 'miteam-meetings']])).toBe(0)
  })
})

describe('one person', () => {
  test('is read with a version to change them by, inside their account only', async () => {
    const { items } = await get(acme, [['limit', '1']]).expect(200)
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
