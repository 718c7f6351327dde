import type { Locator, Page } from 'playwright-core'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { playTwilio } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { sidePanel } from './admin.ts'
import { test as base } from './test.ts'

/** Carla’s. */
export const password = 'carla counts the stairs'
/** Two as they are dialled here, and one from elsewhere. */
const rented = [
  { number: '+447700900101', friendlyName: 'Sales' },
  { number: '+447700900102' },
  { number: '+12025550103', friendlyName: 'New York' },
]

/** An account for each test with Carla as its admin, Anna and Bob, and a Twilio account of its own. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  .extend('app', { scope: 'file' }, async ({}, { onCleanup }): Promise<TestApp> => {
    const app = await startTestApp({ outboundAllow: ['127.0.0.1'] })
    onCleanup(() => app.stop())
    return app
  })
  .extend('own', async ({ app }, { onCleanup }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const carla = await anAdminOf(app, customer, { password })
    const person = (firstName: string, lastName: string) =>
      aPerson(app, customer, { firstName, lastName, email: `${firstName.toLowerCase()}@acme.example` })
    const anna = await person('Anna', 'Kühn')
    const bob = await person('Bob', 'Stone')
    const twilio = await playTwilio(rented)
    onCleanup(() => twilio.stop())
    return { ada, customer, carla, anna, bob, twilio, address: `/accounts/${customer.id}` }
  })

export const theSwitch = (page: Page, name: string) =>
  page.getByRole('switch', { name: new RegExp(`^${name}`) })
/** The numbers in the list, in its order. */
export const numbersIn = (page: Page) => page.getByRole('rowheader').allInnerTexts()

/** Opens Bulk user settings › Twilio SMS numbers of the Manage panel, for whom that is open. */
export async function openAssigning(page: Page): Promise<Locator> {
  await sidePanel(page).getByRole('button', { name: 'Twilio SMS numbers' }).click()
  const asked = page.getByRole('dialog', { name: 'Assign SMS numbers' })
  await asked.getByText('Overwrite SMS numbers for selected users').waitFor()
  return asked
}

/** What is to be done with the numbers, in the dialog. */
export const overwrite = (asked: Locator) =>
  asked.getByRole('combobox', { name: 'Overwrite SMS numbers for selected users' })

/** Does what was chosen, and waits until the dialog is gone. */
export async function save(asked: Locator): Promise<void> {
  await asked.getByRole('button', { name: 'Save', exact: true }).click()
  await asked.waitFor({ state: 'hidden' })
}
