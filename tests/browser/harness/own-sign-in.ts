import type { Page } from 'playwright-core'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'

const password = 'carla counts the stairs'

/** Carla, an admin of a customer of her own, signed in. */
export async function carlaOf(app: TestApp, name: string) {
  const customer = await aCustomer(await app.ada(), { name })
  const email = `carla@${name.toLowerCase()}.example`
  const client = await anAdminOf(app, customer, { email, password })
  return { customer, client, credentials: { email, password } }
}

/** Opens the page on which one sees how one signs in oneself. */
export async function openSecurity(page: Page): Promise<void> {
  await page.goto('/me/security')
  await page.getByRole('heading', { name: 'Security', exact: true }).waitFor()
}

/** The matter of this name on the page. */
export const matter = (page: Page, name: string) => page.getByRole('region', { name })

/** The key that is shown, as an authenticator app takes it. */
export async function shownSecret(page: Page): Promise<string> {
  return (await page.locator('code').innerText()).replaceAll(' ', '')
}

/** The recovery codes that are shown. */
export const shownCodes = (page: Page) =>
  page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()

/** Says that the recovery codes were kept, and ends. */
export async function keepCodes(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await page.getByRole('button', { name: 'Done' }).click()
}
