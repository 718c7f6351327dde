import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { finished } from '#tests/harness/people.ts'
import { peopleCsv } from '#tests/harness/user-imports.ts'
import { apiRoutes } from './api-holes.ts'
import { type Attacker, acmeAndAttackers, powerful, powerless } from './attackers.ts'
import { type Attempt, attemptsAt, nameOf, unknown, uuids } from './attempts.ts'
import { canary, everythingOf, type World } from './two-worlds.ts'

let app: TestApp
let acme: World
let before: string[]
let attackers: Record<string, Attacker>

beforeAll(async () => {
  // Each request comes from a network of its own, so that no limit answers instead of what is asked.
  app = await startTestApp({ trustProxy: true })
  const made = await acmeAndAttackers(app)
  acme = made.acme
  attackers = made.attackers
  before = await everythingOf(app, acme.ids.accountId)
}, 120_000)
afterAll(() => app.stop())

let attemptCount = 0

describe('Cross-tenant access: every route of the API, with foreign ids in path, query, body, selection, filter and cursor', () => {
  test.each(powerful)('tells %s nothing, and nothing apart from what nobody has', async (name) => {
    const attacker = attackers[name] as Attacker
    const { client, own } = attacker
    const operations: Array<[Attempt, string, string]> = []
    for (const attempt of attemptsOf(attacker)) {
      const { foreign, unknown } = await sameAnswers(client, attempt)
      if (foreign.status === 202 && unknown.status === 202)
        operations.push([attempt, foreign.body.id, unknown.body.id])
    }
    expect(operations.length).toBeGreaterThan(10)
    for (const [attempt, foreign, unknown] of operations) {
      expect(await outcomeOf(client, own, foreign), attempt.route).toEqual(
        await outcomeOf(client, own, unknown),
      )
    }
  }, 240_000)

  test.each(
    powerless,
  )('tells %s nothing, lets them do nothing in any account, and nothing with what is another’s', async (name) => {
    const attacker = attackers[name] as Attacker
    const did: Array<[Attempt, number]> = []
    for (const attempt of attemptsOf(attacker)) {
      const { foreign } = await sameAnswers(attacker.client, attempt)
      const isInAccount = attempt.path.startsWith('/accounts/')
      const isRefused = isInAccount ? [401, 403, 404].includes(foreign.status) : foreign.status >= 400
      // Their own directory is read on from wherever somebody says.
      if (!isRefused && !attempt.path.startsWith('/me/directory')) did.push([attempt, foreign.status])
    }
    expect(did).toEqual([])
  }, 120_000)

  test('the number, softphone, session and remembered browser of somebody else are nothing in the own portal, not even of the same account', async () => {
    const routes = apiRoutes().filter(
      ({ path, idsInPath }) => path.startsWith('/me/') && idsInPath.length > 0,
    )
    expect(routes.map(nameOf)).toHaveLength(6)
    for (const name of powerless.filter((one) => one !== 'nobody')) {
      const { client, own } = attackers[name] as Attacker
      for (const attempt of routes.flatMap((route) => attemptsAt(route, own, acme))) {
        expect(await ask(client, attempt.method, attempt), attempt.route).toMatchObject({ status: 404 })
      }
    }
  })

  test.each(
    powerful,
  )('a file of %s that names a foreign profile, plan or record is judged as if nobody had it', async (name) => {
    const { client, own } = attackers[name] as Attacker
    const judged = async ({ list, header, fields }: (typeof files)[number], id: string) => {
      const path = `${own.path}/${list}`
      const content = peopleCsv([`${id},Eve,Eve,eve@world.example`], header)
      const plan = await client.upload(path, { name: 'people.csv', content }, fields(id))
      const rows =
        plan.status === 201 ? await client.get(`${path}/${plan.body.id}/rows`).expect(200) : undefined
      return [shown(plan), JSON.stringify(rows ?? null).replace(uuids, '<id>')]
    }
    for (const file of files) {
      for (const id of file.kinds.map((kind) => acme.ids[kind] as string)) {
        const foreign = await judged(file, id)
        expect(foreign).toEqual(await judged(file, unknown(id)))
        expect(JSON.stringify(foreign)).not.toContain(canary)
        attemptCount += 1
      }
    }
  })

  test('was tried more than six thousand times, at every route that takes an id', () => {
    expect(attemptCount).toBeGreaterThan(6_000)
    const tried = new Set(attemptsOf(attackers[powerful[0]] as Attacker).map(({ route }) => route))
    const takingIds = apiRoutes().filter(({ idsInPath }) => idsInPath.length > 0)
    expect(takingIds.map(nameOf).filter((route) => !tried.has(route))).toEqual([])
  })

  test('left every row of the foreign customer as it was', async () => {
    expect(await everythingOf(app, acme.ids.accountId)).toEqual(before)
  })
})

/** One of each kind that a record can be named by. */
const records = [
  'accountId',
  'subscriberId',
  'profileId',
  'operationId',
  'importId',
  'clientId',
  'userId',
  'locationId',
  'eventId',
  'mailId',
  'pinsId',
  'keyId',
]
const ofSubscribers = {
  list: 'subscriber-imports',
  header: 'ID,First name,Last name,Email address',
  kinds: records,
}
const ofPeople = {
  list: 'user-imports',
  header: 'Customer,First name,Last name,Email',
  kinds: ['accountId', 'userImportId', 'userId'],
}
const files = [
  { ...ofSubscribers, fields: () => ({ overwrite: 'true' }) },
  { ...ofSubscribers, fields: (id: string) => ({ profileId: id }) },
  { ...ofSubscribers, fields: (id: string) => ({ planId: id }) },
  { ...ofPeople, fields: () => ({}) },
  { ...ofPeople, fields: (id: string) => ({ planId: id }) },
]

function attemptsOf({ own, thoroughness }: Attacker): Attempt[] {
  return apiRoutes().flatMap((route) => attemptsAt(route, own, acme, thoroughness))
}

/** Asks for what is foreign and for what nobody has. @returns both answers, which are alike and show nothing of the foreign customer */
async function sameAnswers(
  client: ApiClient,
  attempt: Attempt,
): Promise<{ foreign: Answer; unknown: Answer }> {
  const foreign = await ask(client, attempt.method, attempt)
  const unknown = await ask(client, attempt.method, attempt.twin)
  attemptCount += 1
  expect(shown(foreign), `${attempt.route}\n${JSON.stringify(attempt)}`).toEqual(shown(unknown))
  expect(JSON.stringify(foreign.body)).not.toContain(canary)
  return { foreign, unknown }
}

let networks = 0

function ask(
  client: ApiClient,
  method: string,
  { path, body }: { path: string; body?: unknown },
): Promise<Answer> {
  const from = {
    'x-forwarded-for': `2001:db8:${(++networks >> 16).toString(16)}:${(networks & 0xffff).toString(16)}::1`,
  }
  switch (method) {
    case 'GET':
      return client.get(path, from)
    case 'DELETE':
      return client.delete(path, from)
    case 'PATCH':
      return client.patch(path, body, from)
    case 'PUT':
      return client.put(path, body, from)
    default:
      return client.post(path, body, from)
  }
}

/** An answer without what differs between any two requests: ids and times. */
function shown({ status, headers, body }: Answer) {
  const text = (typeof body === 'string' ? body : JSON.stringify(body))
    .replace(uuids, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<at>')
  return { status, type: headers.get('content-type'), length: headers.get('content-length'), text }
}

/** How a bulk act ended, without ids and times. */
async function outcomeOf(client: ApiClient, own: World, operationId: string): Promise<unknown> {
  const { total, done, failed, skipped, status, failure } = await finished(client, own, operationId)
  const { items } = await client.get(`${own.path}/operations/${operationId}/items`).expect(200)
  const outcomes = items.map(({ outcome, code, message }: Record<string, string>) => ({
    outcome,
    code,
    message,
  }))
  return { total, done, failed, skipped, status, failure, outcomes }
}
