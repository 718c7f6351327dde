import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import {
  aColleague,
  aCustomer,
  anAdminOf,
  aSubscriber,
  auditTrailOf,
  deployTo,
} from '#tests/harness/people.ts'
import { openPage } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { isLinkToken } from '../redirect/link-token.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  carla = await anAdminOf(app, customer)
  path = `${customer.path}/deployment-email`
})
afterAll(() => app.stop())

/** The test that came to this address; other mails may come there too. */
const testTo = (address: string) =>
  waitUntil(
    async () => {
      const sent = app.mail.messages.filter(({ envelope }) => envelope.to.includes(address))
      const mails = await Promise.all(sent.map(({ raw }) => app.mail.parse(raw)))
      return mails.find(({ subject }) => subject?.startsWith('[Test]'))
    },
    { what: `a test has come to ${address}` },
  )
const linkIn = (text: string | undefined) => /https?:\/\/[^\s"]+\/d\/[^\s"]+/.exec(text ?? '')?.[0] ?? ''

describe('DP-4: a preview', () => {
  test('shows the e-mail in force with a sample person, its QR in the page', async () => {
    const { subject, html, text } = await ada.post(`${path}/en/previews`, {}).expect(200)
    expect(subject).toBe('Acme: set up your softphone')
    expect(text).toContain('Hello Anna Kühn')
    expect(html).toContain('src="data:image/svg+xml;base64,')
    expect(html).not.toContain('cid:')
    expect(html).not.toContain('<script')
  })

  test('shows a code in the groups of a real one, and a link of its length that nobody can ever have', async () => {
    const bob = await aSubscriber(ada, customer)
    const real = await ada.post(`${customer.path}/subscribers/${bob.id}/links`).expect(201)
    const groupsOf = (code: string) => code.split(' ').map(({ length }) => length)
    const given = { subject: 'Code', body: 'Code:\n\n{{authenticationCode}}\n\n{{link}}' }
    const { text } = await ada.post(`${path}/en/previews`, given).expect(200)
    const code = /^[\w.-]{5}( [\w.-]{1,5})+$/m.exec(text)?.[0] ?? ''
    expect(groupsOf(code)).toEqual(groupsOf(real.authenticationCode))
    const token = linkIn(text).split('/d/')[1] ?? ''
    expect(token).toBe(code.replaceAll(' ', ''))
    expect(isLinkToken(token)).toBe(false)
  })

  test('shows texts that are not saved yet, in their language, and keeps nothing of them', async () => {
    const given = { subject: 'Für {{firstName}}', body: 'Hallo {{lastName}} <b>\n\n{{link}}' }
    const shown = await ada.post(`${path}/de/previews`, given).expect(200)
    expect(shown.subject).toBe('Für Anna')
    expect(shown.text).toContain('Hallo Kühn <b>')
    expect(shown.html).toContain('Hallo Kühn &lt;b&gt;')
    expect(shown.html).toContain('Mein Softphone einrichten')
    expect(shown.html).not.toContain('data:image')
    expect((await ada.get(`${path}/de`).expect(200)).isDefault).toBe(true)
  })

  test('shows a subscriber of the account, as their mail would be', async () => {
    const profile = { name: 'Central', centralEmail: 'reception@acme.example', linkLifeHours: 1 }
    const { id: profileId } = await ada.post(`${customer.path}/deployment-profiles`, profile).expect(201)
    const bob = await aSubscriber(ada, customer, {
      profileId,
      firstName: 'Bob',
      lastName: 'Brown',
      directoryNumber: '2002',
      deploymentPin: '482913',
    })
    const shown = await ada.post(`${path}/en/previews`, { subscriberId: bob.id }).expect(200)
    expect(shown.subject).toBe('Acme: set up your softphone (Bob Brown, 2002)')
    expect(shown.text).toContain('Your number: 2002')
    expect(shown.text).toContain('You will be asked for a PIN')
    expect(JSON.stringify(shown)).not.toContain('482913')
    expect(await ada.get(`${customer.path}/subscribers/${bob.id}`).expect(200)).toMatchObject({
      state: 'new',
    })
  })

  test('of a subscriber of another account is refused like one that does not exist', async () => {
    const other = await aCustomer(ada, { name: 'Globex' })
    const stranger = await aSubscriber(ada, other)
    for (const subscriberId of [stranger.id, newId()]) {
      expect(await ada.post(`${path}/en/previews`, { subscriberId })).toMatchObject({
        status: 422,
        body: { code: 'deployment-email.subscriber-unknown' },
      })
    }
  })

  test('of texts with faults names them instead', async () => {
    expect(await ada.post(`${path}/en/previews`, { body: 'Hello' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body', code: 'mail.link-missing' }] },
    })
  })

  test('holds a link that sets up nothing: it opens the page of unknown links', async () => {
    const { text } = await ada.post(`${path}/en/previews`, {}).expect(200)
    const page = await openPage(linkIn(text))
    expect(page.status).toBe(404)
    expect(page.text).toContain('This link is unknown')
  })
})

describe('DP-4: the sample link stands where the links of the account stand', () => {
  /** Where the links of a preview and of a test message lead, and that of the mail that a person of the account gets. */
  async function originsIn(account: typeof customer, domain: string) {
    const dora = await aColleague(app, account, { email: `dora@${domain}` })
    const anna = await aSubscriber(ada, account, { email: `anna@${domain}` })
    const preview = await ada.post(`${account.path}/deployment-email/en/previews`, {}).expect(200)
    const given = { recipientUserId: dora.id }
    await ada.post(`${account.path}/deployment-email/en/test-messages`, given).expect(202)
    const test = await testTo(dora.email)
    await deployTo(ada, account, [anna.id])
    const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(`anna@${domain}`))
    const originIn = (text: string | undefined) => new URL(linkIn(text)).origin
    return {
      real: originIn((await app.mail.parse(raw)).text),
      samples: [preview.text, preview.html, test.text, test.html].map(originIn),
    }
  }

  test('at the redirect address, as in the mail that its people get', async () => {
    const initech = await aCustomer(ada, { name: 'Initech' })
    const at = app.redirectOrigin
    expect(await originsIn(initech, 'initech.example')).toEqual({ real: at, samples: [at, at, at, at] })
  })

  test('at the service, where the account bypasses the redirect server', async () => {
    const umbrella = await aCustomer(ada, { name: 'Umbrella' })
    await ada.patch(umbrella.path, { redirectBypass: true }).expect(200)
    const at = app.serviceOrigin
    expect(await originsIn(umbrella, 'umbrella.example')).toEqual({ real: at, samples: [at, at, at, at] })
  })
})

describe('DP-4: a test message', () => {
  test('goes to the caller, marked as a test, with the texts in force', async () => {
    const answer = await carla.post(`${path}/en/test-messages`, {}).expect(202)
    expect(answer).toEqual({ id: expect.any(String), recipient: 'carla@acme.example' })
    const mail = await testTo('carla@acme.example')
    expect(mail.subject).toBe('[Test] Acme: set up your softphone')
    expect(mail.text).toContain('This is a test of the deployment e-mail.')
    expect(mail.text).toContain('Hello Anna Kühn')
    expect(mail.attachments.map(({ mimeType }) => mimeType)).toEqual(['image/png'])
    expect(await auditTrailOf(ada, customer)).toContain('deployment-email.tested')
  })

  test('holds a link that sets up nothing: it opens the page of unknown links', async () => {
    const page = await openPage(linkIn((await testTo('carla@acme.example')).text))
    expect(page.status).toBe(404)
    expect(page.text).toContain('This link is unknown')
  })

  test("of a partner's admin goes to their own address, with texts that are not saved yet", async () => {
    const given = { subject: 'Hallo {{firstName}}', body: 'Neu: {{link}}' }
    expect((await ada.post(`${path}/de/test-messages`, given).expect(202)).recipient).toBe(
      'ada@northwind.example',
    )
    const mail = await testTo('ada@northwind.example')
    expect(mail.subject).toBe('[Test] Hallo Anna')
    expect(mail.text).toContain('Neu:')
  })

  test('goes to another admin of the account who has registered', async () => {
    const dora = await aColleague(app, customer, { email: 'dora@acme.example' })
    await carla.post(`${path}/en/test-messages`, { recipientUserId: dora.id }).expect(202)
    expect((await testTo(dora.email)).subject).toMatch(/^\[Test\]/)
  })

  test('threats "Phishing through our mailer": goes to nobody else', async () => {
    const other = await aCustomer(ada, { name: 'Initech' })
    const strangers = [
      await aColleague(app, customer, { email: 'user@acme.example', role: 'user' }),
      await aColleague(app, customer, { email: 'new@acme.example', registered: false }),
      await aColleague(app, other, { email: 'admin@initech.example' }),
      { id: newId() },
    ]
    for (const { id } of strangers) {
      expect(await ada.post(`${path}/en/test-messages`, { recipientUserId: id })).toMatchObject({
        status: 422,
        body: { code: 'deployment-email.recipient-not-admin', errors: [{ path: 'recipientUserId' }] },
      })
    }
    expect(await ada.post(`${path}/en/test-messages`, { recipient: 'victim@example.com' })).toMatchObject({
      status: 422,
    })
  })

  test('of texts with faults is not sent', async () => {
    expect(await ada.post(`${path}/en/test-messages`, { subject: '{{pin}}' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'subject', code: 'mail.placeholder-secret' }] },
    })
  })

  test('is sent ten times an hour in an account, also when asked for all at once; then 429 says when again', async () => {
    const busy = await aCustomer(ada, { name: 'Hooli' })
    const ask = () => ada.post(`${busy.path}/deployment-email/en/test-messages`, {})
    const answers = await Promise.all(Array.from({ length: 12 }, ask))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(202), 429, 429])
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body.code).toBe('deployment-email.too-many-tests')
    const retryAfter = Number(refused?.headers.get('retry-after'))
    expect(retryAfter).toBeGreaterThan(3_500)
    expect(retryAfter).toBeLessThanOrEqual(3_600)
    await ada.post(`${path}/en/test-messages`, {}).expect(202)
    app.clock.advance({ seconds: retryAfter })
    await ask().expect(202)
  })
})
