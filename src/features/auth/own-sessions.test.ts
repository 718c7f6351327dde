import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

const password = 'carla counts the stairs'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let email: string
/** Signed in with her link. */
let carla: ApiClient

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  email = `carla.${acme.id.slice(-12)}@acme.example`
  carla = await anAdminOf(app, acme, { email })
})

async function signedIn(headers: Record<string, string> = {}): Promise<ApiClient> {
  const client = app.anybody()
  await client.post('/sessions', { email, password }, headers).expect(201)
  return client
}
const isSignedIn = async (client: ApiClient) => (await client.get('/sessions/current')).status === 200

describe('the own sessions', () => {
  test('are a hundred at most, and the devices by which one is known twenty: of more those end that were used last the longest ago', async () => {
    const [first, browser] = [await signedIn(), await signedIn()]
    app.clock.advance({ minutes: 6 })
    // Both are used since.
    await carla.get('/sessions/current').expect(200)
    await browser.get('/sessions/current').expect(200)
    app.clock.advance({ minutes: 1 })
    for (let done = 0; done < 100; done += 4) await Promise.all(Array.from({ length: 4 }, () => signedIn()))
    const ofCarla = 'select count(*)::int as open from app.sessions where account_id = $1'
    expect(await asSuperuser(app.database, ofCarla, [acme.id])).toEqual([{ open: 100 }])
    expect(await isSignedIn(first)).toBe(false)
    const others = await anAdminOf(app, acme, { email: 'dora@acme.example' })
    expect(await isSignedIn(others)).toBe(true)
    const mostDevices =
      'select count(*)::int as known from app.known_devices group by person_hmac order by 1 desc limit 1'
    expect(await asSuperuser(app.database, mostDevices)).toEqual([{ known: 20 }])
  })

  const list = async (client: ApiClient) => (await client.get('/me/sessions').expect(200)).items

  test('are listed, the last used first: where, with what, and which one this is', async () => {
    app.clock.advance({ minutes: 6 })
    const laptop = await signedIn({ 'user-agent': firefox })
    expect(await list(laptop)).toMatchObject([
      {
        isCurrent: true,
        userAgent: firefox,
        address: '127.0.0.1',
        signedInBy: 'password',
        hasSecondFactor: false,
      },
      { isCurrent: false, signedInBy: 'link' },
    ])
    expect((await list(carla)).map(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toEqual([
      true,
      false,
    ])
  })

  test('hold 300 characters of what the browser says at most, and end with their time', async () => {
    const laptop = await signedIn({ 'user-agent': 'x'.repeat(2000) })
    expect((await list(laptop))[0].userAgent).toHaveLength(300)
    app.clock.advance({ hours: 13 })
    expect(await list(await signedIn())).toHaveLength(1)
  })

  test('are ended one at a time; somebody else’s is not there', async () => {
    const phone = await signedIn()
    const [{ id }] = (await list(carla)).filter(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
    const nora = await anAdminOf(app, acme, {
      firstName: 'Nora',
      email: `nora.${acme.id.slice(-12)}@acme.example`,
    })
    for (const stranger of [nora, ada]) {
      expect(await stranger.delete(`/me/sessions/${id}`)).toMatchObject({ status: 404 })
    }
    await carla.delete(`/me/sessions/${id}`).expect(204)
    expect([await isSignedIn(phone), await isSignedIn(carla)]).toEqual([false, true])
    expect(await carla.delete(`/me/sessions/${id}`)).toMatchObject({ status: 404 })
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('session.closed')
  })

  test('all others are ended at once, and nobody else’s', async () => {
    const others = [await signedIn(), await signedIn()]
    const nora = await anAdminOf(app, acme, {
      firstName: 'Nora',
      email: `nora.${acme.id.slice(-12)}@acme.example`,
    })
    await carla.delete('/me/sessions').expect(204)
    for (const other of others) expect(await isSignedIn(other)).toBe(false)
    for (const open of [carla, nora]) expect(await isSignedIn(open)).toBe(true)
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('sessions.ended')
  })

  test('once all others are ended, the second factor is asked for again wherever a device was remembered', async () => {
    const phone = await aSecondFactor(app, carla)
    const browser = app.anybody()
    const given = { email, password, totp: await phone.nextCode(), rememberDevice: true }
    await browser.post('/sessions', given).expect(201)
    await carla.delete('/me/sessions').expect(204)
    expect((await carla.get('/me/remembered-devices').expect(200)).items).toEqual([])
    expect(await browser.post('/sessions', { email, password })).toMatchObject({
      status: 401,
      body: { code: 'auth.second-factor-required' },
    })
  })
})
