import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, auditTrailOf } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
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

describe('a write under an Idempotency-Key', () => {
  test('that is sent three times at once is done once: 200 people, 600 requests, equal answers', async () => {
    const people = Array.from({ length: 200 }, (_, at) =>
      person({ lastName: 'Triplet', pbxSipUserName: `${at}` }),
    )
    const before = (await auditTrailOf(ada, customer)).filter(
      (action) => action === 'subscriber.added',
    ).length
    const answers = await Promise.all(
      people.map((body) =>
        Promise.all(
          [1, 2, 3].map(() => ada.post(subscribers(), body, under(`person-${body.pbxSipUserName}`))),
        ),
      ),
    )
    for (const same of answers) {
      expect(same.map(({ status }) => status)).toEqual([201, 201, 201])
      expect(new Set(same.map(({ body }) => JSON.stringify(body))).size).toBe(1)
      expect(new Set(same.map(({ headers }) => headers.get('etag'))).size).toBe(1)
      expect(new Set(same.map(({ headers }) => headers.get('content-type'))).size).toBe(1)
      expect(same.filter(isReplayed)).toHaveLength(2)
    }
    expect(new Set(answers.map(([first]) => first?.body.id)).size).toBe(200)
    expect(await named('Triplet')).toBe(200)
    const [{ added }] = await asSuperuser(
      app.database,
      `select count(*)::int as added from app.audit_events where account_id = $1 and action = 'subscriber.added'`,
      [customer.id],
    )
    expect(added - before).toBe(200)
  }, 60_000)

  test('and another body, path or If-Match is refused, and nothing is done', async () => {
    const anna = await ada.post(subscribers(), person({ lastName: 'Original' }), under('another')).expect(201)
    const other = await ada.post(subscribers(), person({ lastName: 'Otherwise' }), under('another'))
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 422, code: 'http.key-reused' })
    expect(await named('Otherwise')).toBe(0)

    const ben = await aSubscriber(ada, customer, { firstName: 'Ben' })
    const change = { mobile: undefined, firstName: 'Changed' }
    await ada
      .patch(`${subscribers()}/${anna.id}`, change, { ...under('change'), 'if-match': '"1"' })
      .expect(200)
    const elsewhere = { ...under('change'), 'if-match': '"1"' }
    expect((await ada.patch(`${subscribers()}/${ben.id}`, change, elsewhere)).body.code).toBe(
      'http.key-reused',
    )
    const newer = { ...under('change'), 'if-match': '"2"' }
    expect((await ada.patch(`${subscribers()}/${anna.id}`, change, newer)).body.code).toBe('http.key-reused')
  })

  test('is the same request whatever the order of its fields', async () => {
    const body = person({ lastName: 'Ordered' })
    const first = await ada.post(subscribers(), body, under('order')).expect(201)
    const turned = Object.fromEntries(Object.entries(body).reverse())
    expect(await ada.post(subscribers(), turned, under('order')).expect(201)).toEqual(first)
  })

  test('that makes a customer, in an account of its own, is done once', async () => {
    const ask = () =>
      ada.post('/accounts', { kind: 'customer', name: 'Twice Ltd', country: 'GB' }, under('customer'))
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const { items } = await ada.get('/accounts?limit=500').expect(200)
    expect(items.filter(({ name }: { name: string }) => name === 'Twice Ltd')).toHaveLength(1)
    // The fence went into the customer and back: its own rows are there, and the key stands with the partner.
    const [made] = answers
    expect((await ada.get(`/accounts/${made?.body.id}/deployment-profiles`).expect(200)).items).toHaveLength(
      1,
    )
  })

  test('that deletes, is answered as the first time', async () => {
    const gone = await aSubscriber(ada, customer, { lastName: 'Leaving' })
    const first = await ada.delete(`${subscribers()}/${gone.id}`, under('leaving'))
    const again = await ada.delete(`${subscribers()}/${gone.id}`, under('leaving'))
    expect([first.status, again.status]).toEqual([204, 204])
    expect([isReplayed(first), isReplayed(again)]).toEqual([false, true])
  })

  test('that starts bulk work, starts it once', async () => {
    const ben = await aSubscriber(ada, customer, { lastName: 'Bulk', pbxSipUserName: '7001' })
    const ask = () =>
      ada.post(`${customer.path}/deployments`, { selection: { ids: [ben.id] } }, under('bulk'))
    const [one, two] = await Promise.all([ask(), ask()])
    expect(one.body.id).toBe(two.body.id)
    expect(
      (await auditTrailOf(ada, customer)).filter((action) => action === 'deployment.started'),
    ).toHaveLength(1)
  })

  test('that was refused may be corrected under the same key', async () => {
    const refused = await ada.post(subscribers(), person({ pbxSipHost: null }), under('corrected'))
    expect(refused.status).toBe(422)
    const right = await ada.post(subscribers(), person({ lastName: 'Corrected' }), under('corrected'))
    expect({ status: right.status, replayed: isReplayed(right) }).toEqual({ status: 201, replayed: false })
  })
})

describe('an Idempotency-Key', () => {
  test.each([
    ['is empty', ''],
    ['has a space', 'two words'],
    ['is longer than 255 characters', 'x'.repeat(256)],
    ['has letters beyond ASCII', 'schlüssel'],
  ])('that %s is refused', async (_what, key) => {
    const answer = await ada.post(subscribers(), person(), under(key))
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'idempotency-key' }] } })
  })

  test('of 255 characters is taken', async () => {
    await ada.post(subscribers(), person({ lastName: 'Long' }), under('x'.repeat(255))).expect(201)
  })

  test('is refused with an upload, which changes no record', async () => {
    const form = new FormData()
    form.set('file', new Blob(['lastName\nKühn\n']), 'people.csv')
    const answer = await fetch(`${app.serviceOrigin}/api/v1${customer.path}/subscriber-imports`, {
      method: 'POST',
      headers: { cookie: ada.cookie(), ...under('upload') },
      body: form,
    })
    expect(await answer.json()).toMatchObject({ status: 422, code: 'http.key-not-taken' })
  })

  test('belongs to one caller, one account and one route', async () => {
    const key = under('shared')
    const carla = await anAdminOf(app, customer)
    const hers = await carla.post(subscribers(), person({ lastName: 'Carlas' }), key).expect(201)
    const adas = await ada.post(subscribers(), person({ lastName: 'Adas' }), key).expect(201)
    expect(hers.id).not.toBe(adas.id)
    const second = await aCustomer(ada, { name: 'Other Ltd' })
    const there = { ...person({ lastName: 'Adas' }), profileId: second.profileId }
    await ada.post(`${second.path}/subscribers`, there, key).expect(201)
    await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Shared key', pinRequired: false }, key)
      .expect(201)
  })

  test('lets nobody have an answer who may not ask: the guard comes first', async () => {
    const answer = await app.anybody().post(subscribers(), person({ lastName: 'Carlas' }), under('shared'))
    expect(answer.status).toBe(401)
  })

  test('is described for every write inside an account', async () => {
    const { paths } = (await (await fetch(`${app.serviceOrigin}/api/v1/openapi.json`)).json()) as {
      paths: Record<
        string,
        Record<string, { operationId: string; parameters?: Array<{ in: string; name: string }> }>
      >
    }
    const without = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/v1/accounts'))
      .flatMap(([, operations]) => Object.entries(operations))
      .filter(([method, { parameters = [] }]) => method !== 'get' && !parameters.some(isTheKey))
      .map(([, { operationId }]) => operationId)
    // An upload changes no record.
    expect(without.toSorted()).toEqual(['planSubscriberImport', 'planUserImport'])
  })
})

const isTheKey = (parameter: { in: string; name: string }) =>
  parameter.in === 'header' && parameter.name === 'idempotency-key'
