import type { Page } from 'playwright-core'
import type { People } from './people.ts'

/** One page worth a picture. */
export interface Scene {
  name: string
  title: string
  sizes: Array<'wide' | 'phone'>
  /** Who looks: the admin of the partner (true), somebody who administers nothing and has numbers, or nobody (false). */
  signedIn: boolean | 'owner'
  /** What the phone says it is; pages for end users differ by it. */
  userAgent?: string
  /** Brings the page into the state that is shown. */
  open(page: Page, people: People): Promise<void>
}

/** What a browser on a phone says it is. */
export const android =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36'

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
