import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountSizes, problemOf, usualLargest } from '#dev/seed/sizes.ts'
import { importsOf, type Json } from '../../src/features/imports/imports.testing.ts'
import { startProgram, untilReady } from '../faults/harness/program.ts'
import { type ApiClient, openApiClient } from '../harness/api-client.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

const sizes = ['--accounts', '5', '--people', '300', '--largest', '120']

let database: TestDatabase
let settings: Record<string, string>
let server: ReturnType<typeof startProgram>
let printed: string
let ada: ApiClient
let accounts: Json[]
let everybody: Json[]

beforeAll(async () => {
  database = await createTestDatabase()
  const port = await freePort()
  settings = {
    DATABASE_URL: database.runtimeUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    ROLLCALL_DATA_DIR: await mkdtemp(join(tmpdir(), 'rollcall-seed-')),
    ROLLCALL_PORT: String(port),
    ROLLCALL_LOG_LEVEL: 'warn',
  }
  printed = await seeded(sizes)
  server = startProgram('server', settings)
  await untilReady(`http://localhost:${port}`)
  ada = openApiClient(`http://localhost:${port}`)
  const admin = {
    firstName: 'Ada',
    lastName: 'Byron',
    email: 'ada@seed.example',
    password: 'correct horse battery',
  }
  await ada.post('/set-ups', { token: /\/setup\/(\S+)/.exec(printed)?.[1], ...admin }).expect(201)
  accounts = (await ada.get('/accounts?limit=500').expect(200)).items
  everybody = (await Promise.all(accounts.map(peopleOf))).flat()
})
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(settings.ROLLCALL_DATA_DIR as string, { recursive: true, force: true })
})

async function seeded(args: string[]): Promise<string> {
  const program = startProgram('seed', settings, args)
  expect([await program.ended, program.output()]).toEqual([0, expect.any(String)])
  return program.output()
}

async function peopleOf({ id }: Json): Promise<Json[]> {
  const { items } = await ada.get(`/accounts/${id}/subscribers?limit=500`).expect(200)
  return items.map((person: Json) => ({ ...person, path: `/accounts/${id}` }))
}

const largest = () =>
  [...Map.groupBy(everybody, ({ path }) => path)]
    .toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0]
    .split('/')[2]

/** Without accents, for scripts that have them; as somebody types who has no such keys. */
const plain = (name: string) => name.normalize('NFD').replace(/\p{Mn}/gu, '')

/** Who is found by this in the account of the person. */
async function found(person: Json, needle: string): Promise<string[]> {
  const query = new URLSearchParams({ search: needle, limit: '500' })
  const { items } = await ada.get(`${person.path}/subscribers?${query}`).expect(200)
  return items.map((item: Json) => item.id)
}

test('a seed makes the accounts and people that were asked for, one account the largest', async () => {
  const counts = accounts.map(({ id }) => everybody.filter(({ path }) => path === `/accounts/${id}`).length)
  expect(counts).toHaveLength(5)
  expect(counts.reduce((sum, count) => sum + count)).toBe(300)
  expect(Math.max(...counts)).toBe(120)
  expect(Math.min(...counts)).toBeGreaterThan(0)
  expect(printed).toMatch(/Seed \d{4}-\d\d-\d\d \d\d:\d\d has 5 customers with 300 people/)
})

test('seeded people are in all states, in several profiles and scripts', () => {
  const of = (read: (person: Json) => unknown) => new Set(everybody.map(read))
  expect(of(({ state }) => state)).toEqual(new Set(['new', 'sent', 'failed', 'downloaded', 'revoked']))
  expect(of(({ flags }) => flags.linkExpired)).toEqual(new Set([true, false]))
  expect(of(({ flags }) => flags.updatePending)).toEqual(new Set([true, false]))
  expect(of(({ profileId }) => profileId).size).toBe(15)
  for (const script of [
    /\p{Script=Latin}/u,
    /\p{Script=Greek}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Han}/u,
  ]) {
    expect(everybody.some(({ lastName }) => script.test(lastName))).toBe(true)
  }
})

test('a seeded person is found by their name, with and without its accents, and in any script', async () => {
  const accented = everybody.find(
    ({ lastName }) => /\p{Script=Latin}/u.test(lastName) && plain(lastName) !== lastName,
  )
  expect(await found(accented, accented.lastName)).toContain(accented.id)
  expect(await found(accented, plain(accented.lastName).toUpperCase())).toContain(accented.id)
  for (const script of [
    /\p{Script=Greek}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Han}/u,
  ]) {
    const person = everybody.find(({ lastName }) => script.test(lastName))
    expect(await found(person, `${person.firstName} ${person.lastName}`)).toContain(person.id)
  }
})

test('what is searched of the seeded is what the product would write', async () => {
  const differing = await asSuperuser(
    database,
    `select s.subscriber_id from app.subscribers s
       left join app.subscriber_search f on f.account_id = s.account_id and f.subscriber_id = s.subscriber_id
      where f.search is distinct from app.search_text(s.first_name, s.last_name, s.email, s.directory_number, s.mbg_sip_user_name,
              s.pbx_sip_user_name, s.client_service_user_name)
         or f.sort_name is distinct from app.sort_name(s.last_name, s.first_name) or s.sort_name is distinct from f.sort_name`,
  )
  expect(differing).toEqual([])
})

test('UA-62: seeded people stand in the list of invitations in every state', async () => {
  const { items } = await ada.get(`/accounts/${largest()}/invitations/counts`).expect(200)
  const states = items.map(({ state }: Json) => state)
  for (const state of ['sent', 'expired', 'used']) expect(states).toContain(state)
  const [{ open, invited }] = await asSuperuser(
    database,
    `select (select count(*)::int from app.set_up_links where mail_state is not null and used_at is null) as open,
            (select count(*)::int from app.users where status = 'invited') as invited`,
  )
  expect(open).toBe(invited)
  expect(open).toBeGreaterThan(10)
})

test('UA-2: nine of ten seeded subscribers are people of their account too, admins among them, at a location, with licences', async () => {
  const [counts] = await asSuperuser(
    database,
    `select count(*)::int as users, count(s.user_id)::int as linked, count(distinct u.status)::int as statuses,
            count(distinct u.origin)::int as origins, count(u.mobile)::int as mobile, count(u.location_id)::int as located,
            (select count(*)::int from app.licences) as licences
       from app.users u left join app.subscribers s on s.account_id = u.account_id and s.user_id = u.user_id and s.email = u.email
      where u.last_modified_by_name = 'rollcall seed'`,
  )
  expect(counts.users).toBeGreaterThan(250)
  expect(counts.users).toBeLessThan(300)
  expect(counts).toMatchObject({ linked: counts.users, statuses: 5 })
  for (const fact of ['origins', 'mobile', 'located', 'licences']) expect(counts[fact]).toBeGreaterThan(2)
  const { items } = await ada.get('/customer-users?limit=500').expect(200)
  expect(items).toHaveLength(counts.users)
})

test('UA-71: seeded licences of MiTeam Meetings are seats of an order, of which each customer has some left', async () => {
  const [counts] = await asSuperuser(
    database,
    `select count(*)::int as licences, count(subscription_id)::int as seats from app.licences where product = 'miteam-meetings'`,
  )
  expect(counts.licences).toBeGreaterThan(10)
  expect(counts.seats).toBe(counts.licences)
  const used = await Promise.all(
    accounts.map(async ({ id }) => {
      const [product] = (await ada.get(`/accounts/${id}/products`).expect(200)).items
      expect(product).toMatchObject({ isShown: true })
      expect(product.remaining).toBeGreaterThan(0)
      const held = await ada.get(`/accounts/${id}/users/count?product=miteam-meetings`).expect(200)
      expect(product.used).toBe(held.count)
      return product.used
    }),
  )
  expect(used.reduce((sum, one) => sum + one)).toBe(counts.licences)
})

test('UA-23: what is searched of seeded people is what the product would write, and their numbers are found', async () => {
  const differing = await asSuperuser(
    database,
    `select u.user_id from app.users u left join app.user_search f on f.account_id = u.account_id and f.user_id = u.user_id
      where f.search is distinct from app.user_search_text(u.first_name, u.last_name, u.email, u.extension, u.mobile, u.phone_digits)
         or f.sort_name is distinct from app.sort_name(u.last_name, u.first_name) or u.sort_name is distinct from f.sort_name
         or f.partner_id is distinct from u.partner_id`,
  )
  expect(differing).toEqual([])
  const { items } = await ada.get('/customer-users?limit=500').expect(200)
  const reachable = items.find(({ mobile }: Json) => mobile !== null)
  const query = new URLSearchParams({ search: reachable.mobile })
  const found = await ada.get(`/accounts/${reachable.account.id}/users?${query}`).expect(200)
  expect(found.items.map(({ id }: Json) => id)).toEqual([reachable.id])
})

test('a seeded person is changed, disclosed and read back from a file like one who was added by hand', async () => {
  const person = everybody.find(({ secretsSet }) => secretsSet.deploymentPin)
  const path = `${person.path}/subscribers/${person.id}`
  await ada.patch(path, { lastName: 'Zöllner', pbxSipPassword: 'n3w' }).expect(200)
  expect(await found(person, 'zollner')).toEqual([person.id])
  const { pin } = await ada.post(`${path}/pin-disclosures`).expect(201)
  expect(pin).toMatch(/^\d{6}$/)
  const all = { all: true, filter: {} }
  const file = await ada.post(`${person.path}/subscriber-exports`, { selection: all }).expect(200)
  const customer = { path: person.path, id: '', profileId: person.profileId }
  const plan = await importsOf(ada).plan(customer, file, { overwrite: 'true' }).expect(201)
  const count = everybody.filter((other) => other.path === person.path).length
  expect(plan.counts).toMatchObject({ create: 0, change: 0, unchanged: count, conflict: 0, error: 0 })
})

test('a seed that is ended early leaves whole people and says how many', async () => {
  const program = startProgram('seed', settings, [
    '--accounts',
    '3',
    '--people',
    '30000',
    '--largest',
    '20000',
  ])
  await waitUntil(() => program.output().includes('of 30,000 people'), { what: 'a tenth is seeded' })
  process.kill(program.pid, 'SIGINT')
  expect(await program.ended).toBe(0)
  const [, made = ''] = /Ended early: Seed .* with ([\d,]+) people/.exec(program.output()) ?? []
  const [row] = await asSuperuser(
    database,
    `select count(*)::int as people, count(f.search)::int as searched, count(s.user_id)::int as linked,
            (select count(*)::int from app.user_search where partner_id is not null) as users
       from app.subscribers s left join app.subscriber_search f using (account_id, subscriber_id)`,
  )
  const people = 300 + Number(made.replaceAll(',', ''))
  expect(row).toMatchObject({ people, searched: people, users: row.linked })
})

test.each([
  [['--people', '3', '--accounts', '5'], '3 people do not fill 5 accounts'],
  [
    ['--people', '300', '--accounts', '5', '--largest', '299'],
    'leaves too few of 300 people for the other 4',
  ],
  [
    ['--people', '300', '--accounts', '5', '--largest', '20'],
    '300 people do not fit into 5 accounts of at most 20',
  ],
  [['--people', 'many'], 'Give a whole number from 1 on.', 2],
])('numbers that cannot be are refused with a sentence: %s', async (args, sentence, code = 1) => {
  const program = startProgram('seed', settings, args)
  expect(await program.ended).toBe(code)
  expect(program.output()).toContain(sentence)
  expect(program.output()).not.toMatch(/^\s+at /m)
})

test.each([
  [1, 1],
  [1, 1000],
  [20, 20],
  [20, 21],
  [20, 1000],
  [3, 5],
])('without a largest customer %i customers of %i people can be, and none is empty', (accounts, people) => {
  const numbers = { accounts, people, largest: usualLargest({ accounts, people }) }
  expect(problemOf(numbers)).toBeUndefined()
  const sizes = accountSizes(numbers)
  expect(sizes).toHaveLength(accounts)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(people)
  expect(Math.min(...sizes)).toBeGreaterThan(0)
  expect(Math.max(...sizes)).toBe(numbers.largest)
})
