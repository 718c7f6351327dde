import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer } from '#tests/harness/people.ts'
import { test } from './harness/test.ts'

const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages', exact: true })
const entry = (page: Page, name: string) => rail(page).getByRole('link', { name, exact: true })

describe('the rail', () => {
  test('UA-5: leaves out for a partner’s own account what needs a customer, and has its orders', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { account } = await ada.get('/sessions/current').expect(200)
    const page = await visit({ as: ada })
    const ofEither = ['Import users', 'Numbers', 'Subscriptions', 'Orders', 'Integrations']
    async function entriesAt(accountId: string): Promise<string[]> {
      await page.goto(`/accounts/${accountId}/locations`)
      await entry(page, 'Locations').waitFor()
      const names = await rail(page).getByRole('link').allInnerTexts()
      return names.filter((name) => ofEither.includes(name))
    }
    expect(await entriesAt(customer.id)).toEqual(['Import users', 'Numbers', 'Integrations', 'Subscriptions'])
    expect(await entriesAt(account.id)).toEqual(['Import users', 'Integrations', 'Orders'])
  })

  test('shows the page that is open, also where it is longer than the window', async ({ app, visit }) => {
    const ada = await app.ada()
    const { id } = await aCustomer(ada)
    const page = await visit({ as: ada, viewport: { width: 1440, height: 600 } })
    await page.goto(`/accounts/${id}/settings/sign-in`)
    const current = entry(page, 'Sign-in (SSO)')
    await current.waitFor()
    const isShown = () =>
      current.evaluate((link) => {
        const { top, bottom } = link.getBoundingClientRect()
        const seen = link.parentElement?.getBoundingClientRect()
        return seen !== undefined && top >= seen.top && bottom <= seen.bottom + 1
      })
    await expect.poll(isShown).toBe(true)
  })

  test('calls no other page current than the one that is open', async ({ app, visit }) => {
    const ada = await app.ada()
    const { id } = await aCustomer(ada)
    const page = await visit({ as: ada })
    for (const [path, name] of [
      ['numbers', 'Numbers'],
      ['integrations/twilio', 'Integrations'],
      ['users?search=anna', 'Users'],
      ['users/import', 'Import users'],
    ] as const) {
      await page.goto(`/accounts/${id}/${path}`)
      await rail(page).locator('[aria-current]').first().waitFor()
      expect(await rail(page).locator('[aria-current]').allInnerTexts(), path).toEqual([name])
    }
  })
})
