import { request } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Browser } from 'playwright-core'
import QRCode from 'qrcode'
import { expect } from 'vitest'
import { type Mailbox, startMailbox } from '#dev/mailbox/mailbox.ts'
import { test as base } from './harness/test.ts'
import { watch } from './harness/watch.ts'

const test = base.extend('mailbox', async ({ browser: _ }, { onCleanup }) => {
  const mailbox = await startMailbox({ smtpPort: 0, webPort: 0 })
  onCleanup(() => mailbox.stop())
  return mailbox
})

async function send(mailbox: Mailbox, mail: SendMailOptions): Promise<void> {
  const transport = createTransport(mailbox.smtpUrl)
  await transport.sendMail({ from: 'Acme <phones@acme.example>', to: 'Anna <anna@acme.example>', ...mail })
  transport.close()
}

async function deploymentMail(link: string): Promise<SendMailOptions> {
  return {
    subject: 'Set up your softphone',
    text: `Open ${link} on your phone.`,
    html: `<html><head><title>Softphone</title></head><body><a href="${link}">Set up</a><img src="cid:qr" alt="QR code"></body></html>`,
    attachments: [{ filename: 'qr.png', cid: 'qr', content: await QRCode.toBuffer(link) }],
  }
}

async function visitorOf(browser: Browser, { origin }: Mailbox, options = {}) {
  const context = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce', ...options })
  return { context, page: await context.newPage(), heard: watch(context, [origin]) }
}

test('a mail appears in the list by itself, shows the QR code that it carries, and its link opens in a new tab', async ({
  browser,
  mailbox,
}) => {
  const { context, page, heard } = await visitorOf(browser, mailbox)
  await page.goto('/')
  await page.getByText('No mail yet.').waitFor()
  await send(mailbox, await deploymentMail(`${mailbox.origin}/?search=led`))
  await page.getByRole('status').filter({ hasText: 'New mail to anna@acme.example' }).waitFor()
  await page.getByRole('link', { name: 'Set up your softphone' }).click()

  const frame = page.frameLocator('iframe')
  // Taller than a line: the picture, and not the words that stand for it.
  await expect
    .poll(async () => (await frame.getByAltText('QR code').boundingBox())?.height)
    .toBeGreaterThan(60)
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('link', { name: 'Set up' }).click(),
  ])
  await opened.waitForURL('**/?search=led')
  await page.getByRole('link', { name: 'Plain text' }).click()
  expect(await page.locator('pre').textContent()).toContain('on your phone.')
  await page.getByRole('link', { name: 'Headers' }).click()
  await page.getByRole('row', { name: 'message-id' }).waitFor()
  // Also what the test itself runs in the frame is blocked.
  expect(heard().filter((line) => !line.includes("'allow-scripts'"))).toEqual([])
  await context.close()
})

test('a mail runs no script, loads nothing from elsewhere and cannot reach the page around it', async ({
  browser,
  mailbox,
}) => {
  const context = await browser.newContext({ baseURL: mailbox.origin })
  const page = await context.newPage()
  const loaded: string[] = []
  context.on('requestfinished', (request) => loaded.push(request.url()))
  await send(mailbox, {
    subject: '<script>document.title = "Owned"</script>',
    html: `<p>Hello</p><img src="${mailbox.origin}/mailbox.svg?seen"><script>top.document.title = 'Owned'</script>`,
  })
  await page.goto('/mails/1')
  await page.frameLocator('iframe').getByText('Hello').waitFor()
  await page.goto('/mails/1/body')
  await page.getByText('Hello').waitFor()
  expect(await page.title()).toBe('')
  expect(loaded.filter((url) => url.includes('seen'))).toEqual([])
  await context.close()
})

test('without JavaScript the mailbox works by loading the page anew', async ({ browser, mailbox }) => {
  const { context, page, heard } = await visitorOf(browser, mailbox, { javaScriptEnabled: false })
  await page.goto('/')
  await send(mailbox, await deploymentMail('https://go.example.com/d/1'))
  await send(mailbox, { to: 'ben@acme.example', subject: 'A new phone was set up', text: 'Was it you?' })
  await page.reload()
  expect(await page.locator('#list .to').allTextContents()).toEqual(['ben@acme.example', 'anna@acme.example'])
  await page.getByRole('searchbox').fill('softphone')
  await page.getByRole('button', { name: 'Search' }).click()
  expect(await page.locator('#list .to').allTextContents()).toEqual(['anna@acme.example'])
  expect(heard()).toEqual([])
  await context.close()
})

test('on wide screens and on phones, in light and in dark colours, axe finds nothing wrong', async ({
  browser,
  mailbox,
}) => {
  await send(mailbox, await deploymentMail('https://go.example.com/d/1'))
  const found: string[] = []
  for (const options of [
    { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  ]) {
    const { context, page } = await visitorOf(browser, mailbox, options)
    for (const address of ['/', '/mails/1', '/mails/1?view=text', '/mails/1?view=headers', '/mails/2']) {
      await page.goto(address)
      // Nothing runs in the frame, so axe would wait there for ever.
      const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze()
      found.push(...violations.map(({ id, help }) => `${address}, ${options.colorScheme}: ${id} (${help})`))
    }
    await context.close()
  }
  expect(found).toEqual([])
})

test('a page elsewhere that points its own name at the mailbox reads nothing', async ({ mailbox }) => {
  const { port } = new URL(mailbox.origin)
  const status = await new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', headers: { host: `evil.example:${port}` } })
    asked
      .once('response', (answer) => resolve(answer.statusCode))
      .once('error', reject)
      .end()
  })
  expect(status).toBe(403)
})
