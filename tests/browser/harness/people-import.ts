import type { Page } from 'playwright-core'
import { field, rowWith, sidePanel } from './admin.ts'
import { openUsers } from './users.ts'

/** Of a thousand: so many lack the sign in the address. */
export const faultyRows = 37
/** Every so many lines one is faulty, from the first on. */
const faultyEvery = 27

/** The lines of a thousand people, `First0` to `First999`. @param faulty with the faulty ones, else all in order */
export function thousandLines({ faulty }: { faulty: boolean }): string[] {
  return Array.from({ length: 1_000 }, (_, at) => {
    const lacksSign = faulty && at % faultyEvery === 0 && at < faultyRows * faultyEvery
    return `First${at},Last${at},person${at}${lacksSign ? '.' : '@'}acme.example,User`
  })
}

/** Goes from the users of an account to the import of people. */
export async function openImport(page: Page, account: { id: string }): Promise<void> {
  await openUsers(page, account)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Import users' }).click()
  await page.getByRole('heading', { name: 'Import users' }).waitFor()
  await page.getByText('At least one of them; or Name instead.').waitFor()
}

/** Has a file of people checked. */
export async function upload(page: Page, content: string): Promise<void> {
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: 'Check file' }).click()
}

/** Corrects the address of each row that needs work, from row to row by the keyboard alone. @param look sees the first of them as a form */
export async function correctAddresses(
  page: Page,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  await page.getByText(`${faultyRows} rows need work before anything can be imported.`).waitFor()
  await rowWith(page, 'person0.acme').getByText('person0.acme').click()
  const address = field(sidePanel(page), 'E-mail address')
  await address.and(page.locator(':focus')).waitFor()
  await page
    .getByText(/^Email: /)
    .first()
    .waitFor()
  await look()
  for (let left = faultyRows; left > 0; left--) {
    await address.fill(`fixed${left}@acme.example`)
    await page.keyboard.press('Enter')
    await sidePanel(page)
      .getByText(/^Saved: line \d+ is New now\.$/)
      .waitFor()
    if (left > 1)
      await sidePanel(page).getByRole('button', { name: 'Next row that needs work' }).press('Enter')
  }
  await page.keyboard.press('Escape')
  await page.getByText('No errors found').waitFor()
}

/** Takes the import back that the page shows, of so many people, and waits until that is done. */
export async function undoImport(page: Page, people: string): Promise<void> {
  const asked = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Undo import' }).click()
  await asked.getByText(`${people} users who were added are removed`).waitFor()
  await asked.getByRole('button', { name: 'Undo import' }).click()
  await asked.getByText(`${people} of ${people}`).waitFor()
  await asked.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.getByText('This import was undone').waitFor()
}
