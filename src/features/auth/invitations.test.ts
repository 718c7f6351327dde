import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { invitationsOf, linkUnknown, password, tokenOf } from './invitations.testing.ts'

let app: TestApp
let ada: ApiClient
let invitations: ReturnType<typeof invitationsOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  invitations = invitationsOf(app, () => ada)
})
afterAll(() => app.stop())

describe('the welcome e-mail', () => {
  test('UA-16: goes to a person who is added; its link takes a password, and they sign in', async () => {
    const customer = await aCustomer(ada, { name: 'Added' })
    const email = 'anna@added.example'
    const anna = await ada
      .post(`${customer.path}/users`, { firstName: 'Anna', lastName: 'Kühn', email })
      .expect(201)
    const mail = await invitations.nextMailTo(email)
    expect(mail).toMatchObject({
      subject: 'Added: finish building your account',
      from: { name: 'Added' },
      to: [{ address: email }],
    })
    expect(await invitations.statusOf(anna)).toBe('invited')
    const token = tokenOf(mail)
    expect(await invitations.lookUp(token).expect(200)).toEqual({
      accountName: 'Added',
      language: 'en',
      person: { firstName: 'Anna', lastName: 'Kühn', email },
      signInBy: 'password',
      singleSignOn: null,
      passwordLengthMin: 15,
    })
    expect(await invitations.finish(token)).toMatchObject({
      status: 201,
      body: { user: { role: 'user', name: 'Anna Kühn' }, account: { id: customer.id } },
    })
    expect(await invitations.statusOf(anna)).toBe('registered')
    expect((await invitations.signIn(email)).status).toBe(201)
    expect(await invitations.finish(token)).toMatchObject(linkUnknown)
  })

  test('UA-62: is sent again to one person by an admin of the account or of its partner, and marks them invited', async () => {
    const dora = await invitations.aCustomerWithDora('Again')
    const carla = await anAdminOf(app, dora.customer, { email: 'carla@again.example' })
    expect(await invitations.invitationOf(dora)).toEqual({
      state: 'none',
      recipient: null,
      sentAt: null,
      expiresAt: null,
      answer: null,
    })
    expect(await invitations.statusOf(dora)).toBe('unregistered')
    const tokens = [await invitations.invited(dora, carla), await invitations.invited(dora, ada)]
    expect(await invitations.statusOf(dora)).toBe('invited')
    const told = (await auditTrailOf(ada, dora.customer)).filter((action) => action === 'user.invited')
    expect(told).toHaveLength(2)
    // A new link ends the one before it.
    expect(await invitations.lookUp(tokens[0] as string)).toMatchObject(linkUnknown)
    expect((await invitations.finish(tokens[1] as string)).status).toBe(201)
    expect(await invitations.invitationOf(dora)).toMatchObject({ state: 'used' })
  })

  test('UA-62: leaves one open link where two admins press at the same time', async () => {
    const dora = await invitations.aCustomerWithDora('Together')
    const presses = Array.from({ length: 8 }, () => ada.post(`${dora.path}/welcome-emails`))
    const statuses = (await Promise.all(presses)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([202, 202, 202, 429, 429, 429, 429, 429])
    const open = 'select 1 from app.set_up_links where user_id = $1 and used_at is null'
    expect(await asSuperuser(app.database, open, [dora.id])).toHaveLength(1)
  })

  test('UA-62: what became of it is shown: queued, accepted by the mail server, or refused with its answer', async () => {
    const dora = await invitations.aCustomerWithDora('Fate')
    app.mail.refuse((address) => (address === dora.email ? 550 : undefined))
    const queued = await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect(queued).toMatchObject({ state: 'queued', recipient: dora.email, sentAt: null })
    const refused = await invitations.invitationThatIs(dora, 'failed')
    expect(refused).toMatchObject({ sentAt: null, answer: expect.stringContaining('550') })
    app.mail.refuse(() => undefined)
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    const sent = await invitations.invitationThatIs(dora, 'sent')
    const lifeMs = Date.parse(sent.expiresAt) - Date.parse(sent.sentAt)
    expect(Math.abs(lifeMs - 7 * 24 * 3600 * 1000)).toBeLessThan(60_000)
  })

  test('UA-62: is written in the language of the person, else in that of the account', async () => {
    const dora = await invitations.aCustomerWithDora('Sprache', { language: 'de' })
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect((await invitations.nextMailTo(dora.email)).subject).toBe('Sprache: Stellen Sie Ihr Konto fertig')
    await asSuperuser(app.database, "update app.users set language = 'fr' where user_id = $1", [dora.id])
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect((await invitations.nextMailTo(dora.email, 1)).subject).toBe('Sprache : finalisez votre compte')
  })

  test('UA-16: of an account that signs in with its identity provider asks for no password, and names where to sign in', async () => {
    const dora = await invitations.aCustomerWithDora('Federated')
    const provider = (keepsPasswords: boolean) =>
      asSuperuser(
        app.database,
        `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, keeps_local_passwords, created_at, updated_at)
           values ($1, 'Acme ID', 'https://id.acme.example', 'rollcall', true, $2, now(), now())
         on conflict (account_id) do update set keeps_local_passwords = $2`,
        [dora.customer.id, keepsPasswords],
      )
    await provider(false)
    const token = await invitations.invited(dora)
    expect((await invitations.nextMailTo(dora.email)).text).toContain('You sign in with Acme ID')
    expect(await invitations.lookUp(token).expect(200)).toMatchObject({
      person: { email: dora.email },
      signInBy: 'single-sign-on',
      singleSignOn: { accountId: dora.customer.id, name: 'Acme ID' },
    })
    expect(await invitations.finish(token)).toMatchObject({
      status: 409,
      body: { code: 'auth.single-sign-on-only' },
    })
    await provider(true)
    expect(await invitations.lookUp(token).expect(200)).toMatchObject({
      signInBy: 'password',
      singleSignOn: null,
    })
    const again = await invitations.invited(dora)
    expect((await invitations.nextMailTo(dora.email, 1)).text).toContain('Choose a password')
    await invitations.finish(again).expect(201)
  })

  test('UA-62: is refused for who has registered, who is deactivated and who is not there, and nothing is sent', async () => {
    const dora = await invitations.aCustomerWithDora('Refused')
    const send = () => ada.post(`${dora.path}/welcome-emails`)
    const become = (status: string) =>
      asSuperuser(app.database, 'update app.users set status = $2 where user_id = $1', [dora.id, status])
    await become('registered')
    expect(await send()).toMatchObject({
      status: 409,
      body: { code: 'auth.already-registered', detail: expect.stringContaining('Dora Weiss') },
    })
    for (const barred of ['inactive', 'locked']) {
      await become(barred)
      expect(await send()).toMatchObject({ status: 409, body: { code: 'auth.person-deactivated' } })
    }
    const elsewhere = await invitations.aCustomerWithDora('Elsewhere')
    const foreign = `${dora.customer.path}/users/${elsewhere.id}`
    expect((await ada.post(`${foreign}/welcome-emails`)).status).toBe(404)
    expect((await ada.get(`${foreign}/invitation`)).status).toBe(404)
    const mails = 'select 1 from app.outgoing_mails where recipient = any($1)'
    expect(await asSuperuser(app.database, mails, [[dora.email, elsewhere.email]])).toEqual([])
  })

  test('UA-62: is for admins: a person without that role is refused, and a foreign partner sees nothing', async () => {
    const dora = await invitations.aCustomerWithDora('Rights')
    const anna = app.anybody()
    await anna.post('/set-ups', { token: await invitations.invited(dora), password }).expect(201)
    for (const act of [anna.post(`${dora.path}/welcome-emails`), anna.get(`${dora.path}/invitation`)]) {
      expect(await act).toMatchObject({ status: 403, body: { code: 'auth.not-allowed' } })
    }
    const { admin } = await aSecondPartner(app)
    expect((await admin.post(`${dora.path}/welcome-emails`)).status).toBe(404)
    expect((await admin.get(`${dora.path}/invitation`)).status).toBe(404)
  })
})
