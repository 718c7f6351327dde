import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aTicket, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let partner: { id: string }
let customer: Awaited<ReturnType<typeof aCustomer>>
/** Each test's customer has a name of its own, by which its mails are known. */
let name: string

const texts = { subject: 'Your phone', body: '{{link}}' }
const paul = 'paul@northwind.example'

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  partner = (await ada.get('/sessions/current').expect(200)).account
  await ada.patch(`/accounts/${partner.id}`, { language: 'fr' }).expect(200)
  await aColleague(app, partner, { email: paul })
  await aColleague(app, partner, { email: 'una@northwind.example', registered: false })
  await aColleague(app, partner, { email: 'ulf@northwind.example', role: 'user' })
})
afterAll(() => app.stop())
beforeEach(async () => {
  name = `Acme ${newId()}`
  customer = await aCustomer(ada, { name })
})

/** The mail to this address that names the customer, and what it must say. */
async function mailTo(email: string, words: string) {
  const about = async (raw: Buffer) =>
    `${(await app.mail.parse(raw)).subject} ${(await app.mail.parse(raw)).text}`
  const { raw } = await app.mail.waitForMessage(async (message) => {
    const text = message.envelope.to.includes(email) ? await about(message.raw) : ''
    return text.includes(name) && text.includes(words)
  })
  return app.mail.parse(raw)
}

/** Who is written to about this, sent or not. */
const readersOf = async (kind: string): Promise<string[]> =>
  (
    await asSuperuser(
      app.database,
      'select recipient from app.outgoing_mails where account_id = $1 and kind = $2 order by recipient',
      [customer.id, kind],
    )
  ).map(({ recipient }) => recipient)

/** From where Anna's phone fetches; the mails of her profile go to a central address. */
async function aCentralTicket(): Promise<string> {
  const profile = { name: 'Central', centralEmail: 'desk@acme.example', pinRequired: true }
  const { id: profileId } = await ada.post(`${customer.path}/deployment-profiles`, profile).expect(201)
  const anna = await aSubscriber(ada, { ...customer, profileId }, { deploymentPin: '482913' })
  const token = await aLink(app, ada, customer, anna.id)
  return aTicket(app, token, { client: 'generic', pin: '482913' })
}

describe('threats "Stolen admin mailbox": where a customer has no registered admin of its own', () => {
  test("its partner's other admins are told, in their language, naming the customer", async () => {
    await aColleague(app, customer, { email: 'emil@acme.example', registered: false })
    await ada.put(`${customer.path}/deployment-email/de`, texts).expect(200)
    const mail = await mailTo(paul, 'allemand')
    expect(mail.subject).toBe(`${name}: L’e-mail de déploiement (langue : allemand) a été modifié`)
    expect(mail.text).toContain(`${app.serviceOrigin}/accounts/${customer.id}/activity/events`)
    expect(await readersOf('admin-notice')).toEqual([paul])
  })

  test('IM-9: a central address is told to each of them, also to who set it', async () => {
    const profile = { name: 'Central', centralEmail: 'desk@acme.example' }
    await ada.post(`${customer.path}/deployment-profiles`, profile).expect(201)
    expect(await readersOf('admin-notice')).toEqual([partnerAdmin.email, paul])
  })

  test('IM-9: a new phone whose mails go to a central address is told to them', async () => {
    expect((await fetchAsPhone(await aCentralTicket())).status).toBe(200)
    expect(await readersOf('new-phone')).toEqual([partnerAdmin.email, paul])
    await mailTo(paul, 'Anna Kühn')
  })

  test('nobody of a partner that the customer does not let in is told: such a mail names people', async () => {
    const ticket = await aCentralTicket()
    await asSuperuser(
      app.database,
      `update app.accounts set partner_access_mode = 'closed' where account_id = $1`,
      [customer.id],
    )
    expect((await fetchAsPhone(ticket)).status).toBe(200)
    expect(await readersOf('new-phone')).toEqual([])
  })

  test('the act sees nothing else of the partner: the question leaves the transaction in the customer', async () => {
    const seen = await app.platform.database.inAccount(customer.id, async (tx) => {
      const { rows: told } = await sql`select * from app.admins_of_partner()`.execute(tx)
      const { rows } = await sql<{ accountId: string }>`select account_id from app.accounts`.execute(tx)
      return { told: told.length, accounts: rows.map(({ accountId }) => accountId) }
    })
    expect(seen).toEqual({ told: 2, accounts: [customer.id] })
  })

  test('an account that is no customer has nobody above it to be told', async () => {
    const told = await app.platform.database.inAccount(
      partner.id,
      async (tx) => (await sql`select * from app.admins_of_partner()`.execute(tx)).rows,
    )
    expect(told).toEqual([])
  })
})

test('as soon as the customer has an admin who has registered, its own are told and not the partner', async () => {
  await anAdminOf(app, customer, { email: `carla@${customer.id}.example` })
  await ada.put(`${customer.path}/deployment-email/de`, texts).expect(200)
  await mailTo(`carla@${customer.id}.example`, 'in German was changed')
  expect(await readersOf('admin-notice')).toEqual([`carla@${customer.id}.example`])
})

describe('threats "Stolen admin mailbox": who may administer the account', () => {
  let users: string
  let dora: { id: string; email: string }

  beforeEach(async () => {
    users = `${customer.path}/users`
    dora = await aPerson(app, customer, { email: 'dora@acme.example' })
  })

  const change = (changes: unknown, by = ada) => by.patch(`${users}/${dora.id}`, changes).expect(200)

  const told = async () => {
    const mails = `delete from app.outgoing_mails where account_id = $1 and kind = 'admin-notice'
      returning recipient, parameters->'notice' as notice`
    const rows = await asSuperuser(app.database, mails, [customer.id])
    return rows
      .map(({ recipient, notice }) => [recipient, notice.what, notice.details.person])
      .sort(([one], [other]) => one.localeCompare(other))
  }

  test('is told to the other admins when somebody is made an admin or is one no more, and to who is removed', async () => {
    const carla = await anAdminOf(app, customer)
    const emil = await aColleague(app, customer, { email: 'emil@acme.example' })
    await change({ role: 'admin' }, carla)
    expect(await told()).toEqual([[emil.email, 'admin-made', 'Dora Weiss']])
    const removed = [dora, emil].map(({ email }) => [email, 'admin-removed', 'Dora Weiss'])
    const back = [[emil.email, 'admin-made', 'Dora Weiss']]
    await change({ deactivated: true }, carla)
    expect(await told()).toEqual(removed)
    await change({ deactivated: false }, carla)
    expect(await told()).toEqual(back)
    await change({ role: 'user' }, carla)
    expect(await told()).toEqual(removed)
  })

  const toldThemselves = async () =>
    (
      await asSuperuser(
        app.database,
        `delete from app.outgoing_mails where account_id = $1 and kind = 'sign-in-notice'
          returning recipient, parameters->'notice'->>'what' as what`,
        [customer.id],
      )
    ).map(({ recipient, what }) => [recipient, what])

  test('is told when the e-mail address of an admin is changed, before a welcome e-mail can go there, and to the old address, once', async () => {
    const emil = await aColleague(app, customer, { email: 'emil@acme.example' })
    const invited = await aColleague(app, customer, { email: 'new@acme.example', registered: false })
    const email = 'mallory@evil.example'
    await ada.patch(`${users}/${invited.id}`, { email }).expect(200)
    expect(await told()).toEqual([[emil.email, 'admin-email-changed', 'Dora Weiss']])
    expect(await toldThemselves()).toEqual([])
    const fred = await aColleague(app, customer, { email: 'fred@acme.example' })
    await ada.patch(`${users}/${emil.id}`, { email: 'evil@evil.example' }).expect(200)
    expect(await told()).toEqual([[fred.email, 'admin-email-changed', 'Dora Weiss']])
    expect(await toldThemselves()).toEqual([[emil.email, 'email-changed']])
    await change({ email: 'dora.weiss@acme.example' })
    expect(await told()).toEqual([])
    expect(await toldThemselves()).toEqual([[dora.email, 'email-changed']])
  })

  test('is told of somebody who is added as an admin, and of nobody who is not', async () => {
    const emil = await aColleague(app, customer, { email: 'emil@acme.example' })
    const person = { firstName: 'Fred', lastName: 'Berg' }
    await ada.post(users, { ...person, email: 'fred@acme.example', role: 'admin' }).expect(201)
    expect(await told()).toEqual([[emil.email, 'admin-made', 'Fred Berg']])
    await ada.post(users, { ...person, email: 'berg@acme.example' }).expect(201)
    await change({ language: 'fr' })
    await change({ deactivated: true })
    expect(await told()).toEqual([])
  })
})
