import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aPerson } from '#tests/harness/people.ts'
import { handset, olgaOf, openPortal } from './harness/portal.ts'
import { test } from './harness/test.ts'

/** Olga and two colleagues: Anna with an extension and a mobile number, Bob with neither. */
async function colleaguesOf(app: TestApp, name: string, directory: string) {
  const { ada, customer, olga } = await olgaOf(app, name)
  await ada.patch(customer.path, { directory }).expect(200)
  const anna = { firstName: 'Anna', lastName: 'Kühn', email: `anna@${name.toLowerCase()}.example` }
  await aPerson(app, customer, { ...anna, columns: { extension: '2001', mobile: '+491711234567' } })
  const bob = { firstName: 'Bob', lastName: 'Stone', email: `bob@${name.toLowerCase()}.example` }
  await aPerson(app, customer, bob)
  return { ada, customer, olga }
}

const people = (page: Page) => page.getByRole('list', { name: 'People' }).getByRole('listitem')
const one = (page: Page, name: string) => people(page).filter({ hasText: name })
const hrefOf = (page: Page, name: string) => page.getByRole('link', { name }).getAttribute('href')

describe('UA-1: the directory', () => {
  test('finds colleagues while one types, marks what was found, and calls and writes to them', async ({
    app,
    visit,
  }) => {
    const { olga } = await colleaguesOf(app, 'Finding', 'all-numbers')
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'Directory', '/directory')
    await one(page, 'Bob Stone').waitFor()
    await page.getByRole('searchbox', { name: 'Search by name, number or location' }).fill('kuhn')
    await one(page, 'Bob Stone').waitFor({ state: 'hidden' })
    expect(await one(page, 'Anna').locator('mark').allInnerTexts()).toEqual(['Kühn'])
    expect(new URL(page.url()).search).toBe('?search=kuhn')
    expect(await hrefOf(page, 'Call Anna Kühn: Mobile +491711234567')).toBe('tel:+491711234567')
    expect(await hrefOf(page, 'Call Anna Kühn: Extension 2001')).toMatch(/^(sip|tel):2001/)
    expect(await hrefOf(page, 'Write to Anna Kühn: anna@finding.example')).toBe('mailto:anna@finding.example')

    await page.getByRole('searchbox').fill('0171 123')
    await one(page, 'Anna').locator('mark').waitFor()
    await page.getByRole('searchbox').fill('zoltan')
    await page.getByRole('heading', { name: 'Nobody found' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click()
    await one(page, 'Bob Stone').waitFor()
  })

  test('copies a number', async ({ app, visit }) => {
    const { olga } = await colleaguesOf(app, 'Copying', 'all-numbers')
    const page = await visit({ as: olga.client, permissions: ['clipboard-read', 'clipboard-write'] })
    await openPortal(page, 'Directory', '/directory')
    await page.getByRole('button', { name: 'Copy +491711234567' }).click()
    await page.getByRole('button', { name: '+491711234567 is copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('+491711234567')
  })

  test('goes on as one scrolls', async ({ app, visit }) => {
    const { customer, olga } = await olgaOf(app, 'Scrolling')
    for (let index = 0; index < 60; index++) {
      const lastName = `Person ${String(index).padStart(2, '0')}`
      await aPerson(app, customer, { firstName: 'Pia', lastName, email: `pia${index}@scrolling.example` })
    }
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'Directory', '/directory')
    await one(page, 'Pia Person 00').waitFor()
    await page.getByRole('button', { name: 'More people' }).scrollIntoViewIfNeeded()
    await one(page, 'Pia Person 59').waitFor()
    await page.getByRole('button', { name: 'More people' }).waitFor({ state: 'hidden' })
  })

  test('that is switched off says so', async ({ app, visit }) => {
    const { olga } = await colleaguesOf(app, 'Hidden', 'off')
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'Directory', '/directory')
    await page.getByRole('heading', { name: 'The directory is switched off' }).waitFor()
    expect(await page.getByRole('searchbox').count()).toBe(0)
  })
})

describe('one’s own details', () => {
  test('UA-16: stand there as text, with whom to ask and what colleagues see', async ({ app, visit }) => {
    const { ada, customer, olga } = await olgaOf(app, 'Known')
    await ada
      .patch(customer.path, { supportContactName: 'Sam Support', supportContactPhone: '+49 30 1234' })
      .expect(200)
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My details', '/details')
    await page.getByText('Olga Oster', { exact: true }).waitFor()
    await page.getByText(olga.email).first().waitFor()
    // The number of her softphone, under which colleagues find her too.
    await page.getByText('1001', { exact: true }).waitFor()
    await page.getByText('Your mobile number is not shown.').waitFor()
    await page.getByText('Ask Sam Support.').waitFor()
    expect(await hrefOf(page, '+49 30 1234')).toBe('tel:+49301234')
    expect(await page.getByRole('textbox').count()).toBe(0)
  })

  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('a long e-mail address goes on in the next line before the @ or a dot, in a window of $width px', async (viewport, {
    app,
    visit,
  }) => {
    const { ada, customer, olga } = await olgaOf(app, `Long ${viewport.width}`)
    const email = `olga.ostermann-hohenfels@${viewport.width}.telecommunications.example`
    await ada.patch(`${customer.path}/users/${olga.id}`, { email }).expect(200)
    const page = await visit({ viewport, as: olga.client })
    await openPortal(page, 'My details', '/details')
    const address = page.getByRole('definition').filter({ hasText: email })
    await address.waitFor()
    const begun = await address.evaluate((shown) => {
      const letters: Array<{ letter: string; top: number }> = []
      const texts = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT)
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const [at, letter] of [...(text.nodeValue ?? '')].entries()) {
          const range = document.createRange()
          range.setStart(text, at)
          range.setEnd(text, at + 1)
          letters.push({ letter, top: Math.round(range.getBoundingClientRect().top) })
        }
      }
      return letters
        .filter(({ top }, at) => at > 0 && top !== letters[at - 1]?.top)
        .map(({ letter }) => letter)
    })
    if (viewport.width === 1440) expect(begun).not.toEqual([])
    expect(begun.filter((letter) => !'@.'.includes(letter))).toEqual([])
  })

  test('UA-16: the language is kept as soon as it is chosen, and spoken from then on', async ({
    app,
    visit,
  }) => {
    const { customer, olga } = await olgaOf(app, 'Spoken')
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My details', '/details')
    const choice = page.getByRole('combobox')
    expect(await choice.locator('option').allInnerTexts()).toEqual([
      'As your account: English',
      'English',
      'Deutsch',
      'Français',
      'Español',
      'Português',
    ])
    await choice.selectOption('Deutsch')
    await page.locator('html[lang=de]').waitFor({ state: 'attached' })
    expect(await languageOf(olga.client)).toBe('de')
    await page.reload()
    await page.locator('html[lang=de]').waitFor({ state: 'attached' })
    await choice.locator('option:checked', { hasText: 'Deutsch' }).waitFor({ state: 'attached' })
    const seen = await (await app.ada()).get(`${customer.path}/users/${olga.id}`).expect(200)
    expect(seen.language).toBe('de')
    await choice.selectOption('')
    await page.locator('html[lang=en]').waitFor({ state: 'attached' })
    expect(await languageOf(olga.client)).toBeNull()
  })
})

const languageOf = async (client: ApiClient) => (await client.get('/me/details').expect(200)).language
