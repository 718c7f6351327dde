import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { newId } from '#platform/database/index.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'

interface Door {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
}

let app: TestApp
let server: FastifyInstance
let cookie: string
let doors: Door[]

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  cookie = (await app.ada()).cookie()
  server = await buildHttpServer(app.platform, { trustProxy: false, tls: undefined })
  await server.ready()
  doors = stateChanging(server.printRoutes({ commonPrefix: false }))
})
afterAll(async () => {
  await server.close()
  await app.stop()
})

const uploads = /(subscriber|user)-imports$/
const forms = /^\/(d|c)(\/|$)/

describe('every state-changing route that the router knows', () => {
  test('is found, those outside the API too', () => {
    const found = doors.map(({ method, path }) => `${method} ${path}`)
    expect(found).toEqual(
      expect.arrayContaining([
        'POST /api/v1/accounts',
        'PATCH /api/v1/accounts/:accountId',
        'DELETE /api/v1/accounts/:accountId/subscribers/:subscriberId/clients/:clientId',
        'POST /d/:token/phones/:ticketId',
        'POST /c/:ticket',
      ]),
    )
    expect(found.length).toBeGreaterThan(20)
  })

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    [
      'another site whose Origin is made to look like ours',
      { 'sec-fetch-site': 'cross-site', origin: 'ours' },
    ],
    ['another origin, in a browser without Sec-Fetch-Site', { origin: 'https://evil.example' }],
    ['our host on another port', { origin: 'http://localhost:1' }],
  ])('refuses a request that comes from %s', async (_where, headers) => {
    for (const door of doors) {
      const answer = await ask(door, headers)
      expect(answer, `${door.method} ${door.path}`).toMatchObject({
        status: 403,
        code: 'http.foreign-origin',
      })
    }
  })

  test('refuses an Origin that hides itself, unless the route asks for a nonce of its own', async () => {
    for (const door of doors) {
      const { status, code } = await ask(door, { origin: 'null' })
      if (forms.test(door.path)) expect(code, door.path).not.toBe('http.foreign-origin')
      else expect({ status, code }, door.path).toEqual({ status: 403, code: 'http.foreign-origin' })
    }
  })

  test('takes a request of our own pages, and of no browser at all', async () => {
    for (const door of doors) {
      const ours: Array<Record<string, string>> = [
        { 'sec-fetch-site': 'same-origin' },
        { origin: 'ours' },
        {},
      ]
      for (const headers of ours) {
        expect((await ask(door, headers)).code, door.path).not.toBe('http.foreign-origin')
      }
    }
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('of the API refuses %s, which forms of other sites can send unasked', async (type) => {
    for (const door of doors.filter(({ path }) => path.startsWith('/api/'))) {
      if (type.startsWith('multipart') && uploads.test(door.path)) continue
      const answer = await ask(door, { 'content-type': type }, '{"a":1}')
      expect(answer, `${door.method} ${door.path}`).toMatchObject({ status: 415, code: 'http.content-type' })
    }
  })
})

async function ask({ method, path }: Door, headers: Record<string, string>, payload = '{}') {
  const answer = await server.inject({
    method,
    url: path.replace(/:\w+/g, () => newId()),
    headers: {
      cookie,
      'content-type': forms.test(path) ? 'application/x-www-form-urlencoded' : 'application/json',
      ...headers,
      ...(headers.origin === 'ours' ? { origin: app.serviceOrigin } : {}),
    },
    payload,
  })
  const problem = answer.headers['content-type']?.includes('problem+json') ? answer.json() : {}
  return { status: answer.statusCode, code: problem.code as string | undefined }
}

/**
 * Reads the router's own drawing of its tree: four columns for each level, the methods in brackets. What begins without a slash goes on in the middle of a
 * name.
 */
function stateChanging(tree: string): Door[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent, segment = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? []
    if (indent === undefined) return []
    const depth = indent.length / 4
    const before = above[depth - 1] ?? ''
    const path = segment.startsWith('/') ? before.replace(/\/$/, '') + segment : before + segment
    above.length = depth
    above.push(path)
    return methods
      .split(', ')
      .filter((method): method is Door['method'] => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
      .map((method) => ({ method, path }))
  })
}
