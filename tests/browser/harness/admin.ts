import type { Locator, Page } from 'playwright-core'

/** Fills in the sign-in page and presses the button. */
export async function signIn(page: Page, given: { email: string; password: string }): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(given.email)
  await passwordField(page).fill(given.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export function passwordField(within: Page | Locator): Locator {
  return field(within, 'Password')
}

export function field(within: Page | Locator, name: string): Locator {
  return within.getByRole('textbox', { name, exact: true })
}

/** The field as soon as it is told to be wrong, also to a screen reader, and for this reason. */
export function wrongField(within: Page | Locator, name: string, reason: RegExp): Locator {
  return field(within, name)
    .and(within.locator('[aria-invalid=true]'))
    .and(within.getByRole('textbox', { description: reason }))
}

/** Chooses an option of a drop-down field. */
export async function choose(within: Page | Locator, field: string, option: string): Promise<void> {
  const page = 'page' in within ? within.page() : within
  await within.getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** The record beside the list. */
export function sidePanel(page: Page): Locator {
  return page.getByRole('complementary')
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog')
}

/** The row of a list that says this. */
export function rowWith(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text })
}

/** Opens Client deployment › Manage, and waits for the list or what stands in its place. */
export async function openManage(page: Page, account: { id: string }, search = ''): Promise<void> {
  await page.goto(`/accounts/${account.id}/deployment/subscribers${search}`)
  await page.getByRole('heading', { name: 'Manage' }).waitFor()
}

/** Ticks the boxes of these people. */
export async function select(page: Page, names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
}

/** Chooses an act for what is selected in Manage, and waits for the dialog that says what it will do. */
export async function beginAct(page: Page, act: string): Promise<void> {
  if (['Deploy', 'Auto deploy', 'Set force config'].includes(act)) {
    await page.getByRole('button', { name: act, exact: true }).first().click()
  } else {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: new RegExp(`^${act}`) }).click()
  }
  await dialog(page).waitFor()
}

/** Gives the password that a delicate act asks for again; `look` sees the dialog before that. */
export async function giveStepUp(
  page: Page,
  password: string,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  const asked = dialog(page).filter({ hasText: 'Enter your password again' })
  await asked.waitFor()
  await look()
  await passwordField(asked).fill(password)
  await asked.getByRole('button', { name: 'Go on' }).click()
  await asked.waitFor({ state: 'hidden' })
}
