import type { Locator, Page } from 'playwright-core'
import { playTwilio, someNumbers } from '#tests/harness/numbers.ts'
import { dialog, field, sidePanel } from './admin.ts'
import { test as base } from './single-sign-on.ts'
import { openUsers } from './users.ts'

/** Whom the search for `Last99` finds among a thousand. */
export const people99 = ['First99', ...Array.from({ length: 10 }, (_, at) => `First99${at}`)]

/** The product in reach of what it stands among: a name server, an identity provider, and a Twilio account that rents one number too few for `people99`. */
export const test = base.extend(
  'twilio',
  { scope: 'file' },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  async ({}, { onCleanup }) => {
    const twilio = await playTwilio(someNumbers(people99.length - 1))
    onCleanup(() => twilio.stop())
    return twilio
  },
)

/** Opens the Manage panel for `people99`. */
export async function managing(page: Page, customer: { id: string }): Promise<Locator> {
  await openUsers(page, customer, '?search=Last99&open=manage')
  await sidePanel(page)
    .getByRole('heading', { name: `Manage ${people99.length} users` })
    .waitFor()
  return sidePanel(page)
}

/** Types the word that a deletion asks for, and deletes. */
export async function typeDelete(page: Page): Promise<void> {
  await field(dialog(page), 'Type “delete” to confirm').fill('delete')
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click()
}
