import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false, trustProxy: true })
  ada = await app.ada()
  acme = await aCustomer(ada)
  carla = await anAdminOf(app, acme)
})
afterAll(() => app.stop())

const signedInAgain = async () => {
  await carla
    .post('/sessions', { email: 'carla@acme.example', password: 'carla counts the stairs' })
    .expect(201)
}

describe('a request with an API key', () => {
  test('may what its scopes name, in its account, and nothing else that its maker may', async () => {
    const { key } = await anApiKey(carla, acme, { scopes: ['users.read'] })
    const nightly = app.bearing(key)
    await nightly.get(`${acme.path}/users`).expect(200)
    const refused = await nightly.get(`${acme.path}/subscribers`)
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'auth.scope-missing', scope: 'subscribers.read' },
    })
    await nightly
      .post(`${acme.path}/users`, { firstName: 'X', lastName: 'X', email: 'x@acme.example' })
      .expect(403)
  })

  test('the scheme may be written in any case, and another scheme is none of ours', async () => {
    const { key } = await anApiKey(carla, acme, { scopes: ['users.read'] })
    const anybody = app.anybody()
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      await anybody.get(`${acme.path}/users`, { authorization: `${scheme} ${key}` }).expect(200)
    const basic = await anybody.get(`${acme.path}/users`, { authorization: `Basic ${key}` }).expect(401)
    expect(basic.code).toBe('auth.not-signed-in')
    await carla.get(`${acme.path}/users`, { authorization: 'Basic cHJveHk6cHJveHk=' }).expect(200)
  })

  test('with a cookie beside it is the key’s: the cookie lends it nothing, and saves no wrong key', async () => {
    const { key } = await anApiKey(carla, acme, { scopes: ['users.read'] })
    const authorization = `Bearer ${key}`
    expect((await carla.get(`${acme.path}/subscribers`, { authorization }).expect(403)).code).toBe(
      'auth.scope-missing',
    )
    expect((await carla.get('/sessions/current', { authorization }).expect(403)).code).toBe(
      'auth.session-needed',
    )
    await carla.get(`${acme.path}/users`, { authorization: 'Bearer rc_wrong' }).expect(401)
    await carla.get(`${acme.path}/users`, { authorization: 'Bearer' }).expect(401)
  })

  test.each([
    ['the sign-in of a person', 'GET', () => '/sessions/current'],
    ['giving a password again', 'POST', () => '/sessions/current/step-ups'],
    ['making keys', 'POST', () => `${acme.path}/api-keys`],
    ['revoking keys', 'DELETE', () => `${acme.path}/api-keys/${acme.id}`],
    ['an export with PINs', 'POST', () => `${acme.path}/subscriber-exports`],
    ['changing the deployment e-mail', 'PUT', () => `${acme.path}/deployment-email/en`],
  ])('never does what is for people: %s', async (_what, method, path) => {
    const { key } = await anApiKey(carla, acme)
    const body = path().endsWith('step-ups') ? { password: 'carla counts the stairs' } : {}
    const nightly = app.bearing(key)
    const answer = await {
      GET: () => nightly.get(path()),
      POST: () => nightly.post(path(), body),
      PUT: () => nightly.put(path(), body),
      DELETE: () => nightly.delete(path()),
    }[method as 'GET']()
    expect(answer).toMatchObject({ status: 403, body: { code: 'auth.session-needed' } })
  })

  test('never does a step-up’s act either where only some of a route’s acts need one', async () => {
    const { key } = await anApiKey(carla, acme)
    const central = { name: 'Central', pinRequired: true, centralEmail: 'desk@acme.example' }
    const nightly = app.bearing(key)
    expect((await nightly.post(`${acme.path}/deployment-profiles`, central).expect(403)).code).toBe(
      'auth.session-needed',
    )
    await nightly.post(`${acme.path}/deployment-profiles`, { name: 'Plain', pinRequired: true }).expect(201)
  })

  test('makes, changes and deletes no admin: whoever has it would get more than it was given', async () => {
    const { key } = await anApiKey(carla, acme)
    const dora = await aColleague(app, acme, { email: 'dora@acme.example' })
    const eva = await aColleague(app, acme, { email: 'eva@acme.example', role: 'user' })
    const nightly = app.bearing(key)
    const users = `${acme.path}/users`
    const admin = { firstName: 'M', lastName: 'Weiss', email: 'mallory@evil.example', role: 'admin' }
    for (const refused of [
      await nightly.post(users, admin),
      await nightly.patch(`${users}/${eva.id}`, { role: 'admin' }),
      await nightly.patch(`${users}/${dora.id}`, { email: 'mallory@evil.example' }),
      await nightly.patch(`${users}/${dora.id}`, { deactivated: true }),
      await nightly.delete(`${users}/${dora.id}`),
    ]) {
      expect(refused).toMatchObject({ status: 403, body: { code: 'users.admin-by-key' } })
    }
    await nightly.patch(`${users}/${eva.id}`, { email: 'eva.weiss@acme.example' }).expect(200)
    await nightly.delete(`${users}/${eva.id}`).expect(204)
  })

  test('stands in the event history as the key’s, and names who made it', async () => {
    const { id, key } = await anApiKey(carla, acme, { name: 'Payroll' })
    await app.bearing(key).post(`${acme.path}/locations`, { name: 'Annex' }).expect(201)
    const [event] = (await carla.get(`${acme.path}/events?limit=1`).expect(200)).items
    expect(event).toMatchObject({
      action: 'location.added',
      actorKind: 'api-key',
      actorId: id,
      actorName: 'Carla Rossi (Payroll)',
      fromPartner: false,
    })
  })

  test('of another caller answers under an Idempotency-Key for itself: key and maker have keys of their own', async () => {
    const under = { 'idempotency-key': 'same-text' }
    const { key } = await anApiKey(carla, acme)
    const path = `${acme.path}/locations`
    const byCarla = await carla.post(path, { name: 'North' }, under).expect(201)
    const byKey = await app.bearing(key).post(path, { name: 'South' }, under).expect(201)
    expect(byKey.id).not.toBe(byCarla.id)
    const repeat = await app.bearing(key).post(path, { name: 'South' }, under)
    expect(repeat.headers.get('idempotency-replayed')).toBe('true')
    expect(repeat.body).toEqual(byKey)
  })

  test('is not taken from another site’s page', async () => {
    const { key } = await anApiKey(carla, acme)
    const foreign = { origin: 'https://evil.example' }
    expect(
      (await app.bearing(key).post(`${acme.path}/locations`, { name: 'X' }, foreign).expect(403)).code,
    ).toBe('http.foreign-origin')
  })

  test('is noted with time and address, once in five minutes', async () => {
    const { id, key } = await anApiKey(carla, acme)
    const noted = async () => {
      const { items } = await carla.get(`${acme.path}/api-keys?limit=500`).expect(200)
      return items.find((one: { id: string }) => one.id === id)
    }
    const from = (address: string) =>
      app.bearing(key).get(`${acme.path}/users`, { 'x-forwarded-for': address }).expect(200)
    const notedFrom = (address: string) =>
      waitUntil(async () => ((await noted()).lastUsedFrom === address ? noted() : undefined), {
        what: `the use from ${address} is noted`,
      })
    await from('198.51.100.1')
    const first = await notedFrom('198.51.100.1')
    await from('198.51.100.2')
    app.clock.advance({ minutes: 6 })
    await from('198.51.100.3')
    const second = await notedFrom('198.51.100.3')
    expect(Date.parse(second.lastUsedAt) - Date.parse(first.lastUsedAt)).toBeGreaterThanOrEqual(6 * 60_000)
    await signedInAgain()
  })
})

describe('an API key that opens nothing', () => {
  test('is the same 401 whether it is unknown, malformed, cut, foreign, expired or revoked', async () => {
    const { key } = await anApiKey(carla, acme)
    const revoked = await anApiKey(carla, acme)
    await carla.delete(`${acme.path}/api-keys/${revoked.id}`).expect(204)
    const inAnHour = new Date(app.clock.now().getTime() + 3_600_000).toISOString()
    const expired = await anApiKey(carla, acme, { expiresAt: inAnHour })
    await app.bearing(expired.key).get(`${acme.path}/users`).expect(200)
    app.clock.advance({ minutes: 61 })
    await signedInAgain()
    const { id: otherId } = await aCustomer(ada, { name: 'Globex' })
    const account = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
    const session = carla.cookie().replace(/^.*?rollcall=([^;]+).*$/, '$1')
    const answers = []
    for (const text of [
      'nonsense',
      'rc_',
      key.slice('rc_'.length),
      key.slice(0, -1),
      `${key}x`,
      `${key} ${key}`,
      key.replace(account(acme.id), account(otherId)),
      key.replace(account(acme.id), account('0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f')),
      `rc_${session}`,
      revoked.key,
      expired.key,
    ]) {
      const { status, headers, body } = await app.bearing(text).get(`${acme.path}/users`)
      const { requestId: _own, ...problem } = body
      answers.push({ status, problem, how: headers.get('www-authenticate') })
    }
    expect(answers[0]).toMatchObject({
      status: 401,
      problem: { code: 'auth.api-key-unknown' },
      how: 'Bearer error="invalid_token"',
    })
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await app.bearing(key).get(`${acme.path}/users`).expect(200)
  })

  test('stops its network after twenty within the hour; a right key from there, and other networks, notice nothing', async () => {
    const { key } = await anApiKey(carla, acme)
    const from = (text: string, address: string) =>
      app.bearing(text).get(`${acme.path}/users`, { 'x-forwarded-for': address })
    const statuses: number[] = []
    for (let tries = 0; tries < 22; tries += 1) statuses.push((await from('rc_wrong', '203.0.113.9')).status)
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429])
    expect((await from('rc_wrong', '203.0.113.9')).headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await from(key, '203.0.113.9')).status).toBe(200)
    expect((await from('rc_wrong', '203.0.113.10')).status).toBe(401)
  })

  test('is revoked for every process at once: nothing of it is kept in memory', async () => {
    const other = await startTestApp({ database: app.database, worker: false })
    try {
      const { id, key } = await anApiKey(carla, acme)
      await app.bearing(key).get(`${acme.path}/users`).expect(200)
      await other.bearing(key).get(`${acme.path}/users`).expect(200)
      await carla.delete(`${acme.path}/api-keys/${id}`).expect(204)
      await other.bearing(key).get(`${acme.path}/users`).expect(401)
      await app.bearing(key).get(`${acme.path}/users`).expect(401)
    } finally {
      await other.stop()
    }
  })
})
