import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { anAdminOf, anApiKey, aSecondPartner, finished } from '#tests/harness/people.ts'
import { type ApiRoute, apiRoutes } from './api-holes.ts'
import { aWorld, canary, everythingOf, type World } from './two-worlds.ts'

/** One request that names something foreign, and the same that names something nobody has. */
interface Attempt {
  route: string
  method: string
  path: string
  body?: unknown
  twin: { path: string; body?: unknown }
}

let app: TestApp
let acme: World
let before: string[]
const attackers = new Map<string, { admin: ApiClient; own: World }>()

beforeAll(async () => {
  app = await startTestApp()
  const ada = await app.ada()
  acme = await aWorld(app, ada, canary)
  const globex = await aWorld(app, ada, 'Globex')
  const southgate = await aSecondPartner(app)
  const { admin: nadia } = southgate
  const initech = await aWorld(app, nadia, 'Initech')
  const cara = await anAdminOf(app, { id: globex.ids.accountId }, { email: 'cara@globex.example' })
  const ola = await anAdminOf(app, { id: initech.ids.accountId }, { email: 'ola@initech.example' })
  attackers.set('an admin of another customer of the same partner', { admin: cara, own: globex })
  attackers.set('an admin of another partner', { admin: nadia, own: initech })
  attackers.set('an admin of a customer of another partner', { admin: ola, own: initech })
  attackers.set('an API key of another customer with every scope', {
    admin: app.bearing(globex.key),
    own: globex,
  })
  attackers.set('an API key of another partner with every scope', {
    admin: app.bearing((await anApiKey(nadia, southgate)).key),
    own: initech,
  })
  before = await everythingOf(app, acme.ids.accountId)
}, 60_000)
afterAll(() => app.stop())

let attemptCount = 0
const names = [
  'an admin of another customer of the same partner',
  'an admin of another partner',
  'an admin of a customer of another partner',
  'an API key of another customer with every scope',
  'an API key of another partner with every scope',
]

describe('Cross-tenant access: every route of the API, with foreign ids in path, query, body, selection, filter and cursor', () => {
  test.each(names)('tells %s nothing, and nothing apart from what nobody has', async (name) => {
    const { admin, own } = attackers.get(name) as { admin: ApiClient; own: World }
    const operations: Array<[Attempt, string, string]> = []
    for (const attempt of apiRoutes().flatMap((route) => attemptsAt(route, own))) {
      const foreign = await ask(admin, attempt.method, attempt)
      const unknown = await ask(admin, attempt.method, attempt.twin)
      attemptCount += 1
      expect(shown(foreign), `${attempt.route}\n${JSON.stringify(attempt)}`).toEqual(shown(unknown))
      expect(JSON.stringify(foreign.body)).not.toContain(canary)
      if (foreign.status === 202 && unknown.status === 202)
        operations.push([attempt, foreign.body.id, unknown.body.id])
    }
    expect(operations.length).toBeGreaterThan(10)
    for (const [attempt, foreign, unknown] of operations) {
      expect(await outcomeOf(admin, own, foreign), attempt.route).toEqual(
        await outcomeOf(admin, own, unknown),
      )
    }
  }, 120_000)

  test.each(
    names,
  )('a file of %s that names a foreign profile, plan or record is judged as if nobody had it', async (name) => {
    const { admin, own } = attackers.get(name) as { admin: ApiClient; own: World }
    const path = `${own.path}/subscriber-imports`
    const judged = async (id: string, fields: (id: string) => Record<string, string>) => {
      const content = `ID,First name,Last name,Email address\n${id},Eve,Eve,eve@world.example\n`
      const plan = await admin.upload(path, { name: 'people.csv', content }, fields(id))
      const rows =
        plan.status === 201 ? await admin.get(`${path}/${plan.body.id}/rows`).expect(200) : undefined
      return [shown(plan), JSON.stringify(rows ?? null).replace(uuids, '<id>')]
    }
    for (const fields of [
      () => ({ overwrite: 'true' }),
      (id: string) => ({ profileId: id }),
      (id: string) => ({ planId: id }),
    ]) {
      for (const id of Object.values(acme.ids)) {
        const foreign = await judged(id, fields)
        expect(foreign).toEqual(await judged(unknown(id), fields))
        expect(JSON.stringify(foreign)).not.toContain(canary)
        attemptCount += 1
      }
    }
  })

  test('was tried more than two thousand times, at every route that takes an id', () => {
    expect(attemptCount).toBeGreaterThan(2_000)
    const tried = new Set(apiRoutes().flatMap((route) => attemptsAt(route, acme).map((one) => one.route)))
    const takingIds = apiRoutes().filter(({ idsInPath }) => idsInPath.length > 0)
    expect(takingIds.map(nameOf).filter((route) => !tried.has(route))).toEqual([])
  })

  test('left every row of the foreign customer as it was', async () => {
    expect(await everythingOf(app, acme.ids.accountId)).toEqual(before)
  })
})

const idsOfRecords = [
  'subscriberId',
  'profileId',
  'operationId',
  'accountId',
  'importId',
  'clientId',
  'userId',
  'locationId',
]

const nameOf = ({ method, path }: ApiRoute) => `${method} ${path}`

/** Foreign ids in each place of a route; everything else is the attacker's own, so that each request gets as deep as it can. */
function attemptsAt(route: ApiRoute, own: World): Attempt[] {
  const kinds = Object.keys(acme.ids)
  const base = { route: nameOf(route), method: route.method }
  const at = (ids: Record<string, string>, query = '') => filled(route.path, ids) + query
  const attempts: Attempt[] = []
  if (route.idsInPath.includes('accountId')) {
    for (const others of [acme.ids, own.ids]) {
      const ids = { ...others, accountId: acme.ids.accountId }
      const twin = { ...unknownOnes(others), accountId: unknown(acme.ids.accountId) }
      attempts.push({ ...base, path: at(ids), body: route.body, twin: { path: at(twin), body: route.body } })
    }
  }
  for (const parameter of route.idsInPath.filter((name) => name !== 'accountId')) {
    for (const kind of kinds) {
      const id = acme.ids[kind] as string
      const path = at({ ...own.ids, [parameter]: id })
      const twin = at({ ...own.ids, [parameter]: unknown(id) })
      attempts.push({ ...base, path, body: route.body, twin: { path: twin, body: route.body } })
    }
  }
  if (!route.idsInPath.includes('accountId')) return attempts
  for (const kind of kinds) {
    const id = acme.ids[kind] as string
    for (const name of route.idsInQuery) {
      const path = (value: string) => at(own.ids, `?${name}=${value}`)
      attempts.push({
        ...base,
        path: path(id),
        body: route.body,
        twin: { path: path(unknown(id)), body: route.body },
      })
    }
    // A body starts a job where it starts anything: the ids of records, and one that is none of them.
    for (const bodyWith of idsOfRecords.includes(kind) ? route.bodiesWith : []) {
      const twin = { path: at(own.ids), body: bodyWith(unknown(id)) }
      attempts.push({ ...base, path: at(own.ids), body: bodyWith(id), twin })
    }
  }
  for (const cursor of route.hasCursor ? acme.cursors.values() : []) {
    const path = (value: string) => at(own.ids, `?cursor=${value}`)
    attempts.push({ ...base, path: path(cursor), twin: { path: path(unknownCursor(cursor)) } })
  }
  return attempts
}

function filled(path: string, ids: Record<string, string>): string {
  const others: Record<string, string> = { language: 'en', row: '1' }
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? others[name] ?? name)
}

/** An id that nobody has, made in the same moment: lists are in the order of ids. */
const unknown = (id: string) => `${id.slice(0, -4)}${id.endsWith('beef') ? 'cafe' : 'beef'}`
const unknownOnes = (ids: World['ids']) =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, unknown(id)]))

function unknownCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8').replace(uuids, unknown)
  return Buffer.from(key).toString('base64url')
}

function ask(
  admin: ApiClient,
  method: string,
  { path, body }: { path: string; body?: unknown },
): Promise<Answer> {
  switch (method) {
    case 'GET':
      return admin.get(path)
    case 'DELETE':
      return admin.delete(path)
    case 'PATCH':
      return admin.patch(path, body)
    case 'PUT':
      return admin.put(path, body)
    default:
      return admin.post(path, body)
  }
}

const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** An answer without what differs between any two requests: ids and times. */
function shown({ status, headers, body }: Answer) {
  const text = (typeof body === 'string' ? body : JSON.stringify(body))
    .replace(uuids, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<at>')
  return { status, type: headers.get('content-type'), length: headers.get('content-length'), text }
}

/** How a bulk act ended, without ids and times. */
async function outcomeOf(admin: ApiClient, own: World, operationId: string): Promise<unknown> {
  const { total, done, failed, skipped, status, failure } = await finished(admin, own, operationId)
  const { items } = await admin.get(`${own.path}/operations/${operationId}/items`).expect(200)
  const outcomes = items.map(({ outcome, code, message }: Record<string, string>) => ({
    outcome,
    code,
    message,
  }))
  return { total, done, failed, skipped, status, failure, outcomes }
}
