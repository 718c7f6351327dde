import type { Locator } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aPerson } from '#tests/harness/people.ts'
import { field, sidePanel } from './harness/admin.ts'
import { anna, create, options, theUsers, usersOf } from './harness/person.ts'
import { test } from './harness/test.ts'

describe('a new user', () => {
  test('UA-10 needs a first name, a last name and an e-mail address; what is wrong is told at its field', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit, '?open=new')
    const form = sidePanel(page)
    await field(form, 'First name').and(page.locator(':focus')).waitFor()
    await field(form, 'E-mail address').fill('anna')
    await create(form).click()
    const summary = form.getByRole('alert').filter({ hasText: '3 fields need your attention' })
    await summary.waitFor()
    await form.getByText(/anna\.kuehn@example\.com/).waitFor()
    await summary.getByRole('button', { name: 'Last name' }).click()
    await field(form, 'Last name').and(page.locator(':focus')).waitFor()

    await aPerson(app, customer, { email: 'taken@acme.example' })
    await fillIn(form, { email: 'taken@acme.example' })
    await create(form).click()
    await form.getByText('This address already belongs to someone in this account.').waitFor()
  })

  test('UA-11 load the rules of phone numbers before anybody goes to the number', async ({ app, visit }) => {
    const { page } = await usersOf(app, visit, '?open=new')
    const rules = page.waitForResponse(/person-phone-inputs/)
    await field(sidePanel(page), 'First name').fill('Anna')
    await rules
  })

  test('UA-11 has a mobile number with a country code from a list that is searched, the account’s country first', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit, '?open=new')
    const form = sidePanel(page)
    await fillIn(form, {})
    const country = form.getByRole('combobox', { name: 'Country code' })
    await country.click()
    await options(page).first().waitFor()
    expect(await country.inputValue()).toBe('Germany (+49)')
    expect(await country.getAttribute('aria-controls')).toBe(
      await page.getByRole('listbox').getAttribute('id'),
    )
    expect(await options(page).first().innerText()).toContain('Germany (+49)')
    await page.keyboard.press('Escape')
    await options(page).first().waitFor({ state: 'hidden' })
    await country.fill('austr')
    await page.getByRole('option', { name: 'Austria (+43)' }).click()
    await field(form, 'Mobile number').fill('0660 1234567')
    await form.getByText('Saved as +436601234567.').waitFor()
    await create(form).click()
    await page.getByText(/^Anna Kühn was created\./).waitFor()

    expect((await theUsers(customer))[0]?.mobile).toBe('+436601234567')
    await form.getByRole('heading', { name: 'Anna Kühn' }).waitFor()
    expect(await field(form, 'Mobile number').inputValue()).toBe('+436601234567')
    await field(form, 'Mobile number').focus()
    await expect.poll(() => field(form, 'Mobile number').inputValue()).toBe('0660 1234567')
    expect(await country.inputValue()).toBe('Austria (+43)')
  })

  test('UA-12 cannot be given an SMS number, and is told what that needs', async ({ app, visit }) => {
    const { page } = await usersOf(app, visit, '?open=new')
    const number = field(sidePanel(page), 'SMS number')
    await number.and(page.locator('[readonly]')).waitFor()
    const told = await number.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${told}"]`).innerText()).toContain('Twilio integration with User numbers')
  })

  test('UA-13 UA-14 may be an Account Admin and have a location, which is found by typing', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit)
    const { admin } = customer
    for (const name of ['Berlin', 'Hamburg', 'München']) {
      await admin.post(`${customer.path}/locations`, { name }).expect(201)
    }
    await page.reload()
    await page.getByRole('button', { name: 'Add user' }).first().click()
    const form = sidePanel(page)
    await fillIn(form, {})
    await form.getByRole('switch', { name: 'Account Admin' }).check()
    const location = form.getByRole('combobox', { name: 'Location' })
    await location.click()
    await options(page).first().waitFor()
    await page.keyboard.type('hamb')
    await page.keyboard.press('Enter')
    expect(await location.inputValue()).toBe('Hamburg')
    expect(await form.getByRole('link', { name: 'Add a location' }).getAttribute('href')).toContain(
      `/accounts/${customer.id}/locations`,
    )
    await create(form).click()
    await page.getByText(/^Anna Kühn was created\./).waitFor()

    const { items: locations } = await admin.get(`${customer.path}/locations?search=hamb`).expect(200)
    expect((await theUsers(customer))[0]).toMatchObject({ role: 'admin', locationId: locations[0].id })
  })

  test('UA-16 gets the welcome e-mail when Create is pressed, which is said; the next one can be added at once', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit, '?open=new')
    const form = sidePanel(page)
    await form.getByText(/^Create adds the user and sends the welcome e-mail/).waitFor()
    await fillIn(form, {})
    await form.getByRole('combobox', { name: 'Language' }).selectOption('German')
    await form.getByRole('button', { name: 'Create and add another' }).click()
    await page
      .getByText('Anna Kühn was created. The welcome e-mail goes to anna.kuehn@acme.example.')
      .waitFor()
    await welcomed(app, 'anna.kuehn@acme.example')

    await field(form, 'First name').and(page.locator(':focus')).waitFor()
    expect(await field(form, 'First name').inputValue()).toBe('')
    expect(await form.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('de')
    await fillIn(form, { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example' })
    await create(form).click()
    await form.getByRole('heading', { name: 'Bob Stone' }).waitFor()
    await welcomed(app, 'bob@acme.example')
    await form.getByText(/^Welcome e-mail sent/).waitFor()
    expect((await theUsers(customer)).map(({ language }) => language)).toEqual(['de', 'de'])
  })
})

async function welcomed(app: TestApp, address: string): Promise<void> {
  await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(address))
}

async function fillIn(
  form: Locator,
  given: { firstName?: string; lastName?: string; email?: string },
): Promise<void> {
  const { firstName, lastName, email } = { ...anna, ...given }
  await field(form, 'First name').fill(firstName)
  await field(form, 'Last name').fill(lastName)
  await field(form, 'E-mail address').fill(email)
}
