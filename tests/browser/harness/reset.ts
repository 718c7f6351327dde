import type { Page } from 'playwright-core'
import { field } from './admin.ts'

/** Opens the link of a mail that resets a password and goes on to code and password. */
export async function openForm(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await field(page, 'Confirmation code').waitFor()
}

/** Types the code of the mail and a new password, and sends them. */
export async function complete(page: Page, given: { code: string; password: string }): Promise<void> {
  await field(page, 'Confirmation code').fill(given.code)
  await field(page, 'New password').fill(given.password)
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
}

/** Asks for such a mail, as whoever has forgotten the password does. */
export async function askForReset(page: Page, email: string): Promise<void> {
  await page.goto('/forgot')
  await field(page, 'E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send e-mail', exact: true }).click()
  await page.getByRole('heading', { name: 'Look at your e-mails', exact: true }).waitFor()
}
