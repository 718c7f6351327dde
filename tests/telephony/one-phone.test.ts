import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDebianPackages } from '../../scripts/debian-packages.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { browserOptions } from '../harness/browser.ts'
import { aCustomer, deployTo, finished } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { startLinphone } from './harness/linphone.ts'
import { decodeQr } from './harness/qr.ts'
import { type Registrar, startRegistrar } from './harness/registrar.ts'

const needed = await Promise.all([ensureDebianPackages('telephony'), ensureDebianPackages('browser')])
const missing = needed.find((group) => !group.available)
if (missing && !missing.available && process.env.CI) throw new Error(missing.reason)

const people = `First name,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Deployment PIN
Anna,Kühn,anna@acme.example,127.0.0.1,1001,s3cret-Anna,482913
Bob,"O""Brien; <x>&",bob@acme.example,127.0.0.1,1002,s3cret-Bob,1234
Carol,Díaz,carol@acme.example,127.0.0.1,1003,s3cret-Carol,0042
`

describe.skipIf(missing)('from a CSV to a registered softphone', () => {
  let app: TestApp
  let registrar: Registrar
  let ada: ApiClient
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'one-phone-'))
    registrar = await startRegistrar({ realms: [{ domain: 'acme.test' }] })
    app = await startTestApp()
    ada = await app.ada()
    await registrar.setSubscriber({
      username: '1001',
      domain: 'acme.test',
      ha1: md5('1001:acme.test:s3cret-Anna'),
    })
  }, 120_000)

  afterAll(async () => {
    await app?.stop()
    await registrar?.stop()
    await rm(folder, { recursive: true, force: true })
  }, 60_000)

  test('CD-3 CD-6 MU-12: three people by CSV, a mail with a QR, the PIN on the page, and linphone registers', async () => {
    const customer = await aCustomer(
      ada,
      {},
      {
        name: 'Kamailio',
        pbxSipDomain: 'acme.test',
        pbxSipPort: registrar.sipPort,
        pinRequired: true,
      },
    )
    const path = `${customer.path}/subscriber-imports`
    const plan = await ada
      .upload(path, { name: 'people.csv', content: people }, { profileId: customer.profileId })
      .expect(201)
    expect(plan).toMatchObject({ status: 'ready', counts: { create: 3, error: 0, conflict: 0 } })
    const applying = await ada.post(`${path}/${plan.id}/application`).expect(202)
    expect(await finished(ada, customer, applying.id)).toMatchObject({ status: 'done', done: 3 })

    const { items } = await ada.get(`${customer.path}/subscribers`).expect(200)
    const anna = items.find((each: { email: string }) => each.email === 'anna@acme.example')
    expect(await deployTo(ada, customer, [anna.id])).toMatchObject({ done: 1, failed: 0, skipped: 0 })

    const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('anna@acme.example'))
    const mail = await app.mail.parse(raw)
    const qr = mail.attachments.find((attachment) => attachment.mimeType === 'image/png')
    const link = await decodeQr(Buffer.from(qr?.content as ArrayBuffer))
    expect(link.startsWith(`${app.redirectOrigin}/d/`)).toBe(true)
    expect(raw.toString()).not.toContain('482913')
    const sent = await waitUntil(
      async () => {
        const now = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
        return now.state === 'sent' ? now : undefined
      },
      { what: 'the mail counts as deployed' },
    )
    expect(sent).toMatchObject({ downloadedAt: null, deployedAt: expect.any(String) })

    const ticketUrl = await openLinkInBrowser(link, '482913')
    expect((await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)).downloadedAt).toBeNull()
    const phone = await startLinphone({ workDir: join(folder, 'anna'), configUri: ticketUrl })
    try {
      const [binding] = await registrar.waitForBinding('1001@acme.test')
      expect(binding?.contact).toContain('1001')
      expect(await phone.configText()).toContain(`${app.serviceOrigin}/client/v1/`)
      const seen = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
      expect(seen).toMatchObject({ state: 'downloaded', downloadedAt: expect.any(String), clientCount: 1 })
      const timeline = await ada.get(`${customer.path}/subscribers/${anna.id}/timeline`).expect(200)
      expect(timeline.items.map((entry: { kind: string }) => entry.kind).reverse()).toEqual([
        'subscriber.added',
        'deployment.queued',
        'mail.accepted',
        'link.opened',
        'ticket.made',
        'client.downloaded',
      ])
    } finally {
      await phone.quit()
    }
    const notice = await app.mail.waitForMessage(async (message) =>
      ((await app.mail.parse(message.raw)).subject ?? '').includes('Linphone'),
    )
    expect(notice.envelope.to).toEqual(['anna@acme.example'])
  })

  /** As Anna does: opens the mailed link, types the PIN, presses the button; her softphone then scans the QR on the page. */
  async function openLinkInBrowser(link: string, pin: string): Promise<string> {
    const browser = await chromium.launch(browserOptions)
    try {
      const page = await browser.newPage()
      await page.goto(link)
      expect(new URL(page.url()).origin).toBe(app.serviceOrigin)
      expect(await page.textContent('body')).not.toContain('Anna')
      await page.getByRole('textbox').fill(pin)
      await page.getByRole('radio', { name: /Linphone/ }).check()
      await page.getByRole('button').click()
      const picture = await page.locator('details.qr img').first().screenshot({ scale: 'device' })
      return await decodeQr(picture)
    } finally {
      await browser.close()
    }
  }
})

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
