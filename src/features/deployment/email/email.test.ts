import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSecondPartner, auditTrailOf } from '#tests/harness/people.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

const texts = { subject: 'Your phone, {{firstName}}', body: 'Hello {{firstName}},\n\n{{link}}' }

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  // A sign-in counts for five minutes; some tests move the clock on.
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/deployment-email`
})

describe('DP-4: the deployment e-mail', () => {
  test('is the default in each of the five languages, until the account says otherwise', async () => {
    const { items } = await ada.get(path).expect(200)
    expect(items.map((email: { language: string }) => email.language)).toEqual(['en', 'de', 'fr', 'es', 'pt'])
    for (const email of items) {
      expect(email).toMatchObject({
        isDefault: true,
        defaultVersion: 1,
        version: 0,
        updatedAt: null,
        updatedBy: null,
      })
      expect(email.body).toContain('{{link}}')
    }
    const { body, headers } = await ada.get(`${path}/de`)
    expect(body).toEqual(items[1])
    expect(headers.get('etag')).toBe('"0"')
  })

  test('IM-8: subject and body can be set for one language; the others stay', async () => {
    const saved = await ada.put(`${path}/de`, texts)
    expect(saved).toMatchObject({
      status: 200,
      body: { language: 'de', ...texts, isDefault: false, version: 1, updatedBy: expect.any(String) },
    })
    expect(saved.headers.get('etag')).toBe('"1"')
    const { items } = await ada.get(path).expect(200)
    expect(items.map((email: { isDefault: boolean }) => email.isDefault)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ])
    expect(items[1]).toEqual(saved.body)
    expect(await auditTrailOf(ada, customer)).toContain('deployment-email.changed')
  })

  test('saved again as it is makes no new version', async () => {
    await ada.put(`${path}/de`, texts).expect(200)
    expect(await ada.put(`${path}/de`, texts).expect(200)).toMatchObject({ version: 1 })
  })

  test('can be reset to the default, which is a new version of it', async () => {
    const before = await ada.get(`${path}/de`).expect(200)
    await ada.put(`${path}/de`, texts).expect(200)
    await ada.delete(`${path}/de`).expect(204)
    const after = await ada.get(`${path}/de`).expect(200)
    expect(after).toMatchObject({ subject: before.subject, body: before.body, isDefault: true, version: 2 })
    await ada.delete(`${path}/de`).expect(204)
    expect((await ada.get(`${path}/de`).expect(200)).version).toBe(2)
    expect(await auditTrailOf(ada, customer)).toContain('deployment-email.reset')
  })

  test('changed by somebody else in between is not overwritten: 412', async () => {
    await ada.put(`${path}/de`, texts, { 'if-match': '"0"' }).expect(200)
    const late = { ...texts, subject: 'Late' }
    for (const answer of [
      await ada.put(`${path}/de`, late, { 'if-match': '"0"' }),
      await ada.delete(`${path}/de`, { 'if-match': '"0"' }),
    ]) {
      expect(answer).toMatchObject({ status: 412, body: { code: 'http.stale' } })
    }
    expect((await ada.get(`${path}/de`).expect(200)).subject).toBe(texts.subject)
  })

  test('two saved at the same moment: one wins whole, and none is half-written', async () => {
    const both = await Promise.all(
      ['One', 'Two'].map((subject) => ada.put(`${path}/de`, { ...texts, subject })),
    )
    for (const { status } of both) expect([200, 412]).toContain(status)
    const winners = both.filter(({ status }) => status === 200)
    expect((await ada.get(`${path}/de`).expect(200)).version).toBe(winners.length)
  })

  test('of a language that nobody speaks here is refused with the list of those that we speak', async () => {
    const answer = await ada.get(`${path}/tlh`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(answer.body.detail).toContain('en, de, fr, es, pt')
  })

  test('of another account is as unknown as that account', async () => {
    const { admin: nadia } = await aSecondPartner(app)
    for (const answer of [
      await nadia.get(path),
      await nadia.put(`${path}/de`, texts),
      await nadia.delete(`${path}/de`),
      await nadia.post(`${path}/de/previews`, {}),
      await nadia.post(`${path}/de/test-messages`, {}),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    }
  })
})

describe('IM-8: placeholders are checked at their place when saved', () => {
  const faults = async (given: { subject?: string; body?: string }) => {
    const answer = await ada.put(`${path}/de`, { ...texts, ...given })
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    return answer.body.errors
  }

  test('an unknown one is named with line and column', async () => {
    expect(await faults({ body: 'Hello,\n\n{{link}} for {{nubmer}}' })).toEqual([
      {
        path: 'body',
        code: 'mail.placeholder-unknown',
        message: expect.stringMatching(/^Line 3, column 14: There is no \{\{nubmer\}\}\./),
      },
    ])
  })

  test('MU-13: one for a PIN or a password is refused, in the subject and in the body', async () => {
    const errors = await faults({ subject: '{{deploymentPin}}', body: '{{link}}\n{{pbxSipPassword}}' })
    expect(errors).toMatchObject([
      { path: 'subject', code: 'mail.placeholder-secret' },
      { path: 'body', code: 'mail.placeholder-secret' },
    ])
    expect(errors[1].message).toMatch(/^Line 2, column 1: /)
  })

  test('everything that is wrong is said at once', async () => {
    const errors = await faults({ subject: 'a\nb {{link}}', body: '{{first name}} https://evil.example/x' })
    expect(errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['subject', 'mail.line-break-in-subject'],
      ['subject', 'mail.placeholder-not-in-subject'],
      ['body', 'mail.placeholder-open'],
      ['body', 'mail.link-foreign'],
      ['body', 'mail.link-missing'],
    ])
  })

  test.each([
    ['an address of another host', 'https://evil.example'],
    ['a www address', 'www.evil.example'],
  ])('%s is refused, in the subject too: our mails lead to our own pages only', async (_what, address) => {
    expect(await faults({ subject: `See ${address}` })).toMatchObject([
      { path: 'subject', code: 'mail.link-foreign', message: expect.stringMatching(/^Line 1, column 5: /) },
    ])
    expect(await faults({ body: `{{link}} ${address}` })).toMatchObject([{ code: 'mail.link-foreign' }])
  })

  test('an address of our own may stand in it', async () => {
    await ada.put(`${path}/de`, { ...texts, body: `{{link}} ${app.serviceOrigin}/d` }).expect(200)
  })

  test.each([
    ['no subject', { subject: '  ' }],
    ['a NUL character', { body: '{{link}}\u0000' }],
    ['half a character', { subject: '\ud800' }],
    ['a text longer than a mail', { body: `{{link}}${'x'.repeat(30_000)}` }],
  ])('%s is refused, and nothing is changed', async (_what, given) => {
    const [error] = await faults(given)
    expect(error).toMatchObject({ path: Object.keys(given)[0], message: expect.stringMatching(/^[A-Z]/) })
    expect(await ada.get(`${path}/de`).expect(200)).toMatchObject({ isDefault: true, version: 0 })
  })
})

describe('threats "Stolen admin mailbox": a change of the e-mail', () => {
  test('needs a password that was given within five minutes', async () => {
    await ada.put(`${path}/de`, texts).expect(200)
    app.clock.advance({ minutes: 6 })
    for (const answer of [
      await ada.put(`${path}/de`, { ...texts, subject: 'New' }),
      await ada.delete(`${path}/de`),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } })
    }
    await ada.get(`${path}/de`).expect(200)
    await ada.post(`${path}/de/previews`, {}).expect(200)
    await ada.post('/sessions/current/step-ups', { password: 'correct horse battery staple' }).expect(201)
    await ada.put(`${path}/de`, { ...texts, subject: 'New' }).expect(200)
  })

  test('is told to the other admins, each in their language, and not to whoever did it', async () => {
    carla = await anAdminOf(app, customer, { email: 'carla@notices.example' })
    await aColleague(app, customer, { email: 'dora@notices.example' })
    await carla.put(`${path}/de`, texts).expect(200)
    const { raw } = await app.mail.waitForMessage(({ envelope }) =>
      envelope.to.includes('dora@notices.example'),
    )
    const mail = await app.mail.parse(raw)
    expect(mail.subject).toBe('Acme: The deployment e-mail in German was changed')
    expect(mail.text).toContain('By: Carla Rossi, carla@notices.example')
    expect(mail.text).toContain(`${app.serviceOrigin}/accounts/${customer.id}/activity/events`)
    await carla.delete(`${path}/de`).expect(204)
    await app.mail.waitForMessage(
      (message) => message.envelope.to.includes('dora@notices.example') && message.raw !== raw,
    )
    expect(app.mail.messages.filter(({ envelope }) => envelope.to.includes('carla@notices.example'))).toEqual(
      [],
    )
  })

  test("by a partner's admin is told to the customer's admins, saying so", async () => {
    await anAdminOf(app, customer, { email: 'carla@partner.example' })
    await ada.put(`${path}/fr`, texts).expect(200)
    const { raw } = await app.mail.waitForMessage(({ envelope }) =>
      envelope.to.includes('carla@partner.example'),
    )
    expect((await app.mail.parse(raw)).text).toMatch(/By: .*, ada@northwind\.example \(partner\)/)
  })
})
