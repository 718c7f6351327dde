import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient

beforeAll(async () => {
  app = await startTestApp({ worker: false, outboundAllow: ['127.0.0.1'] })
  ada = await app.ada()
  customer = await aCustomer(ada)
  carla = await anAdminOf(app, customer)
})
afterAll(() => app.stop())

/** Sends the head of a request. @returns what sends its body, and says how it was answered */
async function begin(headers: Record<string, string>, body: object) {
  const { host, port } = new URL(app.serviceOrigin)
  const socket = connect(Number(port), '127.0.0.1')
  const json = JSON.stringify(body)
  const given = {
    host,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(json)),
    expect: '100-continue',
    ...headers,
  }
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST /api/v1${customer.path}/users HTTP/1.1\r\n${lines.join('')}\r\n`)
  const [first] = await once(socket, 'data')
  expect(String(first)).toContain('100 Continue')
  return async () => {
    socket.write(json)
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(await text(socket))?.[1])
  }
}

/** Mallory, an admin of the customer beside Carla. */
async function mallory() {
  const client = await anAdminOf(app, customer, { email: 'mallory@acme.example', lastName: 'Mallory' })
  const { user } = await client.get('/sessions/current').expect(200)
  return { client, fire: () => carla.delete(`${customer.path}/users/${user.id}`).expect(204) }
}

const emails = async () => {
  const { items } = await carla.get(`${customer.path}/users?limit=100`).expect(200)
  return items.map(({ email }: { email: string }) => email)
}

const shutOut = (mode: 'open' | 'closed') =>
  asSuperuser(app.database, 'update app.accounts set partner_access_mode = $1 where account_id = $2', [
    mode,
    customer.id,
  ])

interface Way {
  who: string
  status: number
  come(): Promise<{ headers: Record<string, string>; client: ApiClient; lose(): Promise<unknown> }>
}

const ways: Way[] = [
  {
    who: 'an admin who is deleted meanwhile',
    status: 401,
    async come() {
      const { client, fire } = await mallory()
      return { headers: { cookie: client.cookie() }, client, lose: fire }
    },
  },
  {
    who: 'an API key that is revoked meanwhile',
    status: 401,
    async come() {
      const { id, key } = await anApiKey(carla, customer)
      const lose = () => carla.delete(`${customer.path}/api-keys/${id}`).expect(204)
      return { headers: { authorization: `Bearer ${key}` }, client: app.bearing(key), lose }
    },
  },
  {
    who: 'a partner who is shut out meanwhile',
    status: 404,
    async come() {
      const lose = () => shutOut('closed')
      return { headers: { cookie: ada.cookie() }, client: ada, lose }
    },
  },
]

describe('threats "Right taken away": a request whose body is late', () => {
  test.each(ways)('does nothing for $who', async ({ status, come }) => {
    const { headers, client, lose } = await come()
    const person = { firstName: 'Back', lastName: 'Door', email: 'door@evil.example' }
    const send = await begin(headers, person)
    // By the same way as the request before it, which was let in before this one is answered.
    await client.get(`${customer.path}/users`).expect(200)
    await lose()
    app.clock.advance({ seconds: 1 })
    expect(await send()).toBe(status)
    await shutOut('open')
    expect(await emails()).not.toContain(person.email)
  })

  test('is done for whoever still may', async () => {
    const person = { firstName: 'Late', lastName: 'Comer', email: 'late@acme.example' }
    const send = await begin({ cookie: carla.cookie() }, person)
    app.clock.advance({ minutes: 1 })
    expect(await send()).toBe(201)
    expect(await emails()).toContain(person.email)
  })
})

test.each([
  ['', {}],
  [', also under an Idempotency-Key', { 'idempotency-key': 'slow-provider' }],
])('threats "Right taken away": nothing is saved for who lost the right while somebody outside was asked%s', async (_how, headers) => {
  const waiting: ServerResponse[] = []
  const outside = createServer((_request, response) => void waiting.push(response)).listen(0, '127.0.0.1')
  await once(outside, 'listening')
  const origin = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  const { client, fire } = await mallory()
  const provider = { name: 'Evil ID', issuer: origin, clientId: 'rollcall' }
  const saved = client.put(`${customer.path}/identity-provider`, provider, headers)
  await waitUntil(() => waiting.length > 0, { what: 'the provider is asked' })
  await fire()
  app.clock.advance({ seconds: 1 })
  const [authorization_endpoint, token_endpoint, jwks_uri] = ['a', 't', 'k'].map((at) => `${origin}/${at}`)
  const itself = { issuer: origin, authorization_endpoint, token_endpoint, jwks_uri }
  for (const response of waiting)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(itself))
  expect((await saved).status).toBe(401)
  expect((await auditTrailOf(carla, customer)).filter((act) => act.startsWith('identity-provider'))).toEqual(
    [],
  )
  outside.closeAllConnections()
  outside.close()
})
