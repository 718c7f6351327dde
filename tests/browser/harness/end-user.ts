import type { BrowserContextOptions, Page } from 'playwright-core'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink } from '#tests/harness/phones.ts'

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

/** A small phone that says it is one. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
}

/** Anna, of a customer of her own, and the path of the link that is mailed to her. */
export async function aLinkFor(app: TestApp, given: object = {}) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer, given)
  return { ada, customer, id: id as string, path: `/d/${await aLink(app, ada, customer, id)}` }
}

/** Types a PIN and goes on with the app that is chosen. */
export async function typePin(page: Page, pin: string): Promise<void> {
  await page.getByRole('textbox', { name: 'PIN' }).fill(pin)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Chooses an app where no PIN is asked for. */
export async function useApp(page: Page, app: string): Promise<void> {
  await page.getByRole('radio', { name: app }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Where Linphone fetches its configuration when its button is pressed on a phone. */
export async function configLink(page: Page): Promise<string> {
  const href = await page.getByRole('link', { name: 'Open in Linphone' }).getAttribute('href')
  return String(href).replace('linphone-config:', '')
}
