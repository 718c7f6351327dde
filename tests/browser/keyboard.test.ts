import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { dialog, field, openManage, rowWith, sidePanel } from './harness/admin.ts'
import { test } from './harness/test.ts'

/** Anna in the list, and the link of her row. */
async function annasRow(
  app: TestApp,
  visit: (as: { as: Awaited<ReturnType<TestApp['ada']>> }) => Promise<Page>,
) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer)
  const page = await visit({ as: ada })
  await openManage(page, customer)
  await rowWith(page, 'Kühn').waitFor()
  return { page, customer, id: id as string, link: page.getByRole('link', { name: 'Kühn', exact: true }) }
}

function focused(one: Locator): Promise<void> {
  return one.and(one.page().locator(':focus')).waitFor()
}

async function recordIsOpen(page: Page): Promise<void> {
  await field(sidePanel(page), 'E-mail address').waitFor()
}

async function recordIsClosed(page: Page): Promise<void> {
  await sidePanel(page).waitFor({ state: 'hidden' })
}

describe('Esc closes the record beside the list, and the row has the focus', () => {
  test('after a press on the row', async ({ app, visit }) => {
    const { page, link } = await annasRow(app, visit)
    await rowWith(page, 'Kühn').getByText('anna.kuehn@acme.example').click()
    await recordIsOpen(page)
    await page.keyboard.press('Escape')
    await recordIsClosed(page)
    await focused(link)
  })

  test('after Enter on the row', async ({ app, visit }) => {
    const { page, link } = await annasRow(app, visit)
    await link.press('Enter')
    await recordIsOpen(page)
    await page.keyboard.press('Escape')
    await recordIsClosed(page)
    await focused(link)
  })

  test('where the address named it', async ({ app, visit }) => {
    const { page, customer, id, link } = await annasRow(app, visit)
    await openManage(page, customer, `?open=${id}`)
    await recordIsOpen(page)
    await page.keyboard.press('Escape')
    await recordIsClosed(page)
    await focused(link)
  })

  test('while its form, asked for by e, is filled in', async ({ app, visit }) => {
    const { page, link } = await annasRow(app, visit)
    await link.press('e')
    await focused(sidePanel(page).getByRole('textbox').first())
    await page.keyboard.press('Escape')
    await recordIsClosed(page)
    await focused(link)
  })

  test('but not while it is for a dialog, a menu or a search', async ({ app, visit }) => {
    const { page, link } = await annasRow(app, visit)
    await link.press('Enter')
    await recordIsOpen(page)
    await page.keyboard.press('d')
    await dialog(page).waitFor()
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    await recordIsOpen(page)

    await sidePanel(page)
      .getByRole('button', { name: /^More for/ })
      .click()
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await recordIsOpen(page)

    await page.getByRole('searchbox').press('Escape')
    await recordIsOpen(page)
    await link.press('Escape')
    await recordIsClosed(page)
  })
})

test('the search box is cleared and then left by Escape, and down leads to what was found', async ({
  app,
  visit,
}) => {
  const { page, link } = await annasRow(app, visit)
  const box = page.getByRole('searchbox')
  await box.fill('anna')
  await box.press('Escape')
  await expect.poll(() => box.inputValue()).toBe('')
  await focused(box)
  await box.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(true)
  await box.fill('anna')
  await box.press('ArrowDown')
  await focused(link)
})

describe('the focus returns to where it was', () => {
  test('from the first dialog of a page as from every later one', async ({ app, visit }) => {
    const { page, link } = await annasRow(app, visit)
    for (const _ of ['first', 'second']) {
      await link.press('d')
      await dialog(page).waitFor()
      await focused(dialog(page).locator('*'))
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'hidden' })
      await focused(link)
    }
  })

  test('from the list of accounts', async ({ app, visit }) => {
    const { page } = await annasRow(app, visit)
    const button = page.getByRole('button', { name: /^Switch account/ })
    for (const _ of ['first', 'second']) {
      await button.click()
      await focused(page.getByRole('textbox', { name: 'Search accounts' }))
      await page.keyboard.press('Escape')
      await focused(button)
    }
  })

  test('from a new record that was not made, to the button that asked for it', async ({ app, visit }) => {
    const { page } = await annasRow(app, visit)
    const button = page.getByRole('button', { name: 'Create new user' })
    await button.click()
    await focused(sidePanel(page).getByRole('textbox').first())
    await page.keyboard.press('Escape')
    await recordIsClosed(page)
    await focused(button)
  })
})

test('the list that is on its way has the header and the columns of the one that comes', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  await aSubscriber(ada, customer)
  const page = await visit({ as: ada, viewport: { width: 390, height: 800 } })
  const held = Promise.withResolvers<void>()
  await page.route(/\/subscribers\?/, async (route) => {
    await held.promise
    await route.continue()
  })
  await openManage(page, customer)
  const columns = () =>
    page
      .getByRole('columnheader')
      .evaluateAll((all) => all.map((each) => [each.textContent, each.clientWidth]))
  await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor()
  const before = await columns()
  expect(before.length).toBeGreaterThan(5)
  held.resolve()
  await rowWith(page, 'Kühn').waitFor()
  expect(await columns()).toEqual(before)
})
