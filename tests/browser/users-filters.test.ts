import { describe, expect } from 'vitest'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { rowWith } from './harness/admin.ts'
import {
  choice,
  filterBox,
  namesIn,
  narrow,
  narrowBySmsNumber,
  openUsers,
  test,
  usersOf,
} from './harness/users.ts'

describe('a filter', () => {
  test('UA-20 of the property has exactly nine values, in this order and each explained', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Property').click()
    const choices = filterBox(page).locator('[data-step]').getByRole('button')
    const told = (await choices.allInnerTexts()).map((text) => text.split('\n').filter((line) => line !== ''))
    expect(told.map(([name]) => name)).toEqual([
      'Admins',
      'Users',
      'Registered',
      'Unregistered',
      'PBX users',
      'MiCloud connected',
      'IoT connected',
      'Inactive',
      'Location',
    ])
    expect(told.filter(([, help]) => !help)).toEqual([])
  })

  test.for([
    ['Admins', ['Kühn']],
    ['Users', ['Diaz', 'Ek', 'Kühn', 'Stone']],
    ['Registered', ['Kühn', 'Stone']],
    ['PBX users', ['Stone']],
    ['MiCloud connected', ['Diaz']],
    ['IoT connected', ['Ek']],
    ['Inactive', ['Stone']],
  ] as const)('UA-20 %s narrows the list, stands in the address, and Back takes it off', async ([
    property,
    found,
  ], { acme, visit }) => {
    const page = await usersOf(acme, visit)
    await narrow(page, 'Property', property)
    await page.getByRole('button', { name: `Remove the filter Property: ${property}` }).waitFor()
    await expect.poll(() => namesIn(page)).toEqual(found)
    await page.reload()
    await expect.poll(() => namesIn(page)).toEqual(found)
    await page.goBack()
    await expect.poll(() => namesIn(page)).toEqual(['Diaz', 'Ek', 'Kühn', 'Stone'])
    expect(await page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(0)
  })

  test('UA-20 of the location asks which, and finds it by typing', async ({ acme, visit }) => {
    const page = await usersOf(acme, visit)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Property').click()
    await choice(page, 'Location').click()
    await choice(page, 'Vienna').waitFor()
    await page.getByRole('searchbox', { name: 'Search locations' }).fill('ham')
    await choice(page, 'Vienna').waitFor({ state: 'detached' })
    await choice(page, 'Hamburg').click()
    await page.getByRole('button', { name: 'Remove the filter Location: Hamburg' }).waitFor()
    await expect.poll(() => namesIn(page)).toEqual(['Kühn'])
    await page.getByRole('button', { name: 'Remove the filter Location: Hamburg' }).click()
    await expect.poll(() => namesIn(page)).toHaveLength(4)

    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Property').click()
    await choice(page, 'Location').click()
    await choice(page, 'Any location').click()
    await expect.poll(() => namesIn(page)).toEqual(['Kühn', 'Stone'])
  })

  test('UA-20 UA-22 of the product offers those with licences only, and combines with everything', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Product').click()
    const choices = filterBox(page).locator('[data-step]').getByRole('button')
    await choices.first().waitFor()
    expect((await choices.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      'MiCollab',
      'Mitel CX',
    ])
    await choice(page, 'MiCollab').click()
    await expect.poll(() => namesIn(page)).toEqual(['Diaz', 'Kühn'])
    await narrow(page, 'Property', 'Unregistered')
    await expect.poll(() => namesIn(page)).toEqual(['Diaz'])
    await page.getByRole('button', { name: 'Remove the filter Property: Unregistered' }).click()
    await narrowBySmsNumber(page, '+44 7700 900999')
    await page.getByText('No user fits this search and these filters.').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => namesIn(page)).toHaveLength(4)
  })

  test('UA-20 of the product cannot be chosen, and says why, where nobody has a licence', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aPerson(app, customer, { email: 'dora@acme.example' })
    const page = await visit({ as: ada })
    await openUsers(page, customer)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByText('Nobody here has a licence for a product yet.').waitFor()
    await choice(page, 'Product').and(page.locator('[aria-disabled=true]')).press('Enter')
    await choice(page, 'Property').waitFor()
  })

  test('UA-21 by an SMS number disables the search, says why, and leaves out what was typed', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    const search = page.getByRole('searchbox', { name: 'Search users' })
    await search.fill('stone')
    await expect.poll(() => namesIn(page)).toEqual(['Stone'])
    await narrowBySmsNumber(page, 'call me')
    await page.getByText('This is no phone number.').waitFor()
    await page.getByRole('textbox', { name: 'Filter for SMS number' }).fill('+44 7700 900 456')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect.poll(() => namesIn(page)).toEqual(['Kühn'])
    await page.getByRole('button', { name: /^Remove the filter SMS number.*07700 900456/ }).waitFor()
    await search.and(page.locator('[aria-disabled=true]')).waitFor()
    expect(await search.inputValue()).toBe('stone')
    expect(await search.isEditable()).toBe(false)
    await search.hover()
    await page
      .getByRole('tooltip')
      .getByText(/An SMS number belongs to one person/)
      .waitFor()

    await page.getByRole('button', { name: /^Remove the filter SMS number/ }).click()
    await expect.poll(() => namesIn(page)).toEqual(['Stone'])
    expect(await search.isEditable()).toBe(true)
  })

  test('UA-22 by an SMS number and one by a property exclude each other, and say so', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await narrow(page, 'Property', 'Admins')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByText('Not beside a property. Remove that filter first.').waitFor()
    await choice(page, 'SMS number').and(page.locator('[aria-disabled=true]')).press('Enter')
    expect(await page.getByRole('textbox', { name: 'Filter for SMS number' }).count()).toBe(0)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: /^Remove the filter Property/ }).click()
    await narrowBySmsNumber(page, '+447700900456')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByText('Not beside an SMS number. Remove that filter first.').waitFor()
    await choice(page, 'Property').and(page.locator('[aria-disabled=true]')).press('Enter')
    expect(await filterBox(page).locator('[data-step=property]').count()).toBe(0)

    await openUsers(page, acme, '?property=admins&smsNumber=%2B447700900456&search=stone')
    await expect.poll(() => namesIn(page)).toEqual(['Kühn'])
    expect(await page.getByRole('button', { name: /^Remove the filter Property/ }).count()).toBe(0)
  })
})

test('UA-23 the search finds by name, address, extension and number as one types, and marks what it found', async ({
  acme,
  visit,
}) => {
  const page = await usersOf(acme, visit)
  // Numbers are written as the reader does once they are looked at.
  await rowWith(page, 'Kühn').getByText('+447700900123').scrollIntoViewIfNeeded()
  await rowWith(page, 'Kühn').getByText('07700 900123').waitFor()
  const search = page.getByRole('searchbox', { name: 'Search users' })
  for (const [typed, found, marked] of [
    ['kuhn', 'Kühn', 'Kühn'],
    ['stone@', 'Stone', 'stone@'],
    ['1001', 'Kühn', '1001'],
    ['0171 123', 'Stone', '171 123'],
    ['+44 7700 900 1', 'Kühn', '7700 9001'],
  ] as const) {
    await search.fill(typed)
    await expect.poll(() => namesIn(page)).toEqual([found])
    await expect.poll(() => rowWith(page, found).locator('mark').allInnerTexts()).toContain(marked)
  }
  await page.getByText('1 user', { exact: true }).waitFor()
})
