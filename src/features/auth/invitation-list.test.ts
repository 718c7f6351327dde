import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, aSecondPartner } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
/** Addresses come again in several tests. */
let mailsBefore = 0
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  mailsBefore = app.mail.messages.length
  ada = await app.ada()
  acme = await aCustomer(ada)
  app.mail.refuse(() => undefined)
})

const password = 'anna likes long trains'

/** Adds somebody, who is invited at once. */
const add = (email: string, given: object = {}) =>
  ada.post(`${acme.path}/users`, { firstName: 'Dora', lastName: 'Weiss', email, ...given }).expect(201)
const list = (query = '', by = ada) => by.get(`${acme.path}/invitations${query}`).expect(200)
const emails = async (query = '') =>
  (await list(query)).items.map(({ email }: { email: string }) => email) as string[]
const counts = async (query = '') => {
  const { items } = await ada.get(`${acme.path}/invitations/counts${query}`).expect(200)
  return Object.fromEntries(
    items
      .filter(({ count }: { count: number }) => count > 0)
      .map(({ state, count }: { state: string; count: number }) => [state, count]),
  )
}

/** Waits until the newest invitation of this person is in that state. */
const until = (email: string, state: string) =>
  waitUntil(
    async () =>
      (await list(`?state=${state}`)).items.find(
        (invitation: { email: string }) => invitation.email === email,
      ),
    { what: `the invitation of ${email} is ${state}` },
  )

const linkOf = (email: string) =>
  waitUntil(
    async () => {
      const ofThisTest = app.mail.messages.slice(mailsBefore)
      const { raw } = ofThisTest.findLast(({ envelope }) => envelope.to.includes(email)) ?? {}
      const { text = '' } = raw ? await app.mail.parse(raw) : {}
      return /\/welcome\/(\S+)/.exec(text)?.[1]
    },
    { what: `the welcome e-mail to ${email}` },
  )

/** One person in each state, named after it. */
async function oneInEachState() {
  app.mail.refuse((address) =>
    address.startsWith('failed@') ? 550 : address.startsWith('queued@') ? 450 : undefined,
  )
  await add('expired@acme.example')
  await until('expired@acme.example', 'sent')
  app.clock.advance({ hours: 7 * 24 + 1 })
  ada = await app.ada()
  for (const state of ['failed', 'queued', 'sent', 'used', 'not-sent']) await add(`${state}@acme.example`)
  await app
    .anybody()
    .post('/set-ups', { token: await linkOf('used@acme.example'), password })
    .expect(201)
  await until('failed@acme.example', 'failed')
  await until('sent@acme.example', 'sent')
  const put =
    "update app.set_up_links l set mail_state = 'not-sent' from app.users u where l.user_id = u.user_id and u.email = $1"
  await until('not-sent@acme.example', 'sent')
  await asSuperuser(app.database, put, ['not-sent@acme.example'])
}

describe('UA-62: the list of invitations', () => {
  test('tells of each who has not registered what became of the newest welcome e-mail, and the answer of the mail server', async () => {
    await oneInEachState()
    // Nobody was sent anything: no invitation.
    await aColleague(app, acme, { email: 'nobody@acme.example', registered: false })
    expect((await emails()).toSorted()).toEqual(
      ['expired', 'failed', 'not-sent', 'queued', 'sent'].map((state) => `${state}@acme.example`),
    )
    for (const state of ['expired', 'failed', 'not-sent', 'queued', 'sent', 'used']) {
      expect(await emails(`?state=${state}`)).toEqual([`${state}@acme.example`])
    }
    expect(await counts()).toEqual({ expired: 1, failed: 1, 'not-sent': 1, queued: 1, sent: 1, used: 1 })
    const [failed] = (await list('?state=failed')).items
    expect(failed).toEqual({
      userId: expect.any(String),
      firstName: 'Dora',
      lastName: 'Weiss',
      email: 'failed@acme.example',
      state: 'failed',
      sentAt: null,
      expiresAt: expect.any(String),
      answer: expect.stringContaining('550'),
    })
    const [sent] = (await list('?state=sent')).items
    expect(Date.parse(sent.expiresAt) - Date.parse(sent.sentAt)).toBeGreaterThan(6 * 24 * 3600 * 1000)
    await waitUntil(async () => (await list('?state=queued')).items[0].answer?.includes('450'), {
      what: 'the answer that asks to come later is told',
    })
  })

  test('has one invitation for each person: a new one replaces what was before it, also one that has expired', async () => {
    const dora = await add('dora@acme.example')
    await until(dora.email, 'sent')
    app.clock.advance({ hours: 7 * 24 + 1 })
    ada = await app.ada()
    expect(await counts()).toEqual({ expired: 1 })
    await ada.post(`${acme.path}/users/${dora.id}/welcome-emails`).expect(202)
    await until(dora.email, 'sent')
    expect(await counts()).toEqual({ sent: 1 })
    expect(await emails('?state=expired')).toEqual([])
  })

  test('is newest first, in pages that neither repeat nor leave out anybody, and not of other accounts', async () => {
    const other = await aCustomer(ada, { name: 'Other' })
    await ada.post(`${other.path}/users`, { firstName: 'Eva', lastName: 'Else', email: 'eva@other.example' })
    const added: string[] = []
    for (let n = 0; n < 7; n++) {
      app.clock.advance({ minutes: 1 })
      added.unshift((await add(`p${n}@acme.example`)).email)
    }
    await waitUntil(async () => (await counts()).sent === 7, { what: 'all mails are sent' })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ email: string }>; nextCursor: string | null } = await list(
        `?state=sent&limit=3${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...page.items.map(({ email }) => email))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(added)
    expect(await ada.get(`${acme.path}/invitations?cursor=x`)).toMatchObject({ status: 422 })
  })

  test('is searched as people are, in a state and in all of them; the counts follow the search', async () => {
    await add('anna.kuehn@acme.example', { firstName: 'Anna', lastName: 'Kühn' })
    await add('ben@acme.example', { firstName: 'Ben', lastName: 'Okafor' })
    app.mail.refuse((address) => (address.startsWith('anna.weiss') ? 550 : undefined))
    await add('anna.weiss@acme.example', { firstName: 'Anna', lastName: 'Weiss' })
    await until('anna.weiss@acme.example', 'failed')
    await waitUntil(async () => (await counts()).sent === 2, { what: 'the other mails are sent' })
    expect((await emails('?search=anna')).toSorted()).toEqual([
      'anna.kuehn@acme.example',
      'anna.weiss@acme.example',
    ])
    expect(await emails('?search=kuhn')).toEqual(['anna.kuehn@acme.example'])
    expect(await emails('?search=anna&state=failed')).toEqual(['anna.weiss@acme.example'])
    expect(await emails('?search=okafor&state=failed')).toEqual([])
    expect(await counts('?search=anna')).toEqual({ sent: 1, failed: 1 })
  })

  test('leaves out whoever is deactivated, and whoever lost their sign-in after they had used their link (UA-82)', async () => {
    const dora = await add('dora@acme.example')
    await until(dora.email, 'sent')
    await ada.patch(`${acme.path}/users/${dora.id}`, { deactivated: true }).expect(200)
    expect(await counts()).toEqual({})
    const pia = await aPerson(app, acme, {
      email: 'pia@acme.example',
      registered: false,
      columns: { origin: 'pbx', onPbx: true },
    })
    await ada.post(`${acme.path}/users/${pia.id}/welcome-emails`).expect(202)
    await app
      .anybody()
      .post('/set-ups', { token: await linkOf(pia.email), password })
      .expect(201)
    expect(await counts()).toEqual({ used: 1 })
    await ada.delete(`${acme.path}/users/${pia.id}`).expect(204)
    expect(await counts()).toEqual({})
  })

  test('is for admins of the account and of its partner', async () => {
    const carla = await anAdminOf(app, acme, { email: 'carla@acme.example' })
    const dora = await add('dora.weiss@acme.example')
    expect((await list('', carla)).items).toMatchObject([{ userId: dora.id }])
    const user = app.anybody()
    await user.post('/set-ups', { token: await linkOf(dora.email), password }).expect(201)
    const { admin: stranger } = await aSecondPartner(app)
    for (const path of ['invitations', 'invitations/counts']) {
      expect((await user.get(`${acme.path}/${path}`)).status).toBe(403)
      expect((await stranger.get(`${acme.path}/${path}`)).status).toBe(404)
    }
  })
})

describe('UA-62: the list of people', () => {
  test('tells of who is invited how far that is, and of nobody else', async () => {
    await oneInEachState()
    await aColleague(app, acme, { email: 'carla@acme.example' })
    const { items } = await ada.get(`${acme.path}/users`).expect(200)
    const told = Object.fromEntries(
      items.map(({ email, invitation }: { email: string; invitation: { state: string } | null }) => [
        email.split('@')[0],
        invitation?.state ?? null,
      ]),
    )
    expect(told).toEqual({
      carla: null,
      expired: 'expired',
      failed: 'failed',
      'not-sent': 'not-sent',
      queued: 'queued',
      sent: 'sent',
      used: null,
    })
    const failed = items.find(({ email }: { email: string }) => email.startsWith('failed'))
    expect(failed.invitation).toEqual({
      state: 'failed',
      expiresAt: expect.any(String),
      answer: expect.stringContaining('550'),
    })
    const { invitation, registeredAt } = await ada.get(`${acme.path}/users/${failed.id}`).expect(200)
    expect([invitation.state, registeredAt]).toEqual(['failed', null])
  })
})
