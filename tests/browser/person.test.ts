import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { User } from '#features/users/schema.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { dialog, field, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
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

describe('a user’s details', () => {
  test('UA-40 show name and extension as text with the reason; every other field is saved', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit)
    const form = sidePanel(page)
    await form.getByRole('group', { name: 'Name' }).getByText('Anna Kühn', { exact: true }).waitFor()
    await form
      .getByRole('group', { name: 'Name' })
      .getByText(/cannot be changed/)
      .waitFor()
    await form
      .getByRole('group', { name: 'Extension' })
      .getByText(/PBX or a directory/)
      .waitFor()
    expect(await field(form, 'First name').or(field(form, 'Last name')).count()).toBe(0)

    await field(form, 'E-mail address').fill('anna@acme.example')
    await typeMobile(form, '0171 1234567')
    await form.getByRole('combobox', { name: 'Language' }).selectOption('French')
    await save(form).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect(await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).toMatchObject({
      firstName: 'Anna',
      email: 'anna@acme.example',
      mobile: '+491711234567',
      language: 'fr',
    })
    await form.getByText(/Changed: .*Mobile number.*By ada\./).waitFor()
  })

  test('UA-41 show what a source owns as text, with the name of that source', async ({ app, visit }) => {
    const { customer, page, id } = await annaOpen(app, visit, {
      columns: {
        origin: 'scim',
        owners: { lastName: 'Entra ID', email: 'Entra ID', mobile: 'Entra ID' },
      },
    })
    const form = sidePanel(page)
    for (const name of ['Name', 'E-mail address', 'Mobile number']) {
      await form
        .getByRole('group', { name, exact: true })
        .getByText(/^Comes from Entra ID\./)
        .waitFor()
    }
    expect(await field(form, 'E-mail address').or(field(form, 'Mobile number')).count()).toBe(0)
    await form.getByRole('combobox', { name: 'Role' }).selectOption('Account Admin')
    await save(form).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect((await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).role).toBe('admin')
  })

  test('UA-13 UA-60 make an Account Admin by the Role list and Save', async ({ app, visit }) => {
    const { customer, page, id } = await annaOpen(app, visit)
    const form = sidePanel(page)
    await form.getByRole('combobox', { name: 'Role' }).selectOption('Account Admin')
    await save(form).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect((await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).role).toBe('admin')
  })

  test('do not overwrite what somebody else saved meanwhile: that is told, and their version can be loaded', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit)
    const form = sidePanel(page)
    await typeMobile(form, '0171 1234567')
    await customer.admin.patch(`${customer.path}/users/${id}`, { language: 'de' }).expect(200)
    await save(form).click()
    await form.getByText(/^ada changed this while you had it open/).waitFor()
    await form.getByRole('button', { name: 'Load the newest version' }).click()
    await expect.poll(() => form.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('de')
    expect(await field(form, 'Mobile number').inputValue()).toBe('')
  })

  test('UA-4 let a user be deactivated and reactivated, after saying what that does', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit)
    const form = sidePanel(page)
    const status = async () => (await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).status
    await form.getByRole('button', { name: 'Deactivate' }).click()
    await dialog(page)
      .getByText(/cannot sign in/)
      .waitFor()
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click()
    await page.getByText('Anna Kühn was deactivated.').waitFor()
    expect(await status()).toBe('inactive')
    await form.getByRole('button', { name: 'Reactivate' }).click()
    await dialog(page).getByRole('button', { name: 'Reactivate' }).click()
    await page.getByText('Anna Kühn was reactivated.').waitFor()
    expect(await status()).toBe('registered')
  })

  test('UA-7 have Products and licences: what the user holds, and what is needed for the rest', async ({
    app,
    visit,
  }) => {
    const { page } = await annaOpen(app, visit, { licences: ['micollab'] })
    const panel = sidePanel(page)
    await panel.getByRole('tab', { name: 'Products and licences' }).click()
    const product = (name: string) => panel.getByRole('listitem').filter({ hasText: name })
    await product('MiCollab').getByText('Licence assigned').first().waitFor()
    await product('MiVoice Business service').getByText('No licence').waitFor()
    await product('MiVoice Business service')
      .getByText(/Needs a MiVoice Business PBX/)
      .waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('tab')).toBe('licences')
  })

  test('UA-4 UA-62 tell what became of the welcome e-mail, and send another', async ({ app, visit }) => {
    const { customer, page } = await usersOf(app, visit)
    const { id } = await customer.admin.post(`${customer.path}/users`, anna).expect(201)
    await openUsers(page, customer, `?open=${id}`)
    const panel = sidePanel(page)
    await panel.getByText(/^Welcome e-mail sent/).waitFor()
    await panel.getByRole('button', { name: 'Resend welcome e-mail' }).click()
    await page.getByText('The welcome e-mail to anna.kuehn@acme.example is queued.').waitFor()
    await expect
      .poll(async () => (await customer.admin.get(`${customer.path}/events?limit=500`).expect(200)).items)
      .toContainEqual(expect.objectContaining({ action: 'user.invited' }))
  })
})

describe('deleting', () => {
  test('UA-80 UA-83 a user from the details needs the word delete, and says that the sign-in ends and softphones are reset', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, {}, (made) => givePhone(app, made))
    const panel = sidePanel(page)
    await panel.getByText('1 softphone', { exact: false }).waitFor()
    await panel.getByRole('button', { name: 'Delete' }).click()
    const asked = dialog(page)
    await asked.getByText('1 user leaves the list, and their sign-in ends at once.').waitFor()
    await asked.getByText('1 softphone is reset and stops working.').waitFor()
    const button = asked.getByRole('button', { name: 'Delete', exact: true })
    await button.and(page.locator('[aria-disabled=true]')).waitFor()
    expect(await button.getAttribute('aria-describedby')).not.toBeNull()
    await button.press('Enter')
    await customer.admin.get(`${customer.path}/users/${id}`).expect(200)

    await field(asked, 'Type “delete” to confirm').fill('delete')
    await button.click()
    await page.getByText('Anna Kühn was deleted.').waitFor()
    await panel.waitFor({ state: 'hidden' })
    await customer.admin.get(`${customer.path}/users/${id}`).expect(404)
  })

  test('UA-81 a user who comes from MiCloud Connect is refused beforehand, with the reason', async ({
    app,
    visit,
  }) => {
    const { page } = await annaOpen(app, visit, { columns: { origin: 'micloud' } })
    await sidePanel(page).getByRole('button', { name: 'Delete' }).click()
    await dialog(page)
      .getByText(/MiCloud Connect and cannot be deleted here/)
      .waitFor()
    await dialog(page)
      .getByRole('button', { name: 'Delete', exact: true })
      .and(page.locator('[aria-disabled=true]'))
      .waitFor()
    expect(await field(dialog(page), 'Type “delete” to confirm').count()).toBe(0)
  })

  test('UA-82 UA-83 a user who comes from a PBX stays listed, and their softphones go on working: the dialog says so', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, { columns: { origin: 'pbx' } }, (made) =>
      givePhone(app, made),
    )
    await sidePanel(page).getByRole('button', { name: 'Delete' }).click()
    const asked = dialog(page)
    await asked.getByText(/^1 user comes from a PBX: .*stays listed/).waitFor()
    await asked.getByText(/^1 softphone goes on working/).waitFor()
    await field(asked, 'Type “delete” to confirm').fill('delete')
    await page.keyboard.press('Enter')
    await page.getByText(/They stay listed, because a PBX supplies them/).waitFor()
    expect((await customer.admin.get(`${customer.path}/users/${id}`).expect(200)).status).toBe('unregistered')
    await sidePanel(page).getByRole('button', { name: 'Send welcome e-mail' }).waitFor()
  })

  test('UA-80 UA-81 many users from the list says who leaves, who stays and who cannot be deleted', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit)
    const others = [
      { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example', columns: { origin: 'pbx' } },
      { firstName: 'Carol', lastName: 'Diaz', email: 'carol@acme.example', columns: { origin: 'micloud' } },
    ]
    for (const given of [anna, ...others]) await aPerson(app, customer, given)
    await page.reload()
    await select(page, ['Anna Kühn', 'Bob Stone', 'Carol Diaz'])
    await beginDeletion(page)
    const asked = dialog(page)
    await asked.getByText('1 user leaves the list, and their sign-in ends at once.').waitFor()
    await asked.getByText(/^1 user comes from a PBX/).waitFor()
    await asked.getByText(/^1 user is not deleted: .*MiCloud Connect/).waitFor()
    await field(asked, 'Type “delete” to confirm').fill('delete')
    await asked.getByRole('button', { name: 'Delete', exact: true }).click()
    await asked.getByText(/MiCloud Connect/).waitFor()
    await expect
      .poll(async () => (await theUsers(customer)).map(({ lastName }) => lastName))
      .toEqual(['Diaz', 'Stone'])
  })
})

test('in light and in dark colours axe finds nothing wrong on one person', async ({ app, visit }) => {
  const { customer, page } = await usersOf(app, visit)
  const { id } = await customer.admin.post(`${customer.path}/users`, anna).expect(201)
  await openUsers(page, customer, `?open=${id}`)
  const { look, found } = examiner()
  const panel = sidePanel(page)
  await panel.getByText(/^Welcome e-mail sent/).waitFor()
  await look(page, 'details')
  await panel.getByRole('tab', { name: 'Products and licences' }).click()
  await panel.getByRole('tabpanel', { name: 'Products and licences' }).getByRole('listitem').first().waitFor()
  await look(page, 'licences')
  await panel.getByRole('tab', { name: 'Details' }).click()
  await panel.getByRole('button', { name: 'Deactivate' }).click()
  await dialog(page).getByRole('button', { name: 'Deactivate' }).waitFor()
  await look(page, 'deactivate')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'hidden' })
  await panel.getByRole('button', { name: 'Delete' }).click()
  await dialog(page).getByRole('listitem').first().waitFor()
  await look(page, 'delete')
  const owners = { email: 'Entra ID', role: 'Entra ID', locationId: 'Entra ID' }
  const dora = await aPerson(app, customer, { email: 'dora@acme.example', columns: { owners } })
  await openUsers(page, customer, `?open=${dora.id}`)
  await panel.getByRole('group', { name: 'Role' }).waitFor()
  await look(page, 'owned fields')
  await openUsers(page, customer, '?open=new')
  await create(panel).click()
  await panel.getByRole('alert').waitFor()
  await look(page, 'new user with errors')
  await panel.getByRole('combobox', { name: 'Country code' }).click()
  await options(page).first().waitFor()
  await look(page, 'country codes')
  expect(found).toEqual([])
})

const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }

type Visit = (as: { as: ApiClient }) => Promise<Page>
type Customer = Awaited<ReturnType<typeof aCustomer>> & { admin: ApiClient }
interface Made {
  id: string
  customer: Customer
}

/** The Users page of a new customer, as its partner sees it. */
async function usersOf(app: TestApp, visit: Visit, search = '') {
  const admin = await app.ada()
  const customer: Customer = { ...(await aCustomer(admin)), admin }
  const page = await visit({ as: admin })
  await openUsers(page, customer, search)
  return { customer, page }
}

/** Anna, who has registered, open beside the list; `first` happens to her before that. */
async function annaOpen(
  app: TestApp,
  visit: Visit,
  given: Partial<Parameters<typeof aPerson>[2]> = {},
  first: (made: Made) => Promise<void> = async () => undefined,
) {
  const { customer, page } = await usersOf(app, visit)
  const { id } = await aPerson(app, customer, { ...anna, ...given })
  await first({ id, customer })
  await openUsers(page, customer, `?open=${id}`)
  await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
  return { customer, page, id }
}

async function openUsers(page: Page, { id }: { id: string }, search: string): Promise<void> {
  await page.goto(`/accounts/${id}/users${search}`)
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
}

async function theUsers({ admin, path }: Customer): Promise<User[]> {
  return (await admin.get(`${path}/users`).expect(200)).items
}

async function welcomed(app: TestApp, address: string): Promise<void> {
  await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(address))
}

/** Sets a softphone up on the number of somebody. */
async function givePhone(app: TestApp, { id, customer }: Made): Promise<void> {
  const subscriber = await aSubscriber(customer.admin, customer)
  await asSuperuser(app.database, 'update app.subscribers set user_id = $1 where subscriber_id = $2', [
    id,
    subscriber.id,
  ])
  await aPhone(app, await aLink(app, customer.admin, customer, subscriber.id), { client: 'generic' })
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

/** Goes to the mobile number, which makes it one that can be typed, and types it. */
async function typeMobile(form: Locator, number: string): Promise<void> {
  await field(form, 'Mobile number').focus()
  await field(form, 'Mobile number').and(form.locator(':not([readonly])')).fill(number)
}

/** The choices of the list that is open. */
function options(page: Page): Locator {
  return page.getByRole('listbox').getByRole('option')
}

function create(form: Locator): Locator {
  return form.getByRole('button', { name: 'Create', exact: true })
}

function save(form: Locator): Locator {
  return form.getByRole('button', { name: 'Save', exact: true })
}

/** Presses *Delete users* for what is selected. */
async function beginDeletion(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete users' }).click()
  await dialog(page).waitFor()
}
