import type { Page } from 'playwright-core'
import type { People } from './people.ts'

/** One page worth a picture. */
export interface Scene {
  name: string
  title: string
  sizes: Array<'wide' | 'phone'>
  signedIn: boolean
  /** What the phone says it is; pages for end users differ by it. */
  userAgent?: string
  /** Brings the page into the state that is shown. */
  open(page: Page, people: People): Promise<void>
}

export const both: Scene['sizes'] = ['wide', 'phone']

/** A page of the admin UI below the account. */
export function adminScene(
  name: string,
  title: string,
  address: (people: People) => string,
  ready: (page: Page) => Promise<unknown>,
): Scene {
  return {
    name,
    title,
    sizes: both,
    signedIn: true,
    async open(page, people) {
      await page.goto(`/accounts/${people.accountId}/${address(people)}`)
      await ready(page)
    },
  }
}

/** Waits for a row with this text. */
export const aRow = (text: string) => (page: Page) =>
  page.getByRole('row').filter({ hasText: text }).first().waitFor()
