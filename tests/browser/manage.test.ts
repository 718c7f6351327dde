import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aColleague, aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { dialog, field, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { theUsers } from './harness/person.ts'
import { anAccountOfFour, type Customer, namesIn, narrow, openUsers, test, usersOf } from './harness/users.ts'

/** Opens the Manage panel for the selected, or for all where nobody is. */
async function manage(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).first().click()
  await sidePanel(page).getByRole('heading', { level: 2 }).waitFor()
}

/** Begins an act of the panel, and waits for its dialog. */
async function begin(page: Page, act: string): Promise<void> {
  await sidePanel(page).getByRole('button', { name: act, exact: true }).click()
  await dialog(page).getByRole('button', { name: 'Cancel' }).waitFor()
}

/** Chooses what all shall have, and has it done. @param submit the button, such as `Change 2 users` */
async function setTo(page: Page, label: string, value: string, submit: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).selectOption(value)
  await dialog(page).getByRole('button', { name: submit, exact: true }).click()
}

/** A field of everybody, by the last name. */
async function each(customer: Customer, of: 'role' | 'status' | 'language' | 'locationId') {
  return Object.fromEntries((await theUsers(customer)).map((user) => [user.lastName, user[of]]))
}

describe('UA-70: the Manage panel', () => {
  test('UA-63: is for the selected, with their number, and for all where nobody is selected; the address says that it is open', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    await manage(page, 'Manage all')
    expect(new URL(page.url()).searchParams.get('open')).toBe('manage')
    await sidePanel(page).getByRole('heading', { name: 'Manage 4 users' }).waitFor()
    await sidePanel(page).getByText('all users of the list').waitFor()
    await select(page, ['Anna Kühn', 'Bob Stone'])
    await sidePanel(page).getByRole('heading', { name: 'Manage 2 users' }).waitFor()
    expect(await page.getByRole('button', { name: 'Manage (2)' }).count()).toBe(2)
    await page.reload()
    await sidePanel(page).getByRole('heading', { name: 'Manage 4 users' }).waitFor()
    await narrow(page, 'Property', 'Unregistered')
    await sidePanel(page).getByRole('heading', { name: 'Manage 2 users' }).waitFor()
    await sidePanel(page).getByText('all users who match the filters').waitFor()
    await page.keyboard.press('Escape')
    await sidePanel(page).waitFor({ state: 'hidden' })
    expect(new URL(page.url()).searchParams.has('open')).toBe(false)
  })

  test('has its parts in this order, and gives way to a person', async ({ acme, visit }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    await manage(page, 'Manage all')
    expect(await sidePanel(page).getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'E-mails and passwords',
      'Bulk user settings',
      'Export',
      'Delete',
    ])
    await page.getByRole('link', { name: 'Kühn', exact: true }).click()
    await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
  })

  test('UA-5: of a partner’s own people has neither licences nor SMS numbers', async ({ app, visit }) => {
    const page = await visit({ as: await app.ada() })
    await page.goto('/accounts')
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await rowWith(page, 'ada@northwind.example').waitFor()
    await manage(page, 'Manage all')
    await sidePanel(page).getByRole('button', { name: 'Change role' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(
      await sidePanel(page)
        .getByText(/SMS number|MiTeam/)
        .count(),
    ).toBe(0)
  })

  test('says why nothing can be done where nobody matches', async ({ acme, visit }) => {
    const page = await visit({ as: acme.admin })
    await openUsers(page, acme, '?search=nobody&open=manage')
    await sidePanel(page).getByRole('heading', { name: 'Manage 0 users' }).waitFor()
    const refused = sidePanel(page).getByRole('button', {
      name: 'Change role',
      description: /there is nobody to act on/,
    })
    await refused.waitFor()
    await refused.press('Enter')
    expect(await dialog(page).count()).toBe(0)
  })

  test('UA-30, UA-61, UA-62, UA-80: leads to the acts that are elsewhere too, for as many', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    await select(page, ['Carol Diaz', 'Dan Ek'])
    await manage(page, 'Manage (2)')
    for (const [act, title] of [
      ['Send welcome e-mails', 'Send 2 welcome e-mails?'],
      ['Reset passwords', 'Reset the passwords of 2 users?'],
      ['Delete users', 'Delete 2 users?'],
    ] as const) {
      await begin(page, act)
      await dialog(page).getByRole('heading', { name: title }).waitFor()
      await dialog(page).getByRole('button', { name: 'Cancel' }).click()
      await dialog(page).waitFor({ state: 'hidden' })
    }
    await page.getByRole('button', { name: 'More options' }).click()
    const link = page.getByRole('menuitem', { name: 'Import users' })
    expect(await link.getAttribute('href')).toBe(`/accounts/${acme.id}/users/import`)
  })
})

describe('Bulk user settings', () => {
  test('UA-60: give the selected a role, after saying what that does and who is left out', async ({
    app,
    visit,
  }) => {
    const customer = await anAccountOfFour(app, { name: 'Roles' })
    await aColleague(app, customer, { email: 'other@acme.example' })
    const page = await usersOf(customer, visit)
    await rowWith(page, 'Kühn').waitFor()
    await select(page, ['Carol Diaz', 'Dan Ek'])
    await manage(page, 'Manage (2)')
    await begin(page, 'Change role')
    await dialog(page).getByRole('heading', { name: 'Change the role of 2 users' }).waitFor()
    await dialog(page)
      .getByRole('button', { name: 'Change 2 users', description: 'Choose first what it shall be.' })
      .waitFor()
    await dialog(page).getByRole('combobox', { name: 'Role' }).selectOption('Account Admin')
    await dialog(page).getByText('They can manage the users').waitFor()
    await setTo(page, 'Role', 'Account Admin', 'Change 2 users')
    await rowWith(page, 'Diaz').getByText('Account Admin').waitFor()
    expect(await each(customer, 'role')).toMatchObject({ Diaz: 'admin', Ek: 'admin', Stone: 'user' })
  })

  test('tell of whom a rule protects, with the reason, and do the others', async ({ app, visit }) => {
    const customer = await anAccountOfFour(app, { name: 'Protected' })
    const carla = await anAdminOf(app, customer, { email: 'carla@protected.example' })
    await aPerson(app, customer, {
      email: 'owned@protected.example',
      lastName: 'Owned',
      columns: { origin: 'scim', owners: { status: 'Entra ID' } },
    })
    const page = await visit({ as: carla })
    await openUsers(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    await manage(page, 'Manage all')
    await begin(page, 'Change sign-in')
    await setTo(page, 'Sign-in', 'Deactivate', 'Change 6 users')
    await dialog(page).getByText('Nobody deactivates or deletes themselves.').waitFor()
    await dialog(page)
      .getByText(/come from Entra ID/)
      .waitFor()
    await dialog(page)
      .getByRole('link', { name: /records/i })
      .waitFor()
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await dialog(page).waitFor({ state: 'hidden' })
    expect(await each(customer, 'status')).toMatchObject({
      Kühn: 'inactive',
      Diaz: 'inactive',
      Owned: 'registered',
      Rossi: 'registered',
    })
    await rowWith(page, 'Kühn').getByText('Inactive').waitFor()
  })

  test('UA-14: set location and language of all who match, and take them away again', async ({
    app,
    visit,
  }) => {
    const customer = await anAccountOfFour(app, { name: 'Places' })
    const page = await usersOf(customer, visit)
    await rowWith(page, 'Kühn').waitFor()
    await manage(page, 'Manage all')
    await begin(page, 'Change location')
    await dialog(page).getByRole('combobox', { name: 'Location' }).click()
    await page.getByRole('option', { name: 'Vienna' }).click()
    await dialog(page).getByRole('button', { name: 'Change 4 users' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await rowWith(page, 'Ek').getByText('Vienna').waitFor()
    await begin(page, 'Change location')
    await dialog(page).getByRole('combobox', { name: 'Location' }).click()
    await page.getByRole('option', { name: 'None' }).click()
    await dialog(page).getByText('They have no location afterwards.').waitFor()
    await dialog(page).getByRole('button', { name: 'Change 4 users' }).click()
    await rowWith(page, 'Ek').getByText('Vienna').waitFor({ state: 'hidden' })
    await begin(page, 'Change language')
    await setTo(page, 'Language', 'fr', 'Change 4 users')
    await expect
      .poll(() => each(customer, 'language'))
      .toEqual({ Kühn: 'fr', Stone: 'fr', Diaz: 'fr', Ek: 'fr' })
    expect(await each(customer, 'locationId')).toEqual({ Kühn: null, Stone: null, Diaz: null, Ek: null })
  })
})

test('UA-80: everybody who was selected in the panel is deleted, after the word was typed', async ({
  app,
  visit,
}) => {
  const customer = await anAccountOfFour(app, { name: 'Gone' })
  const page = await usersOf(customer, visit)
  await rowWith(page, 'Kühn').waitFor()
  await select(page, ['Bob Stone', 'Dan Ek'])
  await manage(page, 'Manage (2)')
  await begin(page, 'Delete users')
  await field(dialog(page), 'Type “delete” to confirm').fill('delete')
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => namesIn(page)).toEqual(['Diaz', 'Kühn'])
})

test('axe finds nothing wrong in the panel and its dialogs, in light and in dark colours, and no page is wider than a phone', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer: Customer = { ...(await aCustomer(admin, { name: 'Looks' })), admin }
  await aPerson(app, customer, { email: 'dora@acme.example' })
  const page = await visit({ as: admin, viewport: { width: 390, height: 844 } })
  const { look, found } = examiner()
  await openUsers(page, customer, '?open=manage')
  await sidePanel(page).getByRole('button', { name: 'Change role' }).waitFor()
  await look(page, 'Manage')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  for (const act of ['Change role', 'Change location', 'Change language', 'Change sign-in']) {
    await begin(page, act)
    await look(page, act)
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
  }
  expect(found).toEqual([])
})
