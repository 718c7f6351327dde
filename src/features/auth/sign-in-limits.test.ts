import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { openDatabase } from '#platform/database/index.ts'
import { type Answer, type ApiClient, openApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { beginSignIn } from './attempts.ts'
import { failureSweeper } from './jobs.ts'

let app: TestApp
let acme: Awaited<ReturnType<typeof aCustomer>>
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false, trustProxy: true })
  acme = await aCustomer(await app.ada())
})
afterAll(() => app.stop())

interface Person {
  email: string
  password: string
}

/** Carla, who has never signed in from a network of the tests. */
async function carla(): Promise<Person> {
  const person = { email: `carla${++people}@acme.example`, password: 'carla counts the stairs' }
  await anAdminOf(app, acme, person)
  return person
}

let networks = 0
/** A network that nobody has come from. */
const newNetwork = () => `10.${++networks >> 16}.${(networks >> 8) & 255}.${networks & 255}`

const signIn = (person: Person, address: string, from: ApiClient = app.anybody()) =>
  from.post('/sessions', person, { 'x-forwarded-for': address })
const wrong = (person: Person) => ({ ...person, password: 'not the password' })

async function fail(person: Person, address: string, times: number, from?: ApiClient): Promise<void> {
  for (let time = 0; time < times; time++) await signIn(wrong(person), address, from).expect(401)
}

/** Failures from other networks, counted as sign-in counts them; verifying so many passwords would say no more. */
async function failFromEverywhere(person: Person, times: number): Promise<void> {
  for (let done = 0; done < times; done += 8) {
    await Promise.all(
      Array.from({ length: 8 }, () =>
        beginSignIn(
          app.platform,
          { email: person.email, address: newNetwork(), device: undefined },
          lookUpNothing,
        ),
      ),
    )
  }
}

const lookUpNothing = async () => []

const limited = { status: 429, body: { code: 'auth.too-many-attempts' } }
const retryAfter = ({ headers }: Answer) => Number(headers.get('retry-after'))

describe('Password guessing', () => {
  test('after five wrong passwords from one network a pause follows each further one, twice as long up to 15 minutes; the sentence and Retry-After say how long', async () => {
    const person = await carla()
    const network = newNetwork()
    await fail(person, network, 5)
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      const refused = await signIn(person, network)
      expect(refused).toMatchObject(limited)
      expect(retryAfter(refused)).toBeLessThanOrEqual(seconds)
      expect(retryAfter(refused)).toBeGreaterThan(seconds - 20)
      expect(refused.body.detail).toMatch(/^Too many wrong attempts. Try again in \d+ (seconds|minutes)\.$/)
      app.clock.advance({ seconds })
      await fail(person, network, 1)
    }
    app.clock.advance({ minutes: 15 })
    await signIn(person, network).expect(201)
  })

  test('asking during a pause does not lengthen it', async () => {
    const person = await carla()
    const network = newNetwork()
    await fail(person, network, 5)
    for (let knock = 0; knock < 20; knock++) await signIn(wrong(person), network).expect(429)
    app.clock.advance({ seconds: 30 })
    await signIn(person, network).expect(201)
  })

  test('a success forgets the failures of its own place, and of no other', async () => {
    const person = await carla()
    const [mine, theirs] = [newNetwork(), newNetwork()]
    await fail(person, mine, 4)
    await fail(person, theirs, 5)
    await signIn(person, mine).expect(201)
    await fail(person, mine, 4)
    expect(await signIn(person, theirs)).toMatchObject(limited)
  })

  test('what others try at the moment of a success stays counted; what has failed before it is forgotten', async () => {
    const person = await carla()
    const network = newNetwork()
    const begin = () =>
      beginSignIn(app.platform, { email: person.email, address: network, device: undefined }, lookUpNothing)
    const [, ...ended] = await Promise.all([begin(), begin(), begin(), begin()])
    for (const one of ended) await app.platform.database.inDirectory(one.failed)
    await signIn(person, network).expect(201)
    await fail(person, network, 4)
    expect(await signIn(person, network)).toMatchObject(limited)
  })

  test('whoever signs in as themselves in between guesses no more at others', async () => {
    const [victim, mallory] = [await carla(), await carla()]
    const network = newNetwork()
    await fail(victim, network, 5)
    await signIn(mallory, network).expect(201)
    expect(await signIn(victim, network)).toMatchObject(limited)
  })

  test('one network that tries a password on many e-mail addresses is stopped after a hundred; people elsewhere, and in known browsers there, are not', async () => {
    const person = await carla()
    const network = newNetwork()
    const browser = app.anybody()
    await signIn(person, network, browser).expect(201)
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        beginSignIn(
          app.platform,
          { email: `n${at}@acme.example`, address: network, device: undefined },
          lookUpNothing,
        ),
      ),
    )
    const unknown = { email: 'nobody@acme.example', password: 'x' }
    expect(await signIn(unknown, network)).toMatchObject(limited)
    expect(await signIn(person, network)).toMatchObject(limited)
    await signIn(person, newNetwork()).expect(201)
    await signIn(person, network, browser).expect(201)
  })

  test('addresses of one IPv6 /64 are one place', async () => {
    const person = await carla()
    for (let host = 1; host <= 5; host++) await fail(person, `2001:db8:7:7::${host}`, 1)
    expect(await signIn(person, '2001:db8:7:7:ffff::1')).toMatchObject(limited)
    await signIn(person, '2001:db8:7:8::1').expect(201)
  })

  test('of two hundred guesses at the same time five are compared', async () => {
    const person = await carla()
    const network = newNetwork()
    const answers = await Promise.all(Array.from({ length: 200 }, () => signIn(wrong(person), network)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(195)
  })

  test('a thousand failures from many networks never stop the person in a browser known to them', async () => {
    const person = await carla()
    const browser = app.anybody()
    await signIn(person, newNetwork(), browser).expect(201)
    await failFromEverywhere(person, 1_000)
    // In another network too, and after mistakes of one's own.
    await fail(person, newNetwork(), 3, browser)
    await signIn(person, newNetwork(), browser).expect(201)
  })

  test('… nor from a new place: the first try is taken at once, the next after a pause of at most an hour', async () => {
    const person = await carla()
    await failFromEverywhere(person, 200)
    await signIn(person, newNetwork()).expect(201)
    const network = newNetwork()
    await fail(person, network, 1)
    const refused = await signIn(person, network)
    expect(refused).toMatchObject(limited)
    expect(retryAfter(refused)).toBeLessThanOrEqual(900)
    app.clock.advance({ minutes: 15 })
    await failFromEverywhere(person, 40)
    await signIn(person, network).expect(201)
  })

  test('a known browser is guessed in no more than any place: ten wrong passwords, then pauses', async () => {
    const person = await carla()
    const browser = app.anybody()
    await signIn(person, newNetwork(), browser).expect(201)
    await fail(person, newNetwork(), 10, browser)
    expect(await signIn(person, newNetwork(), browser)).toMatchObject(limited)
    await signIn(person, newNetwork()).expect(201)
  })

  test("a browser is known for its person only, and a mark planted in it does not become another's", async () => {
    const [person, other] = [await carla(), await carla()]
    const browser = app.anybody()
    await signIn(person, newNetwork(), browser).expect(201)
    const mark = /rollcall-device=([^;]+)/.exec(browser.cookie())?.[1]
    const network = newNetwork()
    await fail(other, network, 5)
    expect(await signIn(other, network, browser)).toMatchObject(limited)
    await signIn(other, newNetwork(), browser).expect(201)
    expect(browser.cookie()).not.toContain(`rollcall-device=${mark}`)
  })

  test('the database holds neither the mark of a browser nor an e-mail or network address that failed', async () => {
    const person = { email: 'nobody.at.all@acme.example', password: 'x' }
    const browser = app.anybody()
    await signIn(await carla(), newNetwork(), browser).expect(201)
    const network = newNetwork()
    await fail(person, network, 1)
    const mark = /rollcall-device=([^;]+)/.exec(browser.cookie())?.[1] ?? ''
    const rows = await asSuperuser(
      app.database,
      `select encode(counter, 'escape') || failures as text from app.failure_counters
       union all select encode(device_hmac, 'escape') || encode(device_hmac, 'base64') from app.known_devices`,
    )
    expect(rows.length).toBeGreaterThan(2)
    const held = JSON.stringify(rows)
    for (const secret of [mark, person.email, network]) {
      expect(secret).not.toBe('')
      expect(held).not.toContain(secret)
    }
  })

  test('a pause survives a restart and holds in every process', async () => {
    const person = await carla()
    const network = newNetwork()
    await fail(person, network, 5)
    const database = openDatabase({ url: app.database.runtimeUrl, log: app.platform.log })
    const server = await buildHttpServer({ ...app.platform, database }, { trustProxy: true, tls: undefined })
    try {
      const other = openApiClient(await server.listen({ host: '127.0.0.1', port: 0 }))
      expect(await signIn(person, network, other)).toMatchObject(limited)
    } finally {
      await server.close()
      await database.close()
    }
  })

  test('what no limit looks at any more is swept, and nothing else', async () => {
    await fail(await carla(), newNetwork(), 1)
    const counters = () =>
      asSuperuser(app.database, 'select 1 from app.failure_counters').then((rows) => rows.length)
    const sweep = () => failureSweeper(app.platform).run({} as never)
    const before = await counters()
    await sweep()
    expect(await counters()).toBeGreaterThan(0)
    expect(await counters()).toBeLessThanOrEqual(before)
    app.clock.advance({ hours: 24 * 181 })
    await sweep()
    expect(await counters()).toBe(0)
    expect(await asSuperuser(app.database, 'select 1 from app.known_devices')).toHaveLength(0)
  })
})

test('failures are swept by the worker every ten minutes', async () => {
  const own = await startTestApp()
  try {
    const planned = await waitUntil(
      async () => {
        const rows = await asSuperuser(
          own.database,
          "select 1 from graphile_worker._private_known_crontabs where identifier = 'auth:forget-failures'",
        )
        return rows.length > 0 ? rows : undefined
      },
      { what: 'the worker knows when to sweep', timeoutMs: 10_000 },
    )
    expect(planned).toHaveLength(1)
  } finally {
    await own.stop()
  }
})
