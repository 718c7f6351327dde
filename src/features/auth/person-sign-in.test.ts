import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

const password = 'carla counts the stairs'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let email: string
let carla: ApiClient
/** Of Carla, below the account. */
let person: string

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  email = `carla.${acme.id.slice(-12)}@acme.example`
  carla = await anAdminOf(app, acme, { email })
  const { user } = await carla.get('/sessions/current').expect(200)
  person = `${acme.path}/users/${user.id}`
})

const isSignedIn = async (client: ApiClient) => (await client.get('/sessions/current')).status === 200

describe('UA-4: how a person signs in', () => {
  test('is seen by the admins of the account and of its partner', async () => {
    const nothing = { secondFactorSince: null, singleSignOnLinkedAt: null, lockedAt: null }
    for (const admin of [carla, ada]) {
      expect(await admin.get(`${person}/sign-in`).expect(200)).toEqual({
        hasPassword: true,
        sessions: 1,
        ...nothing,
      })
    }
    const dora = await aColleague(app, acme, { email: 'dora@acme.example', registered: false })
    expect(await carla.get(`${acme.path}/users/${dora.id}/sign-in`).expect(200)).toEqual({
      hasPassword: false,
      sessions: 0,
      ...nothing,
    })
  })

  test('says since when there is a second factor and an identity, and what has ended is not counted', async () => {
    await aSecondFactor(app, carla)
    app.clock.advance({ hours: 13 })
    await asSuperuser(
      app.database,
      `insert into app.identities (account_id, issuer, subject, user_id, linked_at, last_used_at)
       values ($1, 'https://id.acme.example', 'carla', $2, '2026-03-01T09:03:00Z', now())`,
      [acme.id, person.split('/').at(-1)],
    )
    const admin = await app.ada()
    expect(await admin.get(`${person}/sign-in`).expect(200)).toMatchObject({
      secondFactorSince: expect.any(String),
      singleSignOnLinkedAt: '2026-03-01T09:03:00.000Z',
      sessions: 0,
    })
  })

  test('is of nobody in another account, and of nobody who is unknown', async () => {
    const { admin: nadia } = await aSecondPartner(app)
    const other = await aCustomer(ada, { name: 'Other' })
    const id = person.split('/').at(-1)
    for (const [client, path] of [
      [nadia, person],
      [ada, `${other.path}/users/${id}`],
      [ada, `${acme.path}/users/${newId()}`],
    ] as const) {
      expect(await client.get(`${path}/sign-in`)).toMatchObject({ status: 404 })
      expect(await client.delete(`${path}/sessions`)).toMatchObject({ status: 404 })
    }
    expect(await isSignedIn(carla)).toBe(true)
  })
})

describe('UA-4: signing a person out everywhere', () => {
  test('ends their sessions and nobody else’s, and has a remembered device asked for the second factor', async () => {
    const phone = await aSecondFactor(app, carla)
    const browser = app.anybody()
    const given = { email, password, totp: await phone.nextCode(), rememberDevice: true }
    await browser.post('/sessions', given).expect(201)
    const nora = await anAdminOf(app, acme, {
      firstName: 'Nora',
      email: `nora.${acme.id.slice(-12)}@acme.example`,
    })
    await nora.delete(`${person}/sessions`).expect(204)
    for (const ended of [carla, browser]) expect(await isSignedIn(ended)).toBe(false)
    expect(await isSignedIn(nora)).toBe(true)
    expect(await browser.post('/sessions', { email, password })).toMatchObject({
      body: { code: 'auth.second-factor-required' },
    })
  })

  test('is told to the person, with who did it, and stands in the history; a repeat tells nothing', async () => {
    await ada.delete(`${person}/sessions`).expect(204)
    await ada.delete(`${person}/sessions`).expect(204)
    const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
    const mail = await app.mail.parse(raw)
    expect(mail.subject).toBe('Acme: An administrator has signed you out everywhere')
    const { user } = await ada.get('/sessions/current').expect(200)
    expect(mail.text).toContain(`By: ${user.name}`)
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((action) => action === 'user.signed-out')).toHaveLength(1)
    const told = "select 1 from app.outgoing_mails where account_id = $1 and kind = 'sign-in-notice'"
    expect(await asSuperuser(app.database, told, [acme.id])).toHaveLength(1)
  })
})
