import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers, idsOfAllPages, type KnownUser } from './many-users.testing.ts'
import { withNumbersJoined } from './needle.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>
type Query = Array<[string, string]>

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())

const firstNames = [
  'Anna',
  'Jürgen',
  'Łukasz',
  'Zoë',
  'Иван',
  '太郎',
  'Şule',
  'Anne-Marie',
  'O’Neil',
  'Bernd',
]
const lastNames = [
  'Müller',
  'Straßer',
  "O'Brien",
  'Nowak',
  '佐藤(営業2課)',
  'van_Dyk',
  '50%Quality',
  'Qvist',
  'Bauer',
]

/** The rare names come last in the alphabet of the account, or nearly. */
function aPerson(n: number): KnownUser {
  const isRare = n % 100 < 12
  return {
    firstName: isRare ? (firstNames[n % firstNames.length] as string) : 'Bernd',
    lastName: isRare ? (lastNames[n % lastNames.length] as string) : `Bauer ${n % 97}`,
    email: `p${n}.x-${n % 31}_y+${n % 7}@acme.example`,
    extension: n % 3 === 0 ? String(1_000 + n) : null,
    mobile: n % 4 === 0 ? `+49171${String(1_000_000 + n * 7)}` : null,
    smsNumber: n % 50 === 0 ? `+4930${String(2_000_000 + n)}` : null,
    role: n % 90 === 0 ? 'admin' : 'user',
    status: n % 8 === 0 ? 'inactive' : 'unregistered',
    registeredAt: n % 5 === 0 ? '2026-01-05T10:00:00Z' : null,
    onPbx: n % 2 === 0,
    products: n % 6 === 0 ? ['micollab'] : [],
  }
}

describe('UA-23: in an account of 10,500 a search finds what a look at everybody finds', () => {
  let acme: Customer
  /** Everybody by name: what is searched of them, folded, and what they are narrowed by. */
  let people: Array<{ id: string; text: string; n: number }>

  beforeAll(async () => {
    acme = await aCustomer(ada)
    await addKnownUsers(
      app,
      acme,
      Array.from({ length: 10_500 }, (_, n) => aPerson(n)),
    )
    const neighbour = await aCustomer(ada, { name: 'Neighbour' })
    await addKnownUsers(
      app,
      neighbour,
      Array.from({ length: 50 }, (_, n) => aPerson(n)),
    )
    people = await asSuperuser(
      app.database,
      `select user_id as id, app.fold(concat_ws(' ', first_name, last_name, email, extension, phone_digits)) as text,
              substring(email from 'p([0-9]+)')::int as n
         from app.users where account_id = $1 order by sort_name collate "C", user_id`,
      [acme.id],
    )
  }, 120_000)

  async function lookedAt(needle: string): Promise<string[]> {
    const [row] = await asSuperuser(app.database, 'select app.fold($1) as folded', [
      withNumbersJoined(needle),
    ])
    const words = row.folded.split(/\s+/)
    return people.filter(({ text }) => words.every((word: string) => text.includes(word))).map(({ id }) => id)
  }

  const first = async (query: Query) =>
    (
      await ada.get(`${acme.path}/users?${new URLSearchParams([...query, ['limit', '20']])}`).expect(200)
    ).items.map(({ id }: { id: string }) => id)
  const countOf = async (query: Query) =>
    (await ada.get(`${acme.path}/users/count?${new URLSearchParams(query)}`).expect(200)).count

  test('the first page and the count are exact for parts of whatever stands in the list', async () => {
    const part = fc
      .record({ n: fc.nat(10_499), from: fc.nat(60), length: fc.integer({ min: 1, max: 6 }) })
      .map(({ n, from, length }) =>
        [...(people[n]?.text ?? '')].slice(from % 25, (from % 25) + length).join(''),
      )
    const needle = fc
      .array(part, { minLength: 1, maxLength: 2 })
      .map((parts) => parts.join(' '))
      .filter((text) => text.trim() !== '')
    await fc.assert(
      fc.asyncProperty(needle, async (search) => {
        const found = await lookedAt(search)
        expect(await first([['search', search]])).toEqual(found.slice(0, 20))
        expect(await countOf([['search', search]])).toBe(found.length)
      }),
      { numRuns: 120 },
    )
  }, 120_000)

  test.each([
    'qvist',
    'иван',
    '営業',
    'bauer 96',
    'straßer anna',
    '0171 1000 0',
    '+49 (0)30/2000',
    '50%',
  ])('pages of the search for %s hold every match once, up and down', async (search) => {
    const found = await lookedAt(search)
    expect(found.length).toBeGreaterThan(0)
    const path = `${acme.path}/users`
    expect(await idsOfAllPages(ada, path, [['search', search]], 100)).toEqual(found)
    const down: Query = [
      ['search', search],
      ['sort', '-lastName'],
    ]
    expect(await idsOfAllPages(ada, path, down, 100)).toEqual(found.toReversed())
  })

  test.each<[Query, (n: number) => boolean]>([
    [[['property', 'admins']], (n) => n % 90 === 0],
    [[['property', 'users']], () => true],
    [[['property', 'registered']], (n) => n % 5 === 0],
    [[['property', 'unregistered']], (n) => n % 5 > 0],
    [[['property', 'pbx-users']], (n) => n % 2 === 0],
    [[['property', 'inactive']], (n) => n % 8 === 0],
    [[['property', 'micloud-connected']], () => false],
    [[['property', 'iot-connected']], () => false],
    [[['property', 'location']], () => false],
    [[['product', 'micollab']], (n) => n % 6 === 0],
    [
      [
        ['product', 'micollab'],
        ['property', 'pbx-users'],
        ['property', 'registered'],
      ],
      (n) => n % 30 === 0,
    ],
  ])('UA-20: beside a search %j narrows as it does alone', async (filter, fits) => {
    for (const search of ['qvist', 'acme', '1']) {
      const fitting = new Set(people.filter(({ n }) => fits(n)).map(({ id }) => id))
      const found = (await lookedAt(search)).filter((id) => fitting.has(id))
      const query: Query = [...filter, ['search', search]]
      expect(await first(query), search).toEqual(found.slice(0, 20))
      expect(await countOf(query), search).toBe(found.length)
    }
  })

  test.each<[Query, (n: number) => boolean]>([
    [[['property', 'admins']], (n) => n % 90 === 0],
    [[['property', 'pbx-users']], (n) => n % 2 === 0],
    [[['product', 'micollab']], (n) => n % 6 === 0],
    [
      [
        ['property', 'inactive'],
        ['property', 'admins'],
      ],
      (n) => n % 360 === 0,
    ],
  ])('UA-20: pages of a search beside %j hold every match once, up and down, also where it lets few through', async (filter, fits) => {
    const fitting = new Set(people.filter(({ n }) => fits(n)).map(({ id }) => id))
    const found = (await lookedAt('acme')).filter((id) => fitting.has(id))
    const limit = Math.min(500, Math.ceil(found.length / 4))
    const path = `${acme.path}/users`
    const query: Query = [...filter, ['search', 'acme']]
    expect(await idsOfAllPages(ada, path, query, limit)).toEqual(found)
    expect(await idsOfAllPages(ada, path, [...query, ['sort', '-lastName']], limit)).toEqual(
      found.toReversed(),
    )
  })

  test.each<[Query, string]>([
    [[['property', 'unregistered']], 'registered_at is null'],
    [[['property', 'pbx-users']], 'on_pbx'],
    [[['property', 'admins']], "role = 'admin'"],
  ])('UA-2: matches beside %j come in the order asked for', async (filter, condition) => {
    const matches = await asSuperuser<{ id: string }>(
      app.database,
      `select user_id as id from app.users where account_id = $1 and user_id = any($2) and ${condition} order by email_key desc, user_id desc`,
      [acme.id, await lookedAt('acme')],
    )
    const query: Query = [...filter, ['search', 'acme'], ['sort', '-email']]
    expect(await first(query)).toEqual(matches.slice(0, 20).map(({ id }) => id))
  })

  test('UA-2: up to 10,000 matches come in the order asked for', async () => {
    const found = await asSuperuser<{ id: string }>(
      app.database,
      `select user_id as id from app.users where account_id = $1 and user_id = any($2) order by email_key desc, user_id desc`,
      [acme.id, await lookedAt('qvist')],
    )
    const query: Query = [
      ['search', 'qvist'],
      ['sort', '-email'],
    ]
    expect(await idsOfAllPages(ada, `${acme.path}/users`, query, 50)).toEqual(found.map(({ id }) => id))
  })
})

describe('UA-23: one person', () => {
  const kim: KnownUser = {
    firstName: 'Zoë',
    lastName: 'Łódzki',
    email: 'zoe.lodzki@acme.example',
    extension: '4711',
    mobile: '+491711234567',
    smsNumber: '+493012345678',
  }

  test.each([
    'zoe',
    'ŁÓDZKI',
    'lodz',
    'zoe lodzki',
    'lodzki zoe',
    'zoe.lodzki@acme',
    '4711',
    'zoe 4711',
    '0171 123 45',
    '+49 (0)171/123-45',
    '0049171',
    '01711234567',
    '1711234567',
    '030 1234',
    '+49 30 12345678',
    'zoe 0171 1234567',
  ])('is found by %s', async (search) => {
    const customer = await theirs()
    const { items } = await ada.get(`${customer.path}/users?${new URLSearchParams({ search })}`).expect(200)
    expect(items.map((user: { extension: string }) => user.extension)).toEqual(['4711'])
  })

  test.each([
    'zoo',
    'zoe müller',
    '0172 123',
    '+49 171 999',
    '%',
    '\\',
  ])('is not found by %s', async (search) => {
    const customer = await theirs()
    const { items } = await ada.get(`${customer.path}/users?${new URLSearchParams({ search })}`).expect(200)
    expect(items).toEqual([])
  })

  let made: Promise<Customer> | undefined
  function theirs(): Promise<Customer> {
    made ??= aCustomer(ada, { name: 'One' }).then(async (customer) => {
      await addKnownUsers(app, customer, [kim])
      return customer
    })
    return made
  }
})

test.each([
  'acme\u0000',
  'acme\u0007\u001b',
])('a needle with control characters does no harm', async (search) => {
  const customer = await aCustomer(ada, { name: 'Careful' })
  await addKnownUsers(app, customer, [{}])
  const { items } = await ada.get(`${customer.path}/users?${new URLSearchParams({ search })}`).expect(200)
  expect(items).toHaveLength(1)
})
