import type { Locator } from 'playwright-core'
import { describe, expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aPerson } from '#tests/harness/people.ts'
import { dialog, field, passwordField, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { anna, annaOpen, create, options, usersOf } from './harness/person.ts'
import { test } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

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

  test('UA-11 show the mobile number as the list writes it where the reader is, and keep it as it is stored', async ({
    app,
    visit,
  }) => {
    const { customer, page } = await usersOf(app, visit)
    const { id } = await aPerson(app, customer, { ...anna, columns: { mobile: '+491711234567' } })
    await page.setViewportSize({ width: 1920, height: 1080 })
    await openUsers(page, customer)
    await rowWith(page, '+49 171 1234567').getByRole('link', { name: 'Kühn' }).click()
    const form = sidePanel(page)
    const shown = field(form, 'Mobile number')
    await expect.poll(() => shown.inputValue()).toBe('+49 171 1234567')
    await form.getByText('+491711234567', { exact: false }).waitFor()
    await shown.focus()
    await expect.poll(() => shown.inputValue()).toBe('0171 1234567')
    await form.getByRole('combobox', { name: 'Language' }).selectOption('French')
    await save(form).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    const { mobile } = await customer.admin.get(`${customer.path}/users/${id}`).expect(200)
    expect(mobile).toBe('+491711234567')
  })

  test('UA-41 show what a source owns as text, with the name of that source', async ({ app, visit }) => {
    const { customer, page, id } = await annaOpen(app, visit, {
      columns: {
        origin: 'scim',
        owners: { lastName: 'Entra ID', email: 'Entra ID', mobile: 'Entra ID' },
        mobile: '+491711234567',
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
    // The account is in Germany; the reader's browser is not.
    await form
      .getByRole('group', { name: 'Mobile number' })
      .getByText('+49 171 1234567', { exact: true })
      .waitFor()
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

  test('threats "Stolen session of an administrator": ask once more who it is before an administrator gets another address, and keep what was typed', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, { role: 'admin' })
    // The proof renews the session that is open in the browser.
    const saved = async () => (await app.ada()).get(`${customer.path}/users/${id}`).expect(200)
    const form = sidePanel(page)
    await field(form, 'E-mail address').fill('anna@acme.example')
    await typeMobile(form, '0171 1234567')
    await form.getByRole('combobox', { name: 'Language' }).selectOption('French')
    app.clock.advance({ minutes: 6 })
    await save(form).click()
    const asked = dialog(page).filter({ hasText: 'Enter your password again' })
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await form.getByText('Prove again who you are to do this.').waitFor()
    expect(await field(form, 'E-mail address').inputValue()).toBe('anna@acme.example')
    expect(await saved()).toMatchObject({ email: anna.email, language: null, mobile: null })

    await save(form).click()
    await passwordField(asked).fill(partnerAdmin.password)
    await asked.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    const changed = { email: 'anna@acme.example', language: 'fr', mobile: '+491711234567' }
    expect(await saved()).toMatchObject(changed)
  })

  test('UA-40: two admins who change one person at a time lose nothing: the second loads the newest, keeps what they typed, and sees what it is now', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit)
    const form = sidePanel(page)
    const language = form.getByRole('combobox', { name: 'Language' })
    await typeMobile(form, '0171 1234567')
    await language.selectOption('French')
    const byOther = { language: 'de', role: 'admin' }
    await customer.admin.patch(`${customer.path}/users/${id}`, byOther).expect(200)
    await save(form).click()
    await form.getByText(/^ada changed this while you had it open.*what you typed stays/).waitFor()
    await form.getByRole('button', { name: 'Load the newest version' }).click()

    const told = form.getByText('It is now “German”. Save to replace that by what you typed.')
    await told.waitFor()
    const summary = form.getByRole('alert').filter({ hasText: 'One field needs your attention' })
    await summary.and(page.locator(':focus')).waitFor()
    await language.and(page.locator('[aria-invalid=true]')).waitFor()
    expect(await form.getByRole('combobox', { name: 'Role' }).inputValue()).toBe('admin')
    expect(await language.inputValue()).toBe('fr')
    expect(await field(form, 'Mobile number').inputValue()).toBe('+491711234567')
    await summary.getByRole('button', { name: 'Language' }).click()
    await form.getByRole('combobox', { name: 'Role' }).focus()
    await told.waitFor()
    const saved = () => customer.admin.get(`${customer.path}/users/${id}`).expect(200)
    expect(await saved()).toMatchObject({ ...byOther, mobile: null })

    await save(form).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect(await saved()).toMatchObject({ language: 'fr', role: 'admin', mobile: '+491711234567' })
    await told.waitFor({ state: 'hidden' })
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
      .getByText(/Comes with a phone on a MiVoice Business PBX/)
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

/** Goes to the mobile number, which makes it one that can be typed, and types it. */
async function typeMobile(form: Locator, number: string): Promise<void> {
  await field(form, 'Mobile number').focus()
  await field(form, 'Mobile number').and(form.locator(':not([readonly])')).fill(number)
}

function save(form: Locator): Locator {
  return form.getByRole('button', { name: 'Save', exact: true })
}
