import { describe, expect } from 'vitest'
import { aCustomer, anAdminOf, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { dialog, field, sidePanel } from './harness/admin.ts'
import { test } from './harness/test.ts'

describe('the focus stays on what was used', () => {
  test('UA-60 when a user was saved, by button or by Enter, deactivated and reactivated', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aPerson(app, customer, { email: 'dora.weiss@acme.example' })
    const page = await visit({ as: ada })
    const form = sidePanel(page)
    await page.goto(`/accounts/${customer.id}/users?open=${id}`)

    await form.getByRole('combobox', { name: 'Language' }).selectOption('German')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Dora Weiss was saved.').waitFor()
    await form.getByRole('button', { name: 'Save' }).and(page.locator(':focus')).waitFor()

    await field(form, 'E-mail address').fill('dora@acme.example')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await ada.get(`${customer.path}/users/${id}`).expect(200)).version).toBe(3)
    await field(form, 'E-mail address').and(page.locator(':focus')).waitFor()

    await form.getByRole('button', { name: 'Deactivate' }).click()
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click()
    await form.getByRole('button', { name: 'Reactivate' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('button', { name: 'Reactivate' }).click()
    await form.getByRole('button', { name: 'Deactivate' }).and(page.locator(':focus')).waitFor()
  })

  test('CD-6 when the record of a softphone was saved', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    const form = sidePanel(page)
    await page.goto(`/accounts/${customer.id}/deployment/subscribers?open=${id}`)
    await field(form, 'First name').fill('Anne')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('heading', { name: 'Anne Kühn' }).waitFor()
    await form.getByRole('button', { name: 'Save' }).and(page.locator(':focus')).waitFor()
  })
})

test('UA-1 the users of a deactivated customer are not asked for; the page says so and reactivates it', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  await aPerson(app, customer, { email: 'dora.weiss@acme.example' })
  await ada.patch(customer.path, { status: 'deactivated' }).expect(200)
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/users`)
  await page.getByText('This customer is deactivated').waitFor()
  expect(await page.getByRole('button', { name: 'Add user' }).count()).toBe(0)
  expect(await page.getByText('Counting').count()).toBe(0)
  await page.getByRole('button', { name: 'Reactivate' }).click()
  await page.getByRole('link', { name: 'Weiss' }).waitFor()
})

test('UA-80 nobody is offered to delete or deactivate themselves, or the last admin who can sign in, and is told why', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const carla = await anAdminOf(app, customer)
  const { user } = await carla.get('/sessions/current').expect(200)
  const own = await visit({ as: carla })
  await own.goto(`/accounts/${customer.id}/users?open=${user.id}`)
  for (const [act, why] of [
    ['Delete', 'You cannot delete yourself.'],
    ['Deactivate', 'You cannot deactivate yourself.'],
  ] as const) {
    const button = sidePanel(own).getByRole('button', { name: act, disabled: true })
    await button.waitFor()
    const told = await button.getAttribute('aria-describedby')
    expect(await own.locator(`[id="${told}"]`).textContent()).toContain(why)
    await button.hover()
    await own.getByRole('tooltip', { name: why }).waitFor()
  }

  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/users?open=${user.id}`)
  const last = sidePanel(page).getByRole('button', { name: 'Delete', disabled: true })
  await last.hover()
  await page.getByRole('tooltip', { name: 'This is the only Account Admin who can sign in.' }).waitFor()
})

test('UA-11 a mobile number with too few digits is told to be too short, not to want its country code', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const page = await visit({ as: ada })
  const form = sidePanel(page)
  await page.goto(`/accounts/${customer.id}/users?open=new`)
  await field(form, 'First name').fill('Anna')
  await field(form, 'Mobile number').focus()
  await field(form, 'Mobile number').fill('12')
  await page.keyboard.press('Tab')
  await form.getByText('This number is too short.').waitFor()
})

test('UA-62 who is invited, with no e-mail known any more, is told to need another', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const invited = { registered: false, columns: { status: 'invited' } }
  const { id } = await aPerson(app, customer, { email: 'dora.weiss@acme.example', ...invited })
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/users?open=${id}`)
  await sidePanel(page).getByText('No welcome e-mail with a working link is known.').waitFor()
  await sidePanel(page).getByRole('button', { name: 'Resend welcome e-mail' }).waitFor()
})
