import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aCustomer,
  anAdminOf,
  aSecondPartner,
  aSubscriber,
  auditTrailOf,
  deployTo,
} from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let carla: ApiClient
let carlasMail: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

beforeEach(async () => {
  acme = await aCustomer(ada)
  carlasMail = `carla.${acme.id.slice(-12)}@acme.example`
  carla = await anAdminOf(app, acme, { email: carlasMail })
})

const become = (status: 'active' | 'deactivated', admin = ada) => admin.patch(acme.path, { status })
const signInAsCarla = () =>
  app.anybody().post('/sessions', { email: carlasMail, password: 'carla counts the stairs' })

describe('UA-1: deactivating a customer', () => {
  test('ends every sign-in of its people at once and for good; reactivated, they sign in again', async () => {
    expect(await become('deactivated').expect(200)).toMatchObject({ status: 'deactivated', version: 2 })
    expect(await carla.get('/sessions/current')).toMatchObject({ status: 401 })
    expect(await signInAsCarla()).toMatchObject({ status: 401, body: { code: 'auth.wrong-credentials' } })
    await become('active').expect(200)
    expect(await carla.get('/sessions/current')).toMatchObject({ status: 401 })
    await signInAsCarla().expect(201)
  })

  test('ends its links; reactivated, those that have not expired work again', async () => {
    const anna = await aSubscriber(ada, acme)
    const link = await aLink(app, ada, acme, anna.id)
    await become('deactivated').expect(200)
    expect(await useLink(app, link, { client: 'generic' })).toMatchObject({
      status: 410,
      body: { code: 'deployment.link-revoked' },
    })
    await become('active').expect(200)
    expect((await useLink(app, link, { client: 'generic' })).status).toBe(200)
  })

  test('resets a softphone when it next asks; reactivated, its address gives the configuration again', async () => {
    const anna = await aSubscriber(ada, acme)
    const phone = await aPhone(app, await aLink(app, ada, acme, anna.id), { client: 'linphone' })
    await become('deactivated').expect(200)
    expect((await fetchAsPhone(phone.url)).text).not.toContain('pbx.acme.example')
    await become('active').expect(200)
    expect((await fetchAsPhone(phone.url)).text).toContain('pbx.acme.example')
  })

  test('is forecast with who cannot sign in, which links end and which softphones are reset', async () => {
    const anna = await aSubscriber(ada, acme)
    await aPhone(app, await aLink(app, ada, acme, anna.id), { client: 'generic' })
    const bob = await aSubscriber(ada, acme, { firstName: 'Bob', email: 'bob@acme.example' })
    await deployTo(ada, acme, [bob.id])
    await waitUntil(
      async () => (await ada.get(`${acme.path}/subscribers/${bob.id}`).expect(200)).state === 'sent',
      { what: 'the mail to Bob is sent' },
    )
    expect(await ada.get(`${acme.path}/deactivation-forecast`).expect(200)).toEqual({
      people: 1,
      links: 1,
      softphones: 1,
    })
  })

  test('is told to its admins, and stands in its history; a repeat changes and tells nothing', async () => {
    await become('deactivated').expect(200)
    await become('deactivated').expect(200)
    await become('active').expect(200)
    expect((await auditTrailOf(ada, acme)).filter((action) => /activated/.test(action))).toEqual([
      'account.deactivated',
      'account.reactivated',
    ])
    const told = await asSuperuser(
      app.database,
      "select recipient, parameters->'notice'->>'what' as what from app.outgoing_mails where account_id = $1 and kind = 'admin-notice' order by mail_id",
      [acme.id],
    )
    expect(told).toEqual([
      { recipient: carlasMail, what: 'account-deactivated' },
      { recipient: carlasMail, what: 'account-reactivated' },
    ])
  })

  test('needs the password again where it was given long ago', async () => {
    const late = await app.ada()
    app.clock.advance({ minutes: 6 })
    expect(await become('deactivated', late)).toMatchObject({ body: { code: 'auth.step-up-required' } })
    ada = await app.ada()
  })
})

describe('UA-1: in a deactivated customer', () => {
  test('its partner sees the account and reactivates it, and nothing else', async () => {
    await become('deactivated').expect(200)
    expect(await ada.get(acme.path).expect(200)).toMatchObject({ status: 'deactivated' })
    const refused = { status: 409, body: { code: 'accounts.deactivated' } }
    for (const path of ['/users', '/subscribers', '/events', '/locations', '/deployment-profiles']) {
      expect(await ada.get(`${acme.path}${path}`), path).toMatchObject(refused)
    }
    expect(await ada.patch(acme.path, { name: 'Other' })).toMatchObject(refused)
    expect(await ada.patch(acme.path, { status: 'active', name: 'Other' })).toMatchObject(refused)
    expect(await ada.post(`${acme.path}/subscribers`, {})).toMatchObject(refused)
    await become('active').expect(200)
    await ada.get(`${acme.path}/subscribers`).expect(200)
    expect((await ada.get(acme.path).expect(200)).name).toBe('Acme')
  })

  test('nobody else is let in: another partner finds nothing there', async () => {
    await become('deactivated').expect(200)
    const { admin: nadia } = await aSecondPartner(app)
    expect(await nadia.get(acme.path)).toMatchObject({ status: 404 })
    expect(await become('active', nadia)).toMatchObject({ status: 404 })
  })

  test('the list of customers shows the status and is narrowed by it', async () => {
    await become('deactivated').expect(200)
    const ids = async (query: string) =>
      (await ada.get(`/accounts?limit=500${query}`).expect(200)).items.map(({ id }: { id: string }) => id)
    expect(await ids('&status=deactivated')).toContain(acme.id)
    expect(await ids('&status=active')).not.toContain(acme.id)
    expect(await ids('')).toContain(acme.id)
  })
})

describe('UA-1: whether an account is active', () => {
  test("is not for its own admins to say, nor for a partner's own account", async () => {
    const refused = { status: 403, body: { code: 'accounts.status-of-partner' } }
    expect(await become('deactivated', carla)).toMatchObject(refused)
    const { account } = await ada.get('/sessions/current').expect(200)
    expect(await ada.patch(`/accounts/${account.id}`, { status: 'deactivated' })).toMatchObject(refused)
    expect((await ada.get(acme.path).expect(200)).status).toBe('active')
  })
})
