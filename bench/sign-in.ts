import { setTimeout as delay } from 'node:timers/promises'
import { openApiClient } from '#tests/harness/api-client.ts'
import { verifyBare } from './harness/bare-argon2.ts'
import type { Bench } from './harness/bench.ts'
import { type Installation, partnerAdmin } from './harness/installation.ts'
import { openPlainClient, type PlainClient } from './harness/plain-client.ts'
import { median, timesOf } from './harness/times.ts'

const rounds = 5
const signInsEach = 200
/** Each signs in again as soon as the last sign-in was answered: so many that the server always has a password to verify on each core. */
const peopleCount = 20
/** More often than any load balancer asks, and seldom enough to take next to nothing of the cores: 330 answers in all. */
const healthEveryMs = 100
/** The faster is the yardstick: which it is depends on the cores. */
const atOnceBare = [1, 4]
const { password } = partnerAdmin

export const bench: Bench = {
  name: 'sign-in',
  what: `${peopleCount} people sign in with their passwords again and again, while a load balancer asks for the health of the server.`,
  async run(ground) {
    const installation = await ground.fresh({ ROLLCALL_TRUST_PROXY: 'true' })
    const client = openPlainClient(installation.serviceOrigin)
    const people = await severalPeople(installation, client)
    const hash = await aHash(installation)
    await signInAll(people, peopleCount * 4)
    await verifyBare(password, hash, peopleCount * 4, 4)
    const signedIn: number[] = []
    const bare = new Map<number, number[]>(atOnceBare.map((atOnce) => [atOnce, []]))
    const healthMs: number[] = []
    for (let round = 0; round < rounds; round++) {
      signedIn.push(await besideHealth(client, healthMs, () => signInAll(people, signInsEach)))
      for (const [atOnce, rates] of bare) rates.push(await verifyBare(password, hash, signInsEach, atOnce))
    }
    client.close()
    const [rate, health] = [median(signedIn), timesOf(healthMs)]
    const bareRate = Math.max(...[...bare.values()].map(median))
    return [
      {
        what: 'sign-ins',
        value: rate,
        unit: '/s',
        yardstick: { what: 'bare argon2 in one process', value: bareRate },
      },
      {
        what: 'sign-ins, of bare argon2',
        value: rate / bareRate,
        unit: '×',
        bar: { value: { atLeast: 0.85 } },
      },
      {
        what: 'health of the server meanwhile, 99th percentile',
        value: health.p99,
        unit: 'ms',
        times: health,
        bar: { value: { atMost: 50 } },
      },
    ]
  },
}

type SignIn = () => Promise<unknown>

/**
 * People of a new account with the password of the partner's admin, each in a network and a browser of their own, so that no limit answers instead.
 * The browser is known from the first sign-in; nobody is signed in there any more.
 */
async function severalPeople(
  { admin, ask, serviceOrigin }: Installation,
  client: PlainClient,
): Promise<SignIn[]> {
  const acme = await admin.post('/accounts', { kind: 'customer', name: 'Acme', country: 'DE' }).expect(201)
  const emails = Array.from({ length: peopleCount }, (_, at) => `p${at}@acme.example`)
  for (const email of emails) {
    await admin.post(`/accounts/${acme.id}/users`, { firstName: 'Anna', lastName: 'Kühn', email }).expect(201)
  }
  await ask(
    `insert into app.password_credentials (account_id, user_id, hash, changed_at)
     select u.account_id, u.user_id, known.hash, now() from app.users u, app.password_credentials known where u.account_id = $1`,
    [acme.id],
  )
  await ask(`update app.users set status = 'registered', registered_at = now() where account_id = $1`, [
    acme.id,
  ])
  return Promise.all(
    emails.map(async (email, at) => {
      const network = { 'x-forwarded-for': `192.0.${at}.1` }
      const first = openApiClient(serviceOrigin, network)
      await first.post('/sessions', { email, password }).expect(201)
      const cookie = /rollcall-device=[^;]+/.exec(first.cookie())?.[0] ?? ''
      return async () => {
        const { status, body } = await client.post(
          '/api/v1/sessions',
          { email, password },
          { ...network, cookie },
        )
        if (status !== 201) throw new Error(`${email} was answered ${status}: ${body}`)
      }
    }),
  )
}

/** All have the same. */
async function aHash({ ask }: Installation): Promise<string> {
  const [row] = await ask<{ hash: string }>('select hash from app.password_credentials limit 1')
  if (!row) throw new Error('Nobody has a password.')
  return row.hash
}

/** @returns sign-ins a second */
async function signInAll(people: SignIn[], count: number): Promise<number> {
  let left = count
  const begun = performance.now()
  const signInAgain = async (signIn: SignIn) => {
    while (left-- > 0) await signIn()
  }
  await Promise.all(people.map(signInAgain))
  return count / ((performance.now() - begun) / 1_000)
}

/** Asks for the health of the server every few milliseconds while `act` runs. @param healthMs takes how long each answer took */
async function besideHealth(
  client: PlainClient,
  healthMs: number[],
  act: () => Promise<number>,
): Promise<number> {
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const asked = performance.now()
      await client.get('/healthz')
      healthMs.push(performance.now() - asked)
      await delay(healthEveryMs)
    }
  })()
  const rate = await act()
  isOver = true
  await asking
  return rate
}
