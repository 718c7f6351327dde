import type { Page } from 'playwright-core'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { type AuthenticatorApp, authenticatorApp, codeOf } from '#tests/harness/second-factors.ts'
import { dialog, field, passwordField } from './admin.ts'

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

/** Opens the link of the first e-mail that has come to this address, which welcomes them, and finishes the account. */
export async function finishAccount(
  app: TestApp,
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const { html = '' } = await app.mail.parse(raw)
  await page.goto(/href="([^"]+)"/.exec(html)?.[1] ?? '')
  await page.getByRole('heading', { name: 'Finish building your account' }).waitFor()
  await passwordField(page).fill(password)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
}

/** Sets up an authenticator app on the page that is open: Security, on a computer. */
export async function setUpApp(app: TestApp, page: Page): Promise<AuthenticatorApp> {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await dialog(page).getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  const secret = await shownSecret(page)
  await field(dialog(page), 'Code that the app shows').fill(await codeOf(app, secret))
  await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
  const recoveryCodes = await shownCodes(page)
  await keepCodes(page)
  return authenticatorApp(app, secret, recoveryCodes)
}
