import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())

const carla = { password: 'carla counts the stairs', lastName: 'Rossi', email: 'carla@acme.example' }
const withCookie = (cookie: string) => app.anybody().get('/sessions/current', { cookie })

describe('signing in', () => {
  test('with the right password opens a session that knows who one is', async () => {
    const session = await app.anybody().post('/sessions', partnerAdmin).expect(201)
    expect(session).toMatchObject({
      user: { email: partnerAdmin.email, role: 'admin' },
      account: { kind: 'partner' },
    })
    expect(Date.parse(session.expiresAt) - Date.now()).toBeGreaterThan(11 * 3_600_000)
  })

  test('the address is known however it is written', async () => {
    await app
      .anybody()
      .post('/sessions', { ...partnerAdmin, email: ' ADA@Northwind.example ' })
      .expect(201)
  })

  test('wrong, unknown, unregistered and deactivated answer alike, byte for byte', async () => {
    const customer = await aCustomer(ada, { name: 'Alike' })
    await anAdminOf(app, customer, { ...carla, email: 'gone@alike.example' })
    await anAdminOf(app, customer, { ...carla, email: 'new@alike.example' })
    await setStatus('gone@alike.example', 'inactive')
    await setStatus('new@alike.example', 'invited')
    const answers = await Promise.all(
      [
        { email: partnerAdmin.email, password: 'not her password' },
        { email: 'nobody@northwind.example', password: partnerAdmin.password },
        { email: 'gone@alike.example', password: carla.password },
        { email: 'new@alike.example', password: carla.password },
      ].map((credentials) => app.anybody().post('/sessions', credentials)),
    )
    for (const { status, headers, body } of answers) {
      expect(status).toBe(401)
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
      expect(body.code).toBe('auth.wrong-credentials')
      expect(headers.getSetCookie()).toEqual([])
    }
  })

  test('who belongs to several accounts with one password chooses, and gets the one chosen', async () => {
    const first = await aCustomer(ada, { name: 'First' })
    const second = await aCustomer(ada, { name: 'Second' })
    const both = { ...carla, email: 'both@acme.example' }
    await anAdminOf(app, first, both)
    await anAdminOf(app, second, both)
    const credentials = { email: both.email, password: both.password }
    const asked = await app.anybody().post('/sessions', credentials)
    expect(asked).toMatchObject({ status: 409, body: { code: 'auth.account-choice' } })
    expect(asked.headers.getSetCookie()).toEqual([])
    expect(new Set(asked.body.accounts)).toEqual(
      new Set([
        { id: first.id, name: 'First' },
        { id: second.id, name: 'Second' },
      ]),
    )
    const chosen = await app
      .anybody()
      .post('/sessions', { ...credentials, account: second.id })
      .expect(201)
    expect(chosen.account).toMatchObject({ id: second.id, name: 'Second' })
    expect(await app.anybody().post('/sessions', { ...credentials, account: newId() })).toMatchObject({
      status: 401,
      body: { code: 'auth.wrong-credentials' },
    })
  })

  test('the accounts to choose from are told only to whoever knows the password', async () => {
    const first = await aCustomer(ada, { name: 'Third' })
    const second = await aCustomer(ada, { name: 'Fourth' })
    await anAdminOf(app, first, { ...carla, email: 'two@acme.example' })
    await anAdminOf(app, second, { ...carla, email: 'two@acme.example', password: 'another one entirely' })
    expect(
      await app.anybody().post('/sessions', { email: 'two@acme.example', password: 'neither of them' }),
    ).toMatchObject({ status: 401 })
    const only = await app
      .anybody()
      .post('/sessions', { email: 'two@acme.example', password: 'another one entirely' })
      .expect(201)
    expect(only.account.name).toBe('Fourth')
  })

  test('the cookies are for our server only: HttpOnly, SameSite, the whole site, no domain', async () => {
    const { headers } = await app.anybody().post('/sessions', partnerAdmin)
    const [session = '', device = '', ...others] = headers.getSetCookie()
    expect(others).toEqual([])
    expect(session).toMatch(/^rollcall=[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43};/)
    expect(device).toMatch(/^rollcall-device=[A-Za-z0-9_-]{43};/)
    for (const cookie of [session, device]) {
      expect(cookie).toContain('HttpOnly')
      expect(cookie).toContain('SameSite=Lax')
      expect(cookie).toContain('Path=/')
      expect(cookie).not.toContain('Domain')
    }
  })

  test('behind https the cookies are Secure and bear the __Host- prefix', async () => {
    const { service } = app.platform.origins
    const client = app.anybody()
    app.platform.origins.service = 'https://rollcall.example.com'
    try {
      const { headers } = await client.post('/sessions', partnerAdmin)
      const [session = '', device = ''] = headers.getSetCookie()
      expect(session).toMatch(/^__Host-rollcall=.*Secure/)
      expect(device).toMatch(/^__Host-rollcall-device=.*Secure/)
    } finally {
      app.platform.origins.service = service
    }
  })

  test('behind https no other cookie counts: one that a host beside ours has planted is nobody’s session', async () => {
    const { service } = app.platform.origins
    const client = await app.ada()
    const [, value] = /(?:^|; )rollcall=([^;]+)/.exec(client.cookie()) ?? []
    const browser = app.anybody()
    const ask = (cookie: string) => browser.get('/sessions/current', { cookie })
    app.platform.origins.service = 'https://rollcall.example.com'
    try {
      expect((await ask(`__Host-rollcall=${value}`)).status).toBe(200)
      expect((await ask(`rollcall=${value}`)).status).toBe(401)
    } finally {
      app.platform.origins.service = service
    }
  })

  test('a session brought along is never taken over', async () => {
    const client = app.anybody()
    await client.post('/sessions', partnerAdmin).expect(201)
    const before = client.cookie()
    await client.post('/sessions', partnerAdmin).expect(201)
    expect(client.cookie()).not.toBe(before)
  })

  async function setStatus(email: string, status: string): Promise<void> {
    await asSuperuser(app.database, 'update app.users set status = $1 where email = $2', [status, email])
  }
})

describe('a session', () => {
  test('ends at the server when one signs out: the same cookie is nobody', async () => {
    const client = await app.ada()
    const cookie = client.cookie()
    expect((await withCookie(cookie)).status).toBe(200)
    await client.delete('/sessions/current').expect(204)
    expect(await withCookie(cookie)).toMatchObject({ status: 401, body: { code: 'auth.not-signed-in' } })
  })

  test('of another device goes on', async () => {
    const [phone, laptop] = [await app.ada(), await app.ada()]
    await phone.delete('/sessions/current').expect(204)
    expect((await laptop.get('/sessions/current')).status).toBe(200)
  })

  test('gets a new token at step-up; the old one is dead', async () => {
    const client = await app.ada()
    const before = client.cookie()
    app.clock.advance({ minutes: 6 })
    const old = await client.get('/sessions/current').expect(200)
    expect(Date.parse(old.steppedUpUntil)).toBeLessThan(app.clock.now().getTime())
    const session = await client
      .post('/sessions/current/step-ups', { password: partnerAdmin.password })
      .expect(201)
    expect(Date.parse(session.steppedUpUntil)).toBeGreaterThan(app.clock.now().getTime())
    expect(client.cookie()).not.toBe(before)
    expect((await withCookie(before)).status).toBe(401)
    expect((await client.get('/sessions/current')).status).toBe(200)
  })

  test('is not stepped up with a wrong password, and stays what it was', async () => {
    const client = await app.ada()
    const before = client.cookie()
    expect(await client.post('/sessions/current/step-ups', { password: 'wrong' })).toMatchObject({
      status: 403,
      body: {
        code: 'auth.wrong-password',
        title: 'Not allowed',
        detail: 'This is not your password. Try again.',
        errors: [{ path: 'password' }],
      },
    })
    expect(client.cookie()).toBe(before)
    expect((await client.get('/sessions/current')).status).toBe(200)
    expect(await app.anybody().post('/sessions/current/step-ups', partnerAdmin)).toMatchObject({
      status: 422,
    })
    expect(
      await app.anybody().post('/sessions/current/step-ups', { password: partnerAdmin.password }),
    ).toMatchObject({ status: 401, body: { code: 'auth.not-signed-in' } })
  })

  test('ends twelve hours after its last use, and use keeps it', async () => {
    const client = await app.ada()
    app.clock.advance({ hours: 11 })
    expect((await client.get('/sessions/current')).status).toBe(200)
    app.clock.advance({ hours: 11 })
    expect((await client.get('/sessions/current')).status).toBe(200)
    app.clock.advance({ hours: 12, minutes: 6 })
    expect(await client.get('/sessions/current')).toMatchObject({ status: 401 })
  })

  test.each([
    ['nothing', ''],
    ['no token', 'rollcall=x'],
    ['a token of nobody', `rollcall=${randomCredential(newId(), 32).text}`],
  ])('is not opened by %s', async (_what, cookie) => {
    expect(await withCookie(cookie)).toMatchObject({ status: 401, body: { code: 'auth.not-signed-in' } })
  })

  test('ends at once when the person is deactivated, or the account', async () => {
    const customer = await aCustomer(await app.ada(), { name: 'Closing' })
    const email = 'carla@closing.example'
    const admin = await anAdminOf(app, customer, { ...carla, email })
    await asSuperuser(app.database, "update app.users set status = 'inactive' where email = $1", [email])
    expect((await admin.get('/sessions/current')).status).toBe(401)
    await asSuperuser(app.database, "update app.users set status = 'registered' where email = $1", [email])
    expect((await admin.get('/sessions/current')).status).toBe(200)
    await asSuperuser(app.database, "update app.accounts set status = 'deactivated' where account_id = $1", [
      customer.id,
    ])
    expect((await admin.get('/sessions/current')).status).toBe(401)
    expect(await app.anybody().post('/sessions', { email, password: carla.password })).toMatchObject({
      status: 401,
    })
  })

  test('is written down when it is opened and closed, in the account of the person', async () => {
    const customer = await aCustomer(await app.ada(), { name: 'Diary' })
    const admin = await anAdminOf(app, customer, { ...carla, email: 'carla@diary.example' })
    await admin.post('/sessions/current/step-ups', { password: carla.password }).expect(201)
    await admin.delete('/sessions/current').expect(204)
    expect((await auditTrailOf(await app.ada(), customer)).slice(-5)).toEqual([
      'user.added',
      'password.set',
      'session.opened',
      'session.stepped-up',
      'session.closed',
    ])
  })
})
