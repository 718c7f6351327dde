import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink, openPage } from '#tests/harness/phones.ts'
import { qrPng } from '../mails/qr.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada, { language: 'es' })
  // Mails then need not wait for the redirect server, which has tests of its own.
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterAll(() => app.stop())

async function mailTo(email: string) {
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  return { raw, ...(await app.mail.parse(raw)) }
}

test('MU-2 MU-13: link, QR and code of the mail are one token, and it holds no password and no PIN', async () => {
  const secrets = {
    pbxSipPassword: 'PBX-7f3a9c',
    voicemailPin: '90817263',
    mbgSipPassword: 'MBG-7f3a9c',
    clientServicePassword: 'CSP-7f3a9c',
    deploymentPin: '3141592653',
  }
  const email = 'anna@mailed.example'
  const { id } = await aSubscriber(ada, customer, { email, language: 'en', ...secrets })
  const token = await aLink(app, ada, customer, id)
  const link = `${app.serviceOrigin}/d/${token}`
  const mail = await mailTo(email)
  const text = mail.text ?? ''
  expect(new Set(text.match(/https?:\/\/\S+\/d\/\S+/g))).toEqual(new Set([link]))
  const lines = text.split('\n').map((line) => line.replace(/\s/g, ''))
  expect(lines.filter((line) => line.includes(token)).sort()).toEqual([link, token].sort())
  expect(mail.attachments).toHaveLength(1)
  const [qr] = mail.attachments
  expect(Buffer.from(qr?.content as ArrayBuffer).equals(await qrPng(link))).toBe(true)
  const everything = [mail.raw.toString(), mail.subject, mail.text, mail.html].join('\n')
  for (const secret of Object.values(secrets)) expect(everything).not.toContain(secret)
  expect(text).toMatch(/\bPIN\b.*separately/)
})

describe('MU-6: the language', () => {
  test('is stored, and cleared it is empty again', async () => {
    const anna = await aSubscriber(ada, customer, { language: 'fr' })
    const path = `${customer.path}/subscribers/${anna.id}`
    expect((await ada.get(path).expect(200)).language).toBe('fr')
    await ada.patch(path, { language: null }).expect(200)
    expect((await ada.get(path).expect(200)).language).toBeNull()
    expect((await ada.patch(path, { language: 'it' })).body.errors).toMatchObject([
      { path: 'language', message: expect.stringContaining('en, de, fr, es, pt') },
    ])
  })

  test.each([
    ['that of the record', 'fr', 'fr'],
    ['that of the account where the record has none', null, 'es'],
  ])('of mail and download page is %s', async (_whose, language, expected) => {
    const email = `${expected}@mailed.example`
    const { id } = await aSubscriber(ada, customer, { email, language })
    const token = await aLink(app, ada, customer, id)
    expect((await mailTo(email)).html).toMatch(new RegExp(`<html[^>]* lang="${expected}"`))
    const page = await openPage(`${app.serviceOrigin}/d/${token}`, { headers: { 'accept-language': '*' } })
    expect(page.text).toContain(`<html lang="${expected}">`)
  })

  test("of the page is the record's also in a browser that asks for another", async () => {
    const { id } = await aSubscriber(ada, customer, { language: 'fr' })
    const token = await aLink(app, ada, customer, id)
    const page = await openPage(`${app.serviceOrigin}/d/${token}`, {
      headers: { 'accept-language': 'de-AT, pt;q=0.9' },
    })
    expect(page.text).toContain('<html lang="fr">')
  })
})
