import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { choose, dialog, field, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

/** Acme, misspelt, and the address of its settings. */
async function aMisspeltCustomer(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada, { name: 'Amce' })
  return { ada, customer, settings: `/accounts/${customer.id}/settings/account` }
}

describe('the settings of a customer', () => {
  test('UA-1: its partner mends its name beside the list, by keyboard alone; the next mail bears it', async ({
    app,
    visit,
  }) => {
    const { ada, customer } = await aMisspeltCustomer(app)
    const page = await visit({ as: ada })
    await page.goto('/accounts?search=amce')
    await page.getByRole('link', { name: 'Amce' }).focus()
    await page.keyboard.press('e')
    const name = field(sidePanel(page), 'Name')
    await name.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('Acme Tools')
    await page.keyboard.press('Enter')
    await page.getByText('Acme Tools was saved.').waitFor()
    await sidePanel(page).waitFor({ state: 'hidden' })

    await page.goto('/accounts?search=tools')
    await rowWith(page, 'Acme Tools').waitFor()
    const { id } = await aSubscriber(ada, customer)
    await deployTo(ada, customer, [id])
    const { raw } = await app.mail.waitForMessage(() => true)
    const { text } = await app.mail.parse(raw)
    expect(text).toContain('Acme Tools')
  })

  test('UA-1: its own admin changes it under Settings › Account, and the frame names it anew', async ({
    app,
    visit,
  }) => {
    const { ada, customer } = await aMisspeltCustomer(app)
    const page = await visit({ as: await anAdminOf(app, customer, { email: 'carla@ua1.example' }) })
    await page.goto('/')
    await page.getByRole('link', { name: 'Account', exact: true }).click()
    await page.getByRole('heading', { name: 'Account settings', level: 1 }).waitFor()
    await field(page, 'Name').fill('Acme')
    await choose(page, 'Country', 'Austria')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('German')
    await page.getByRole('switch', { name: 'Redirect bypass' }).check({ force: true })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Acme was saved.').waitFor()
    await page.getByRole('banner').getByText('Acme', { exact: true }).waitFor()
    expect(await ada.get(customer.path).expect(200)).toMatchObject({
      name: 'Acme',
      country: 'AT',
      language: 'de',
      timeZone: 'Europe/Berlin',
      redirectBypass: true,
    })

    await page.getByRole('link', { name: 'Event history' }).click()
    await page.getByText('Changed the account Amce: Name, Country, Language, Redirect bypass').waitFor()
  })

  test('UA-1: what is wrong is told at its field and in the summary', async ({ app, visit }) => {
    const { ada, settings } = await aMisspeltCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(settings)
    await field(page, 'Name').fill(' ')
    await page.getByRole('button', { name: 'Save' }).click()
    const summary = page.getByRole('alert').filter({ hasText: 'One field needs your attention' })
    await summary.getByRole('button', { name: 'Name' }).click()
    await field(page, 'Name').and(page.locator('[aria-invalid=true]:focus')).waitFor()
    await page.getByText('Give the account a name.').waitFor()
  })

  test('UA-1: what somebody else saved meanwhile is not overwritten: that is told, and theirs is loaded with what was typed kept', async ({
    app,
    visit,
  }) => {
    const { ada, customer, settings } = await aMisspeltCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(settings)
    await field(page, 'Name').fill('Acme')
    await ada.patch(customer.path, { country: 'AT' }).expect(200)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^ada changed this while you had it open/).waitFor()
    expect(await field(page, 'Name').inputValue()).toBe('Acme')
    expect((await ada.get(customer.path).expect(200)).name).toBe('Amce')

    await page.getByRole('button', { name: 'Load the newest version' }).click()
    const country = page.getByRole('combobox', { name: 'Country', exact: true })
    await expect.poll(() => country.inputValue()).toBe('Austria')
    expect(await field(page, 'Name').inputValue()).toBe('Acme')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Acme was saved.').waitFor()
    expect(await ada.get(customer.path).expect(200)).toMatchObject({ name: 'Acme', country: 'AT' })
  })

  test('UA-1: are not lost by closing them beside the list, or by leaving the page, unasked', async ({
    app,
    visit,
  }) => {
    const { ada, customer, settings } = await aMisspeltCustomer(app)
    const page = await visit({ as: ada })
    const asked = dialog(page).filter({ hasText: 'Leave without saving?' })
    await page.goto(`/accounts?edit=${customer.id}`)
    await field(sidePanel(page), 'Name').fill('Acme')
    await sidePanel(page).getByRole('button', { name: 'Cancel' }).click()
    await asked.getByRole('button', { name: 'Stay here' }).click()
    await asked.waitFor({ state: 'hidden' })
    expect(await field(sidePanel(page), 'Name').inputValue()).toBe('Acme')
    await sidePanel(page).getByRole('button', { name: 'Cancel' }).click()
    await asked.getByRole('button', { name: 'Discard changes' }).click()
    await sidePanel(page).waitFor({ state: 'hidden' })

    await page.goto(settings)
    await field(page, 'Name').fill('Acme')
    await page.getByRole('link', { name: 'Event history' }).click()
    await asked.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('heading', { name: 'Event history', level: 1 }).waitFor()
    expect((await ada.get(customer.path).expect(200)).name).toBe('Amce')
  })
})

describe('the customers of a partner', () => {
  test('UA-1, UA-6: are listed with their users, how far they are and who needs attention, and the way there', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const globex = await aCustomer(ada, { name: 'Globex', customerNumber: 'K-77' })
    app.mail.refuse((address) => (address.startsWith('elif') ? 550 : undefined))
    const elif = await aSubscriber(ada, globex, { email: 'elif@globex.example' })
    await aSubscriber(ada, globex, { email: 'anna@globex.example' })
    await aColleague(app, globex, { email: 'dora@globex.example' })
    await deployTo(ada, globex, [elif.id])
    // Figures are counted when somebody looks, and stand for a minute.
    await waitUntil(
      async () => (await ada.get(`${globex.path}/subscribers/${elif.id}`).expect(200)).state === 'failed',
      { what: 'the mail to Elif is refused' },
    )
    const page = await visit({ as: ada })
    await page.goto('/accounts')
    const row = rowWith(page, 'Globex')
    await row.getByRole('link', { name: '1 e-mail refused' }).waitFor()
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['1', '0%', 'Active', 'K-77']),
    )
    await page.getByText(/^Counted/).waitFor()
    await row.getByRole('link', { name: '1 e-mail refused' }).click()
    await page.getByRole('heading', { name: 'Manage' }).waitFor()
    expect(new URL(page.url()).searchParams.get('state')).toBe('failed')
  })

  test('UA-1: are searched by customer number and narrowed by status, and the address says so', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    await aCustomer(ada, { name: 'Initech', customerNumber: 'Q-1' })
    const { path } = await aCustomer(ada, { name: 'Umbrella', customerNumber: 'Q-2' })
    await ada.patch(path, { status: 'deactivated' }).expect(200)
    const page = await visit({ as: ada })
    await page.goto('/accounts')
    await page.getByRole('searchbox', { name: 'Search accounts' }).fill('q-')
    await page.getByRole('button', { name: 'All 2' }).waitFor()
    await page.getByRole('button', { name: 'Deactivated 1' }).click()
    await rowWith(page, 'Initech').waitFor({ state: 'hidden' })
    await rowWith(page, 'Umbrella').waitFor()
    const { searchParams } = new URL(page.url())
    expect(Object.fromEntries(searchParams)).toEqual({ search: 'q-', status: 'deactivated' })
    await page.getByRole('searchbox', { name: 'Search accounts' }).fill('q-1')
    await page.getByText('No customer matches').waitFor()
  })

  test('UA-1: one is deactivated after `deactivate` was typed under what that will do, and reactivated', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const hooli = await aCustomer(ada, { name: 'Hooli' })
    await anAdminOf(app, hooli, { email: 'gavin@hooli.example' })
    const page = await visit({ as: ada })
    await page.goto(`/accounts?search=hooli&edit=${hooli.id}`)
    await sidePanel(page).getByRole('button', { name: 'Deactivate' }).click()
    await dialog(page).getByText('1 user is signed out at once and cannot sign in any more.').waitFor()
    await dialog(page).getByText('No softphone is set up.').waitFor()
    const submit = dialog(page).getByRole('button', { name: 'Deactivate' })
    expect(await submit.getAttribute('aria-disabled')).toBe('true')
    await field(dialog(page), 'Type “deactivate” to confirm').fill('deactivate')
    await submit.click()
    await page.getByText('Hooli was deactivated.').waitFor()
    await sidePanel(page).getByText('This customer is deactivated').waitFor()
    await rowWith(page, 'Hooli').getByText('Deactivated').waitFor()

    await sidePanel(page).getByRole('button', { name: 'Reactivate' }).click()
    await page.getByText('Hooli was reactivated.').waitFor()
    await field(sidePanel(page), 'Name').waitFor()
    expect((await ada.get(hooli.path).expect(200)).status).toBe('active')
  })

  test('UA-1: a new one needs a name and a country, and takes number, address and support contact', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const page = await visit({ as: ada })
    await page.goto('/accounts?add=customer')
    await field(dialog(page), 'Name').fill('Pied Piper')
    await dialog(page).getByRole('button', { name: 'Add number, address and support contact' }).click()
    await field(dialog(page), 'Customer number').fill('K-5')
    await field(dialog(page), 'Contact e-mail').fill('nobody')
    await dialog(page).getByRole('button', { name: 'Add customer' }).click()
    await dialog(page).getByRole('alert').getByRole('button', { name: 'Contact e-mail' }).click()
    await field(dialog(page), 'Contact e-mail').fill('help@piedpiper.example')
    await dialog(page).getByRole('button', { name: 'Add customer' }).click()
    await page.getByText('Pied Piper was added.').waitFor()
    expect((await ada.get('/accounts?search=k-5').expect(200)).items).toMatchObject([
      {
        name: 'Pied Piper',
        customerNumber: 'K-5',
        street: null,
        supportContactEmail: 'help@piedpiper.example',
      },
    ])
  })
})

test('UA-1: a partner names itself, and is asked nothing about client deployment, which it has none of', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const { account } = await ada.get('/sessions/current').expect(200)
  const page = await visit({ as: ada })
  await page.goto('/accounts')
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  await field(page, 'Name').fill('Northgate')
  expect(await page.getByRole('switch').count()).toBe(0)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Northgate was saved.').waitFor()
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByText('The customers of Northgate.').waitFor()
  expect((await ada.get(`/accounts/${account.id}`).expect(200)).name).toBe('Northgate')
})

describe('in light and in dark colours, wide and narrow, axe finds nothing wrong on', () => {
  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('UA-1: the accounts and their settings at $width × $height', async (viewport, { app, visit }) => {
    const { ada, customer, settings } = await aMisspeltCustomer(app)
    const page = await visit({ as: ada, viewport })
    const { look, found } = examiner()
    await page.goto('/accounts')
    await page.getByRole('link', { name: 'Amce' }).first().waitFor()
    await look(page, 'accounts')
    await page.getByRole('button', { name: 'New customer' }).first().click()
    await field(dialog(page), 'Name').waitFor()
    await look(page, 'new customer')
    await dialog(page).getByRole('button', { name: 'Add customer' }).click()
    await dialog(page).getByRole('alert').waitFor()
    await look(page, 'new customer with errors')

    await page.goto(`/accounts?edit=${customer.id}`)
    await field(sidePanel(page), 'Name').waitFor()
    await look(page, 'settings beside the list')
    await sidePanel(page).getByRole('button', { name: 'Deactivate' }).click()
    await dialog(page).getByText('No softphone is set up.').waitFor()
    await look(page, 'what deactivating does')
    await page.goto(settings)
    await field(page, 'Name').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    await look(page, 'settings with errors')
    await ada.patch(customer.path, { status: 'deactivated' }).expect(200)
    await page.goto(`/accounts?edit=${customer.id}`)
    await sidePanel(page).getByText('This customer is deactivated').waitFor()
    await look(page, 'a deactivated customer')
    expect(found).toEqual([])
  })
})
