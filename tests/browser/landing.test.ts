import type { Page, Request } from 'playwright-core'
import { describe, expect } from 'vitest'
import { timelineOf } from '#tests/harness/people.ts'
import { fetchAsPhone, useLink } from '#tests/harness/phones.ts'
import { aLinkFor, configLink, desktop, phone, typePin, useApp } from './harness/end-user.ts'
import { test } from './harness/test.ts'

const pin = '90817263'

describe('with a PIN', () => {
  test('MU-12: a wrong one is told at its field with the tries left, the right one leads on', async ({
    app,
    visit,
  }) => {
    const { path } = await aLinkFor(app, { deploymentPin: pin })
    const page = await visit(desktop)
    await page.goto(path)
    await page.getByRole('heading', { name: 'Hello' }).waitFor()
    expect(await page.content()).not.toMatch(/Anna|Kühn/)
    await typePin(page, '1111')
    await page.getByRole('alert').getByText('That PIN is not right. 4 tries are left.').waitFor()
    const field = page.getByRole('textbox', { name: 'PIN' })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.inputValue()).toBe('')
    await typePin(page, pin)
    await page.getByRole('heading', { name: 'Set up Linphone' }).waitFor()
    await page.getByRole('img', { name: 'QR code for Linphone' }).waitFor()
  })

  test('MU-12: wrong five times the link is locked, and the right PIN does not help', async ({
    app,
    visit,
  }) => {
    const { path } = await aLinkFor(app, { deploymentPin: pin })
    const page = await visit(phone)
    await page.goto(path)
    for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is']) {
      await typePin(page, '1111')
      await page.getByRole('alert').getByText(`${left} left.`).waitFor()
    }
    await typePin(page, '1111')
    const locked = page.getByRole('heading', { name: 'This link is locked' })
    await locked.waitFor()
    await page.goto(path)
    await locked.waitFor()
    expect(await useLink(app, path.slice('/d/'.length), { pin, client: 'linphone' })).toMatchObject({
      status: 423,
    })
  })
})

describe('on a phone', () => {
  test('the app fetches, the page changes by itself, and *Not my phone* blocks it', async ({
    app,
    visit,
  }) => {
    const { ada, customer, id, path } = await aLinkFor(app)
    const page = await visit(phone)
    await page.goto(path)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    await useApp(page, 'Linphone')
    await page.getByText('Waiting for the app.').waitFor()
    const fetched = await fetchAsPhone(await configLink(page))
    expect(fetched.status).toBe(200)
    await page.getByRole('heading', { name: /^Set up on Linphone, \d/ }).waitFor()
    await page.getByRole('button', { name: 'Not my phone: block it' }).click()
    await page.getByRole('heading', { name: 'The phone is blocked' }).waitFor()
    expect(await timelineOf(ada, customer, id)).toContain('client.revoked')

    await page.goto(path)
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
  })

  test('everything works without JavaScript', async ({ app, visit }) => {
    const { ada, customer, id, path } = await aLinkFor(app, { deploymentPin: pin })
    const page = await visit({ ...phone, javaScriptEnabled: false })
    await page.goto(path)
    await typePin(page, '1111')
    await page.getByText('4 tries are left.').waitFor()
    await typePin(page, pin)
    await fetchAsPhone(await configLink(page))
    await page.getByRole('link', { name: 'I have set it up' }).click()
    await page.getByRole('heading', { name: /^Set up on Linphone, \d/ }).waitFor()
    const result = page.url()
    await page.goto(path)
    await page.getByRole('heading', { name: 'This link has already been used' }).waitFor()
    await page.goto(result)
    await page.getByRole('button', { name: 'Not my phone: block it' }).click()
    await page.getByRole('heading', { name: 'The phone is blocked' }).waitFor()
    expect(await timelineOf(ada, customer, id)).toContain('client.revoked')
  })

  test('360 px are enough: no page has to be moved sideways', async ({ app, visit }) => {
    const { path } = await aLinkFor(app, { deploymentPin: pin })
    const page = await visit(phone)
    const fits = async () => {
      expect(await overflow(page), await page.title()).toBeLessThanOrEqual(0)
    }
    await page.goto('/d')
    await fits()
    await page.goto('/d/unknown')
    await fits()
    await page.goto(path)
    await page.getByText('Other apps').click()
    await fits()
    await typePin(page, '1111')
    await fits()
    await typePin(page, pin)
    await page.getByText('Enter the address by hand').click()
    await fits()
    await page.goto(path)
    await page.getByText('Other apps').click()
    await page.getByRole('radio', { name: /Set up by hand/ }).check()
    await typePin(page, pin)
    await page.getByRole('heading', { name: 'Settings for your softphone' }).waitFor()
    for (const show of await page.getByText('Show', { exact: true }).all()) await show.click()
    await fits()
  })
})

test('a person with a German browser is spoken to in German', async ({ app, visit }) => {
  const { path } = await aLinkFor(app, { deploymentPin: pin })
  const page = await visit({ ...phone, locale: 'de-DE' })
  await page.goto(path)
  await page.getByRole('heading', { name: 'Guten Tag' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.getByRole('textbox', { name: 'PIN' }).fill('1111')
  await page.getByRole('button', { name: 'Weiter' }).click()
  await page.getByText('Diese PIN stimmt nicht. Sie haben noch 4 Versuche.').waitFor()
})

test('from the link to the QR code less than 60 kB travel', async ({ app, visit }) => {
  const { path } = await aLinkFor(app, { deploymentPin: pin })
  const page = await visit({ ...desktop, isAlone: true })
  const requests: Request[] = []
  page.on('requestfinished', (request) => requests.push(request))
  await page.goto(path)
  await typePin(page, pin)
  await page.getByRole('img', { name: 'QR code for Linphone' }).waitFor()
  await page.waitForLoadState('load')
  const sizes = await Promise.all(requests.map((request) => request.sizes()))
  const bytes = sizes.reduce((sum, size) => sum + size.responseHeadersSize + size.responseBodySize, 0)
  // The least that a page, a stylesheet and a QR code can be: counting nothing must not pass.
  expect(bytes).toBeGreaterThan(5_000)
  expect(bytes).toBeLessThan(60_000)
})

test('an expired link offers a new one, which arrives by mail', async ({ app, visit }) => {
  const { path } = await aLinkFor(app, { email: 'anna@late.example' })
  const first = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('anna@late.example'))
  app.clock.advance({ hours: 73 })
  const page = await visit(phone)
  await page.goto(path)
  await page.getByRole('heading', { name: 'This link has expired' }).waitFor()
  await page.getByRole('button', { name: 'Send me a new link' }).click()
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
  await app.mail.waitForMessage(
    (message) => message !== first && message.envelope.to.includes('anna@late.example'),
  )
})

/** How far the page reaches beyond the right edge of the window, in pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
}
