import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, anAdminOf, aPerson, finished } from '#tests/harness/people.ts'
import { dialog, field, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import {
  anAccountOfFour,
  type Customer,
  choice,
  namesIn,
  narrow,
  narrowBySmsNumber,
  openUsers,
  test,
  usersOf,
} from './harness/users.ts'

describe('the users of an account', () => {
  test('UA-1 are what a partner sees who picks a customer in Accounts', async ({ acme, visit }) => {
    const page = await visit({ as: acme.admin })
    await page.goto('/accounts?search=acme')
    await page.getByRole('link', { name: 'Acme', exact: true }).click()
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
    await rowWith(page, 'Kühn').waitFor()
  })

  test('UA-1 are opened by the customer’s own admin under User management › Users', async ({
    app,
    visit,
  }) => {
    const customer = await anAccountOfFour(app, { name: 'Own' })
    const page = await visit({ as: await anAdminOf(app, customer, { email: 'carla@own.example' }) })
    await page.goto('/')
    await page.getByRole('navigation').getByText('User management').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await rowWith(page, 'Kühn').waitFor()
    await page.getByText('5 users', { exact: true }).waitFor()
  })

  test('UA-2 are shown with name, address, extension, status, role, licences, location and the last change; numbers as the reader writes them', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').getByText('+447700900123').scrollIntoViewIfNeeded()
    await rowWith(page, 'Kühn').getByText('07700 900123').waitFor()
    expect(await cellsOf(rowWith(page, 'Kühn'), 8)).toEqual([
      'Anna',
      'anna.kuehn@acme.example',
      '1001',
      'Registered',
      'Account Admin',
      'MiCollab, Mitel CX',
      'Hamburg',
      expect.stringMatching(/ago|this minute|now/),
    ])
    await rowWith(page, 'Stone').getByText('+49 171 1234567').waitFor()
    const changed = rowWith(page, 'Stone').locator('time').first()
    expect(await changed.getAttribute('title')).toMatch(/Changed: Mobile number\. By ada\.$/)
  })

  test('UA-5 of a partner itself are listed too, without what needs a customer', async ({ app, visit }) => {
    const page = await visit({ as: await app.ada() })
    await page.goto('/accounts')
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await rowWith(page, 'ada@northwind.example').waitFor()
    const shown = await page.getByRole('columnheader').allInnerTexts()
    expect(shown).toContain('E-mail address')
    for (const column of ['Licences', 'Clients deployed']) expect(shown).not.toContain(column)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'SMS number').waitFor()
    expect(await choice(page, 'Product').count()).toBe(0)
  })

  test('are walked, opened, selected and edited with the keyboard', async ({ acme, visit }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    for (const name of ['Diaz', 'Ek', 'Kühn']) {
      await page.keyboard.press('ArrowDown')
      await page.getByRole('link', { name, exact: true }).and(page.locator(':focus')).waitFor()
    }
    await page.keyboard.press('x')
    await page.getByText('1 selected', { exact: true }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Shift+X')
    await page.getByText('3 selected', { exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
    await page.keyboard.press('Escape')
    await sidePanel(page).waitFor({ state: 'hidden' })
    await page.keyboard.press('e')
    await sidePanel(page).locator(':focus').first().waitFor()
  })

  test('UA-10 are added in a pane beside the list, and an empty list says so', async ({ app, visit }) => {
    const ada = await app.ada()
    const page = await visit({ as: ada })
    await openUsers(page, await aCustomer(ada))
    await page.getByText('No users yet').waitFor()
    await page.getByRole('button', { name: 'Add user' }).first().click()
    await sidePanel(page).getByRole('heading', { name: 'New user' }).waitFor()
    await field(sidePanel(page), 'First name').waitFor()
  })

  test('UA-80 are all deleted that match, after saying how many that is', async ({ app, visit }) => {
    const customer = await anAccountOfFour(app, { name: 'Deleted' })
    const page = await visit({ as: customer.admin })
    await openUsers(page, customer)
    await narrow(page, 'Property', 'Unregistered')
    await expect.poll(() => namesIn(page)).toEqual(['Diaz', 'Ek'])
    await page
      .getByRole('button', { name: 'Delete users' })
      .and(page.locator('[aria-disabled=true]'))
      .waitFor()
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByText('All 2 selected').waitFor()
    await page.getByRole('button', { name: 'Delete users' }).click()
    await dialog(page)
      .getByText(/^2 users leave the list/)
      .waitFor()
    await field(dialog(page), 'Type “delete” to confirm').fill('delete')
    await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click()
    await expect.poll(async () => (await peopleOf(customer)).sort()).toEqual(['Kühn', 'Stone'])
  })
})

test('UA-81 an operation names who could not be deleted, and leads to them', async ({ app, visit }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const named = { firstName: 'Carol', lastName: 'Diaz', email: 'carol@acme.example' }
  const { id } = await aPerson(app, customer, { ...named, columns: { origin: 'micloud' } })
  const deletion = await ada.post(`${customer.path}/user-deletions`, { selection: { ids: [id] } }).expect(202)
  await finished(ada, customer, deletion.id)
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/activity/operations/${deletion.id}`)
  await page.getByRole('link', { name: 'Carol Diaz' }).click()
  await page.waitForURL(`**/accounts/${customer.id}/users?open=${id}`)
  await sidePanel(page).getByRole('heading', { name: 'Carol Diaz' }).waitFor()
})

describe('the columns', () => {
  test('UA-90 are chosen under Show/hide columns, and follow on OK; Contact Center names what it is for', async ({
    acme,
    visit,
  }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    expect(await headers(page)).not.toContain('Contact Center')
    await openColumns(page)
    await column(page, 'Contact Center (Mitel CX specific)').check()
    await column(page, 'Role').uncheck()
    expect(await headers(page)).toContain('Role')
    await dialog(page).getByRole('button', { name: 'OK' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await expect.poll(() => headers(page)).toContain('Contact Center')
    expect(await headers(page)).not.toContain('Role')
    await rowWith(page, 'Kühn').getByText('Supervisor').waitFor()

    await page.reload()
    await rowWith(page, 'Kühn').waitFor()
    expect(await headers(page)).toContain('Contact Center')
    expect(await headers(page)).not.toContain('Role')
  })

  test('UA-90 stay as they were where the pop-up is left without OK', async ({ acme, visit }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    const before = await headers(page)
    await openColumns(page)
    await column(page, 'Status').uncheck()
    await dialog(page).getByRole('button', { name: 'Move E-mail address down' }).click()
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    expect(await headers(page)).toEqual(before)
    await openColumns(page)
    expect(await column(page, 'Status').isChecked()).toBe(true)
  })

  test('UA-90 give the focus back to the three dots, each time', async ({ acme, visit }) => {
    const page = await usersOf(acme, visit)
    await rowWith(page, 'Kühn').waitFor()
    for (const _time of ['first', 'second']) {
      await openColumns(page)
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'More options' }).and(page.locator(':focus')).waitFor()
    }
  })
})

test('UA-6 the users of all customers are one searched list; a click opens one in their account', async ({
  app,
  acme,
  visit,
}) => {
  const other = await aCustomer(acme.admin, { name: 'Yonder' })
  await aPerson(app, other, { email: 'olaf@yonder.example', firstName: 'Olaf', lastName: 'Åberg' })
  const page = await visit({ as: acme.admin })
  await page.goto('/accounts')
  await page.getByRole('tab', { name: 'Users of all customers' }).click()
  await rowWith(page, 'Åberg').getByText('Yonder', { exact: true }).waitFor()
  await page.locator('a[aria-current=page]').getByText('Accounts', { exact: true }).waitFor()
  await page.getByRole('searchbox').fill('anna.kuehn')
  await rowWith(page, 'Åberg').waitFor({ state: 'hidden' })
  const ofAcme = page.getByRole('row').filter({ has: page.getByRole('cell', { name: 'Acme', exact: true }) })
  await ofAcme.getByText('anna.kuehn@acme.example').click()
  await page.waitForURL(`**/accounts/${acme.id}/users?open=*`)
  await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
})

describe('in light and in dark colours, wide and narrow, axe finds nothing wrong on', () => {
  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('the users and their filters at $width × $height', async (viewport, { acme, visit }) => {
    const page = await visit({ as: acme.admin, viewport })
    const { look, found } = examiner()
    await openUsers(page, acme)
    await rowWith(page, 'Kühn').waitFor()
    await look(page, 'users')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Property').waitFor()
    await look(page, 'filters')
    await choice(page, 'Property').click()
    await choice(page, 'Admins').waitFor()
    await look(page, 'properties')
    await choice(page, 'Location').click()
    await choice(page, 'Hamburg').waitFor()
    await look(page, 'locations')
    await page.keyboard.press('Escape')
    await narrowBySmsNumber(page, '+447700900456')
    await expect.poll(() => namesIn(page)).toEqual(['Kühn'])
    await page.getByRole('button', { name: 'Add filter' }).click()
    await choice(page, 'Property').waitFor()
    await look(page, 'an SMS number beside what it excludes')
    await page.keyboard.press('Escape')
    await openColumns(page)
    await look(page, 'columns')
    await openUsers(page, acme, '?search=nobody')
    await page.getByText('Nobody matches').waitFor()
    await look(page, 'nobody matches')
    await page.goto('/accounts?tab=people&search=kuehn')
    await rowWith(page, 'Kühn').first().waitFor()
    await look(page, 'the users of all customers')
    expect(found).toEqual([])
  })
})

async function peopleOf({ admin, path }: Customer): Promise<string[]> {
  const { items } = await admin.get(`${path}/users`).expect(200)
  return items.map(({ lastName }: { lastName: string }) => lastName)
}

async function cellsOf(row: Locator, count: number): Promise<string[]> {
  const texts = await row.getByRole('cell').allInnerTexts()
  // The first cell holds the box.
  return texts.slice(1, count + 1)
}

async function headers(page: Page): Promise<string[]> {
  const texts = await page.getByRole('columnheader').allInnerTexts()
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}

async function openColumns(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('menuitem', { name: 'Show/hide columns' }).click()
  await dialog(page).getByRole('button', { name: 'OK' }).waitFor()
}

function column(page: Page, name: string): Locator {
  return dialog(page).getByRole('checkbox', { name, exact: true })
}
