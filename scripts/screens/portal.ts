import type { Page } from 'playwright-core'
import { android, both, type Scene } from './scene.ts'

/** A page of the portal, as somebody sees it who administers nothing. */
function portalScene(
  name: string,
  title: string,
  address: string,
  open: (page: Page) => Promise<unknown>,
): Scene {
  return {
    name,
    title,
    sizes: both,
    signedIn: 'owner',
    userAgent: android,
    async open(page) {
      await page.goto(address)
      await open(page)
    },
  }
}

const ownNumber = (page: Page) => page.getByRole('region', { name: '2050' })

/** What people who administer nothing see of themselves. */
export const portalScenes: Scene[] = [
  portalScene('portal-phones', 'My phones', '/portal', (page) =>
    ownNumber(page)
      .getByRole('button', { name: /^Rename/ })
      .waitFor(),
  ),
  portalScene('portal-set-up', 'Setting up a phone oneself', '/portal', async (page) => {
    await ownNumber(page).getByRole('button', { name: 'Set up a phone' }).click()
    await page.getByRole('button', { name: /^(Show QR code|Continue)$/ }).click()
    await page.getByText('Waiting for the softphone.').waitFor()
  }),
  portalScene('portal-not-allowed', 'A number that one may not set up oneself', '/portal', async (page) => {
    const reason = page.getByRole('paragraph').filter({ hasText: 'has not allowed people' })
    await reason.scrollIntoViewIfNeeded()
  }),
  portalScene('portal-directory', 'The directory', '/portal/directory?search=kuhn', (page) =>
    page.locator('mark').first().waitFor(),
  ),
  portalScene('portal-people', 'Everybody in the directory', '/portal/directory', (page) =>
    page.getByRole('listitem').first().waitFor(),
  ),
  portalScene('portal-details', 'My details', '/portal/details', (page) =>
    page.getByRole('combobox').waitFor(),
  ),
  portalScene('portal-security', 'Sign-in and security', '/portal/security', (page) =>
    page.getByText('This one').waitFor(),
  ),
]
