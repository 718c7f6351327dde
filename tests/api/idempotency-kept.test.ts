import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { features } from '#features/index.ts'
import { type ApiClient, openApiClient } from '../harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { countNamed, isReplayed, personOf, under } from './keyed-writes.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

const person = (given: object = {}) => personOf(customer, given)
const subscribers = () => `${customer.path}/subscribers`
const named = (search: string) => countNamed(ada, customer, search)

describe('an act and its key', () => {
  let dying: FastifyInstance
  let cut = false
  beforeAll(async () => {
    dying = await buildHttpServer(app.platform, { trustProxy: false, tls: undefined })
    await dying.listen({ host: '127.0.0.1', port: 0 })
    dying.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      if (cut) response.writeHead = () => response.destroy() as ServerResponse
    })
  })
  afterAll(() => dying.close())

  test('are both kept when the service dies between commit and answer: the repeat gets the answer', async () => {
    const lost = openApiClient(`http://localhost:${(dying.server.address() as AddressInfo).port}`)
    await lost.post('/sessions', partnerAdmin).expect(201)
    cut = true
    await expect(lost.post(subscribers(), person({ lastName: 'Lost' }), under('lost'))).rejects.toThrow()
    expect(await named('Lost')).toBe(1)
    const repeat = await ada.post(subscribers(), person({ lastName: 'Lost' }), under('lost'))
    expect({ status: repeat.status, replayed: isReplayed(repeat) }).toEqual({ status: 201, replayed: true })
    const { items } = await ada.get(`${subscribers()}?search=Lost`).expect(200)
    expect(items).toEqual([repeat.body])
  })

  test('are both undone when the answer cannot be kept', async () => {
    await asSuperuser(
      app.database,
      'alter table app.idempotency_keys add constraint keeps_nothing check (answer is null) not valid',
    )
    const failed = await ada.post(subscribers(), person({ lastName: 'Undone' }), under('undone'))
    await asSuperuser(app.database, 'alter table app.idempotency_keys drop constraint keeps_nothing')
    expect(failed.status).toBe(500)
    expect(await named('Undone')).toBe(0)
    const again = await ada.post(subscribers(), person({ lastName: 'Undone' }), under('undone'))
    expect({ status: again.status, replayed: isReplayed(again) }).toEqual({ status: 201, replayed: false })
  })
})

describe('what is kept of a request', () => {
  test('holds no secret of its body and no key, in clear or under the seal', async () => {
    const body = person({ lastName: 'Sealed', deploymentPin: '846201', pbxSipPassword: 'pass-to-be-hidden' })
    await ada.post(subscribers(), body, under('pass-as-a-key')).expect(201)
    const kept = await keptKeys()
    expect(kept.length).toBeGreaterThan(0)
    const text = JSON.stringify(kept.map((row) => Object.values(row).map(String)))
    const opened = (await openedAnswers(kept)).join('\n')
    expect(opened).toContain('Sealed')
    for (const secret of ['pass-to-be-hidden', '846201', 'pass-as-a-key', 's3cret-Anna']) {
      expect(text).not.toContain(secret)
      expect(opened).not.toContain(secret)
    }
    expect(text).not.toContain('Sealed')
  })

  test.each([
    ['a link', (id: string) => [`/subscribers/${id}/links`, undefined] as const, 201],
    ['a PIN', (id: string) => [`/subscribers/${id}/pin-disclosures`, undefined] as const, 201],
    ['an export', (id: string) => ['/subscriber-exports', { selection: { ids: [id] } }] as const, 200],
  ])('is, for %s, only that it was done: once, and the repeat is told so', async (what, asked, status) => {
    const owner = await aSubscriber(ada, customer, {
      lastName: 'Owner',
      deploymentPin: '502913',
      pbxSipUserName: `owner-of-${what.replaceAll(' ', '-')}`,
    })
    const [path, body] = asked(owner.id)
    const ask = () => ada.post(`${customer.path}${path}`, body, under(`secret ${what}`.replaceAll(' ', '-')))
    const auditBefore = await auditTrailOf(ada, customer)
    const first = await ask()
    expect(first.status).toBe(status)
    const again = await ask()
    expect(again).toMatchObject({ status: 409, body: { code: 'http.answer-not-kept', outcome: status } })
    expect(isReplayed(again)).toBe(true)
    expect((await auditTrailOf(ada, customer)).length).toBe(auditBefore.length + 1)
    const opened = (await openedAnswers(await keptKeys())).join('\n')
    expect(opened).not.toContain('502913')
    if (first.body.link) expect(opened).not.toContain(first.body.link)
  })

  test('is never the answer of a delicate act that answers what it made', () => {
    const routes = features.flatMap((feature) => feature.routes(app.platform))
    const delicate = routes.filter(
      (route) =>
        route.method === 'POST' &&
        typeof route.may !== 'string' &&
        'stepUp' in route &&
        route.stepUp === true,
    )
    const secret = routes.filter((route) => 'secretAnswer' in route && route.secretAnswer)
    const names = ['disclosePin', 'exportSubscribers', 'handOverLink', 'makeApiKey', 'makeHandOverList']
    expect(delicate.map(({ operation }) => operation).sort()).toEqual(names)
    // The way to an identity provider is secret and not delicate.
    expect(secret.map(({ operation }) => operation).sort()).toEqual([...names, 'testIdentityProvider'])
  })
})

test('a key is forgotten after 24 hours, and deleted from the database', async () => {
  const ask = async () => {
    ada = await app.ada()
    return ada.post(subscribers(), person({ lastName: 'Daily' }), under('daily')).expect(201)
  }
  const first = await ask()
  app.clock.advance({ hours: 23, minutes: 59 })
  expect((await ask()).id).toBe(first.id)
  app.clock.advance({ minutes: 1 })
  expect((await ask()).id).not.toBe(first.id)

  app.clock.advance({ hours: 25 })
  await asSuperuser(
    app.database,
    `update graphile_worker._private_jobs set run_at = now() where payload ->> 'accountId' = $1 and key like 'forget-keys:%'`,
    [customer.id],
  )
  await waitUntil(async () => (await keptKeys()).length === 0 || undefined, { what: 'the keys are deleted' })
})

interface Kept {
  key_mac: Buffer
  answer: string | null
}

function keptKeys(): Promise<Kept[]> {
  return asSuperuser<Kept>(app.database, 'select * from app.idempotency_keys where account_id = $1', [
    customer.id,
  ])
}

function openedAnswers(kept: Kept[]): Promise<string[]> {
  return app.platform.database.inAccount(customer.id, async (tx) => {
    const sealing = await app.platform.sealing.inAccount(tx)
    return kept.flatMap(({ key_mac, answer }) => {
      const place = { table: 'idempotency_keys', column: 'answer', id: key_mac.toString('hex') }
      return answer === null ? [] : [sealing.open(place, answer)]
    })
  })
}
