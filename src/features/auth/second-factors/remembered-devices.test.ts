import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { type AuthenticatorApp, aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  acme = await aCustomer(await app.ada())
})
afterAll(() => app.stop())
// Tests move the clock beyond the end of a session.
beforeEach(async () => {
  ada = await app.ada()
})

interface Person {
  email: string
  password: string
  factor: AuthenticatorApp
  /** A browser in which they have asked to be remembered. */
  client: ApiClient
  /** What it brings. */
  cookie: string
}

/** Carla, who has an authenticator app, and had this browser remembered. */
async function carla(given: { email?: string; customer?: { id: string } } = {}): Promise<Person> {
  const { email = `carla${++people}@acme.example`, customer = acme } = given
  const password = 'carla counts the stairs'
  const factor = await aSecondFactor(app, await anAdminOf(app, customer, { email, password }))
  const client = app.anybody()
  const totp = await factor.nextCode()
  const remembered = { email, password, account: customer.id, totp, rememberDevice: true }
  const { headers } = await client.post('/sessions', remembered)
  const line = headers.getSetCookie().find((cookie) => cookie.startsWith('rollcall-remembered=')) ?? ''
  return { email, password, factor, client, cookie: line }
}

const signIn = ({ email, password }: Person, client: ApiClient) =>
  client.post('/sessions', { email, password })

/** A browser that brings this remembered cookie and no other. */
const browserWith = (line: string) => ({
  signIn: ({ email, password }: Pick<Person, 'email' | 'password'>, given: object = {}) =>
    app.anybody().post('/sessions', { email, password, ...given }, { cookie: line.split(';')[0] ?? '' }),
})

describe('a remembered device', () => {
  test('is asked for the password only, for 30 days, and shows when it was used', async () => {
    const person = await carla()
    expect(person.cookie).toMatch(/^rollcall-remembered=[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43};/)
    expect(person.cookie).toContain('Max-Age=2592000')
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(person.cookie).toContain(attribute)
    expect(person.cookie).not.toContain('Domain')
    app.clock.advance({ hours: 30 * 24 - 1 })
    await signIn(person, person.client).expect(201)
    const [device] = (await person.client.get('/me/remembered-devices').expect(200)).items
    expect(Date.parse(device.lastUsedAt) - Date.parse(device.createdAt)).toBeGreaterThan(29 * 24 * 3600_000)
    expect((await person.client.get('/me/sessions').expect(200)).items[0].hasSecondFactor).toBe(false)
    app.clock.advance({ hours: 2 })
    expect(await signIn(person, person.client)).toMatchObject({
      body: { code: 'auth.second-factor-required' },
    })
  })

  test('bears the __Host- prefix behind https', async () => {
    const { email, password, factor } = await carla()
    const { service } = app.platform.origins
    const client = app.anybody()
    app.platform.origins.service = 'https://rollcall.example.com'
    try {
      const given = { email, password, totp: await factor.nextCode(), rememberDevice: true }
      const { headers } = await client.post('/sessions', given)
      expect(headers.getSetCookie().join('\n')).toMatch(/^__Host-rollcall-remembered=.*Secure/m)
    } finally {
      app.platform.origins.service = service
    }
  })

  test('needs a right code first, and the wish', async () => {
    const person = await carla()
    for (const given of [{ rememberDevice: true }, { totp: '000000', rememberDevice: true }]) {
      const { email, password } = person
      const { headers, status } = await app.anybody().post('/sessions', { email, password, ...given })
      expect(status).toBe(401)
      expect(headers.getSetCookie()).toEqual([])
    }
    const { email, password } = person
    const { headers } = await app
      .anybody()
      .post('/sessions', { email, password, totp: await person.factor.nextCode() })
    expect(headers.getSetCookie().join()).not.toContain('remembered')
  })

  test('opens nothing without the password', async () => {
    const person = await carla()
    expect(await signIn({ ...person, password: 'guess' }, person.client)).toMatchObject({
      body: { code: 'auth.wrong-credentials' },
    })
  })

  test('of one person is none for another, nor for the same address in another account', async () => {
    const other = await aCustomer(ada, { name: 'Other' })
    const email = `twice${++people}@acme.example`
    const [here, there, neighbour] = [
      await carla({ email }),
      await carla({ email, customer: other }),
      await carla(),
    ]
    const refused = { status: 401, body: { code: 'auth.second-factor-required' } }
    expect(await browserWith(here.cookie).signIn(neighbour)).toMatchObject(refused)
    expect(await browserWith(neighbour.cookie).signIn(here, { account: acme.id })).toMatchObject(refused)
    expect(await browserWith(here.cookie).signIn(here, { account: other.id })).toMatchObject(refused)
    await browserWith(here.cookie).signIn(here, { account: acme.id }).expect(201)
    await browserWith(there.cookie).signIn(here, { account: other.id }).expect(201)
  })

  test('that was made up, or is malformed, is none', async () => {
    const person = await carla()
    const [name = '', token = ''] = (person.cookie.split(';')[0] ?? '').split('=')
    const [account = ''] = token.split('.')
    for (const made of ['x', `${account}.${'A'.repeat(43)}`, token.slice(0, -1), '']) {
      expect((await browserWith(`${name}=${made};`).signIn(person)).status, made).toBe(401)
    }
  })

  test('is forgotten by the person, who sees no others; those of others are not there', async () => {
    const [person, other] = [await carla(), await carla()]
    const [{ id }] = (await person.client.get('/me/remembered-devices').expect(200)).items
    expect((await other.client.get('/me/remembered-devices').expect(200)).items).toHaveLength(1)
    await other.client.delete(`/me/remembered-devices/${id}`).expect(404)
    await person.client.delete(`/me/remembered-devices/${id}`).expect(204)
    expect((await signIn(person, person.client)).status).toBe(401)
    await signIn(other, other.client).expect(201)
  })

  test.each<[string, (person: Person, path: string) => Promise<unknown>]>([
    [
      'another authenticator app',
      async ({ client }) => {
        await aSecondFactor(app, client)
      },
    ],
    ['deactivation', (_person, path) => statusChanged(path)],
    [
      'a sign-out everywhere by an admin',
      async (_person, path) => {
        await ada.delete(`${path}/sessions`).expect(204)
      },
    ],
    [
      'another password',
      async ({ client, password }) => {
        const given = { currentPassword: password, newPassword: password.toUpperCase() }
        await client.put('/me/password', given).expect(204)
        await client
          .put('/me/password', { currentPassword: given.newPassword, newPassword: password })
          .expect(204)
      },
    ],
    ['the deactivation of the account', () => accountChanged()],
  ])('is ended by %s', async (_what, change) => {
    const person = await carla()
    const { user } = await person.client.get('/sessions/current').expect(200)
    await change(person, `${acme.path}/users/${user.id}`)
    expect(await browserWith(person.cookie).signIn(person)).toMatchObject({
      status: 401,
      body: { code: 'auth.second-factor-required' },
    })
  })

  test('is kept as a hash', async () => {
    const { cookie } = await carla()
    const [, secret = ''] = (cookie.split(';')[0] ?? '').split('.')
    const [{ dump }] = await asSuperuser(
      app.database,
      "select string_agg(to_jsonb(d)::text, ' ') as dump from app.remembered_devices d",
    )
    expect(dump).not.toContain(secret)
    expect(dump).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
  })
})

async function statusChanged(path: string): Promise<void> {
  await ada.patch(path, { deactivated: true }).expect(200)
  await ada.patch(path, { deactivated: false }).expect(200)
}

async function accountChanged(): Promise<void> {
  await ada.patch(acme.path, { status: 'deactivated' }).expect(200)
  await ada.patch(acme.path, { status: 'active' }).expect(200)
}
