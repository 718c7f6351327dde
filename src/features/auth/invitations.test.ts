import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

const password = 'anna likes long trains'
const linkUnknown = { status: 410, body: { code: 'auth.set-up-link-unknown' } }

/** A customer, and Dora in it, who has no password and was sent nothing yet. */
async function aCustomerWithDora(name: string, given: { role?: 'user' | 'admin'; language?: string } = {}) {
  const { role = 'user', ...settings } = given
  const customer = await aCustomer(ada, { name, ...settings })
  const email = `dora@${name.toLowerCase()}.example`
  const { id } = await aColleague(app, customer, { email, role, registered: false })
  return { customer, email, path: `${customer.path}/users/${id}`, id }
}

type Dora = Awaited<ReturnType<typeof aCustomerWithDora>>

/** Sends the welcome e-mail. @returns the token of its link */
async function invited({ path, email }: Dora, by = ada): Promise<string> {
  const before = (await mailsTo(email)).length
  await by.post(`${path}/welcome-emails`).expect(202)
  return tokenOf(await nextMailTo(email, before))
}

const mailsTo = (email: string) =>
  Promise.all(
    app.mail.messages
      .filter(({ envelope }) => envelope.to.includes(email))
      .map(({ raw }) => app.mail.parse(raw)),
  )

const nextMailTo = (email: string, before = 0) =>
  waitUntil(async () => (await mailsTo(email))[before], { what: `the next mail to ${email}` })

const tokenOf = ({ text = '' }: { text?: string | undefined }) => /\/welcome\/(\S+)/.exec(text)?.[1] ?? ''

const invitationOf = ({ path }: { path: string }) => ada.get(`${path}/invitation`).expect(200)

const invitationThatIs = (dora: Dora, state: string) =>
  waitUntil(
    async () => {
      const invitation = await invitationOf(dora)
      return invitation.state === state ? invitation : undefined
    },
    { what: `the invitation of ${dora.email} is ${state}` },
  )

const lookUp = (token: string) => app.anybody().post('/set-up-lookups', { token })
const finish = (token: string) => app.anybody().post('/set-ups', { token, password })
const signIn = (email: string) => app.anybody().post('/sessions', { email, password })

const statusOf = async ({ id }: { id: string }) => {
  const [row] = await asSuperuser(app.database, 'select status from app.users where user_id = $1', [id])
  return row.status
}

describe('the welcome e-mail', () => {
  test('UA-16: goes to a person who is added; its link takes a password, and they sign in', async () => {
    const customer = await aCustomer(ada, { name: 'Added' })
    const email = 'anna@added.example'
    const anna = await ada
      .post(`${customer.path}/users`, { firstName: 'Anna', lastName: 'Kühn', email })
      .expect(201)
    const mail = await nextMailTo(email)
    expect(mail).toMatchObject({
      subject: 'Added: finish building your account',
      from: { name: 'Added' },
      to: [{ address: email }],
    })
    expect(await statusOf(anna)).toBe('invited')
    const token = tokenOf(mail)
    expect(await lookUp(token).expect(200)).toEqual({
      accountName: 'Added',
      person: { firstName: 'Anna', lastName: 'Kühn', email },
      signInBy: 'password',
      singleSignOn: null,
      passwordLengthMin: 15,
    })
    expect(await finish(token)).toMatchObject({
      status: 201,
      body: { user: { role: 'user', name: 'Anna Kühn' }, account: { id: customer.id } },
    })
    expect(await statusOf(anna)).toBe('registered')
    expect((await signIn(email)).status).toBe(201)
    expect(await finish(token)).toMatchObject(linkUnknown)
  })

  test('UA-62: is sent again to one person by an admin of the account or of its partner, and marks them invited', async () => {
    const dora = await aCustomerWithDora('Again')
    const carla = await anAdminOf(app, dora.customer, { email: 'carla@again.example' })
    expect(await invitationOf(dora)).toEqual({
      state: 'none',
      recipient: null,
      sentAt: null,
      expiresAt: null,
      answer: null,
    })
    expect(await statusOf(dora)).toBe('unregistered')
    const tokens = [await invited(dora, carla), await invited(dora, ada)]
    expect(await statusOf(dora)).toBe('invited')
    const told = (await auditTrailOf(ada, dora.customer)).filter((action) => action === 'user.invited')
    expect(told).toHaveLength(2)
    // A new link ends the one before it.
    expect(await lookUp(tokens[0] as string)).toMatchObject(linkUnknown)
    expect((await finish(tokens[1] as string)).status).toBe(201)
    expect(await invitationOf(dora)).toMatchObject({ state: 'used' })
  })

  test('UA-62: leaves one open link where two admins press at the same time', async () => {
    const dora = await aCustomerWithDora('Together')
    const presses = Array.from({ length: 8 }, () => ada.post(`${dora.path}/welcome-emails`).expect(202))
    await Promise.all(presses)
    const open = 'select 1 from app.set_up_links where user_id = $1 and used_at is null'
    expect(await asSuperuser(app.database, open, [dora.id])).toHaveLength(1)
  })

  test('UA-62: what became of it is shown: queued, accepted by the mail server, or refused with its answer', async () => {
    const dora = await aCustomerWithDora('Fate')
    app.mail.refuse((address) => (address === dora.email ? 550 : undefined))
    const queued = await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect(queued).toMatchObject({ state: 'queued', recipient: dora.email, sentAt: null })
    const refused = await invitationThatIs(dora, 'failed')
    expect(refused).toMatchObject({ sentAt: null, answer: expect.stringContaining('550') })
    app.mail.refuse(() => undefined)
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    const sent = await invitationThatIs(dora, 'sent')
    const lifeMs = Date.parse(sent.expiresAt) - Date.parse(sent.sentAt)
    expect(Math.abs(lifeMs - 7 * 24 * 3600 * 1000)).toBeLessThan(60_000)
  })

  test('UA-62: is written in the language of the person, else in that of the account', async () => {
    const dora = await aCustomerWithDora('Sprache', { language: 'de' })
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect((await nextMailTo(dora.email)).subject).toBe('Sprache: Stellen Sie Ihr Konto fertig')
    await asSuperuser(app.database, "update app.users set language = 'fr' where user_id = $1", [dora.id])
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    expect((await nextMailTo(dora.email, 1)).subject).toBe('Sprache : finalisez votre compte')
  })

  test('UA-16: of an account that signs in with its identity provider asks for no password, and names where to sign in', async () => {
    const dora = await aCustomerWithDora('Federated')
    const provider = (keepsPasswords: boolean) =>
      asSuperuser(
        app.database,
        `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, keeps_local_passwords, created_at, updated_at)
           values ($1, 'Acme ID', 'https://id.acme.example', 'rollcall', true, $2, now(), now())
         on conflict (account_id) do update set keeps_local_passwords = $2`,
        [dora.customer.id, keepsPasswords],
      )
    await provider(false)
    const token = await invited(dora)
    expect((await nextMailTo(dora.email)).text).toContain('You sign in with Acme ID')
    expect(await lookUp(token).expect(200)).toMatchObject({
      person: { email: dora.email },
      signInBy: 'single-sign-on',
      singleSignOn: { accountId: dora.customer.id, name: 'Acme ID' },
    })
    expect(await finish(token)).toMatchObject({ status: 409, body: { code: 'auth.single-sign-on-only' } })
    await provider(true)
    expect(await lookUp(token).expect(200)).toMatchObject({ signInBy: 'password', singleSignOn: null })
    const again = await invited(dora)
    expect((await nextMailTo(dora.email, 1)).text).toContain('Choose a password')
    await finish(again).expect(201)
  })

  test('UA-62: is refused for who has registered, who is deactivated and who is not there, and nothing is sent', async () => {
    const dora = await aCustomerWithDora('Refused')
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
    const elsewhere = await aCustomerWithDora('Elsewhere')
    const foreign = `${dora.customer.path}/users/${elsewhere.id}`
    expect((await ada.post(`${foreign}/welcome-emails`)).status).toBe(404)
    expect((await ada.get(`${foreign}/invitation`)).status).toBe(404)
    const mails = 'select 1 from app.outgoing_mails where recipient = any($1)'
    expect(await asSuperuser(app.database, mails, [[dora.email, elsewhere.email]])).toEqual([])
  })

  test('UA-62: is for admins: a person without that role is refused, and a foreign partner sees nothing', async () => {
    const dora = await aCustomerWithDora('Rights')
    const anna = app.anybody()
    await anna.post('/set-ups', { token: await invited(dora), password }).expect(201)
    for (const act of [anna.post(`${dora.path}/welcome-emails`), anna.get(`${dora.path}/invitation`)]) {
      expect(await act).toMatchObject({ status: 403, body: { code: 'auth.not-allowed' } })
    }
    const { admin } = await aSecondPartner(app)
    expect((await admin.post(`${dora.path}/welcome-emails`)).status).toBe(404)
    expect((await admin.get(`${dora.path}/invitation`)).status).toBe(404)
  })
})

describe('the link of a welcome e-mail', () => {
  test('UA-16: is spent by no look, works for seven days and not longer', async () => {
    const dora = await aCustomerWithDora('Days')
    const token = await invited(dora)
    app.clock.advance({ hours: 7 * 24 - 1 })
    for (const _time of [1, 2, 3]) await lookUp(token).expect(200)
    app.clock.advance({ hours: 2 })
    // Her session has not lasted so long.
    ada = await app.ada()
    expect(await invitationOf(dora)).toMatchObject({ state: 'expired' })
    expect(await lookUp(token)).toMatchObject(linkUnknown)
    expect(await finish(token)).toMatchObject(linkUnknown)
  })

  test('UA-16: answers alike whether it is malformed, unknown, used, or of an account that is not active', async () => {
    const dora = await aCustomerWithDora('Alike')
    const used = await invited(dora)
    await finish(used).expect(201)
    const other = await aCustomerWithDora('Closed')
    const closed = await invited(other)
    await asSuperuser(app.database, "update app.accounts set status = 'deactivated' where account_id = $1", [
      other.customer.id,
    ])
    const unknown = `${used.slice(0, -1)}${used.endsWith('A') ? 'B' : 'A'}`
    const answers = await Promise.all(
      ['x', unknown, used, closed].flatMap((token) => [lookUp(token), finish(token)]),
    )
    const told = answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: undefined }))
    expect(new Set(told).size).toBe(1)
    expect(answers[0]).toMatchObject(linkUnknown)
  })

  test('UA-4: ends when the person is deactivated, and when their e-mail address changes', async () => {
    for (const [name, change] of [
      ['Deactivated', { deactivated: true }],
      ['Moved', { email: 'dora.new@moved.example' }],
    ] as const) {
      const dora = await aCustomerWithDora(name)
      const token = await invited(dora)
      await ada.patch(dora.path, change).expect(200)
      expect(await lookUp(token)).toMatchObject(linkUnknown)
      expect(await finish(token)).toMatchObject(linkUnknown)
      expect(await invitationOf(dora)).toMatchObject({ state: 'none' })
    }
  })

  test('UA-83: ends when the person is deleted', async () => {
    const dora = await aCustomerWithDora('Deleted')
    const token = await invited(dora)
    await ada.delete(dora.path).expect(204)
    expect(await lookUp(token)).toMatchObject(linkUnknown)
  })

  test.each<[string, string, (dora: Dora) => ReturnType<ApiClient['patch']>]>([
    ['UA-83: has ended', 'recalled', ({ path }) => ada.patch(path, { deactivated: true })],
    [
      'UA-1: leads into an account that was deactivated',
      'not-sent',
      ({ customer }) => ada.patch(customer.path, { status: 'deactivated' }),
    ],
  ])('%s before its mail went: the mail does not go', async (_, status, act) => {
    const dora = await aCustomerWithDora(status)
    app.mail.refuse((address) => (address === dora.email ? 450 : undefined))
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    const mail = async () => {
      const row = 'select status, server_answer from app.outgoing_mails where recipient = $1'
      return (await asSuperuser(app.database, row, [dora.email]))[0]
    }
    await waitUntil(async () => (await mail()).server_answer, { what: 'the mail is put off' })
    await act(dora).expect(200)
    app.mail.refuse(() => undefined)
    await waitUntil(
      async () => {
        // Its next attempt is seconds away, and due now.
        const jobs = 'update graphile_worker._private_jobs set run_at = now() where locked_at is null'
        await asSuperuser(app.database, jobs)
        return (await mail()).status !== 'queued'
      },
      { what: 'the next attempt is made' },
    )
    await waitUntil(async () => (await mail()).status === status, { what: `the mail is ${status}` })
    expect(await mailsTo(dora.email)).toEqual([])
  })

  test('UA-82: adds the account again of a person synchronised from a PBX whose account was removed', async () => {
    const dora = await aCustomerWithDora('Synchronised')
    await asSuperuser(app.database, "update app.users set origin = 'pbx', on_pbx = true where user_id = $1", [
      dora.id,
    ])
    await finish(await invited(dora)).expect(201)
    await ada.delete(dora.path).expect(204)
    expect((await signIn(dora.email)).status).toBe(401)
    expect(await invitationOf(dora)).toMatchObject({ state: 'none' })
    await finish(await invited(dora)).expect(201)
    expect((await signIn(dora.email)).status).toBe(201)
  })

  test('stands in no log, no table, no answer and no event', async () => {
    const dora = await aCustomerWithDora('Secret')
    const token = await invited(dora)
    await lookUp(token).expect(200)
    await fetch(`${app.serviceOrigin}/welcome/${token}`, { headers: { accept: 'text/html' } })
    const secret = token.split('.')[1] as string
    const { items } = await ada.get(`/accounts/${dora.customer.id}/events?limit=50`).expect(200)
    const rows = await asSuperuser(
      app.database,
      `select to_jsonb(m)::text as text from app.outgoing_mails m
        union all select to_jsonb(l)::text from app.set_up_links l
        union all select to_jsonb(j)::text from graphile_worker._private_jobs j`,
    )
    const texts = [...rows.map(({ text }) => text), JSON.stringify(items), app.logged.join('')]
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
  })
})
