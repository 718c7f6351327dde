import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSetUpLink, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { dialog, field, openManage, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { aLinkFor, configLink, desktop, phone, typePin, useApp } from './harness/end-user.ts'
import { test } from './harness/test.ts'

const faultyFile = {
  name: 'new-starters.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'First name,Last name,Email address,Floor\r\nMira,Olsen,mira@acme.example,2\r\nTom,Berg,tom.acme.example,2\r\n',
  ),
}

describe('in light and in dark colours axe finds nothing wrong on', () => {
  test('the pages before signing in', async ({ app, visit }) => {
    const token = await aSetUpLink(app, await aCustomer(await app.ada()))
    const page = await visit()
    const { look, found } = examiner()
    await page.goto('/sign-in')
    await field(page, 'Password').waitFor()
    await look(page, 'sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page
      .getByRole('textbox', { name: 'E-mail address' })
      .and(page.locator('[aria-invalid=true]'))
      .waitFor()
    await look(page, 'sign-in with errors')
    await page.goto(`/setup/${token}`)
    await field(page, 'Last name').waitFor()
    await look(page, 'set-up')
    expect(found).toEqual([])
  })

  test('the pages of an account, their dialogs and panels', async ({ app, visit }) => {
    const ada = await app.ada()
    const { customer, anna } = await peopleOf(app)
    const page = await visit({ as: ada })
    const { look, found } = examiner()

    await page.goto('/accounts')
    await page.getByRole('table', { name: 'Customers' }).waitFor()
    await look(page, 'accounts')
    await page.getByRole('button', { name: 'New customer' }).first().click()
    await dialog(page).waitFor()
    await look(page, 'new customer')

    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    await look(page, 'Manage')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menu').waitFor()
    await look(page, 'columns')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('menu').waitFor()
    await look(page, 'filters')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menu').waitFor()
    await look(page, 'more actions')
    await page.keyboard.press('Escape')
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByRole('button', { name: 'Deploy', exact: true }).click()
    await dialog(page).waitFor()
    await look(page, 'deploy')

    for (const tab of ['Details', 'Clients', 'Configuration', 'Timeline']) {
      await openManage(page, customer, `?open=${anna.id}`)
      await sidePanel(page).getByRole('tab', { name: tab }).click()
      await sidePanel(page).getByRole('tabpanel', { name: tab }).waitFor()
      await page.waitForLoadState('networkidle')
      await look(page, `one user, ${tab}`)
    }
    await openManage(page, customer, '?open=new')
    await sidePanel(page).getByRole('button', { name: 'Create user' }).click()
    await sidePanel(page).getByRole('alert').waitFor()
    await look(page, 'new user with errors')

    await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${customer.profileId}`)
    await sidePanel(page).getByRole('button', { name: 'Save' }).waitFor()
    await look(page, 'a profile')

    await page.goto(`/accounts/${customer.id}/deployment/email`)
    // The preview as HTML stands in a frame that lets no script in, not even that of axe.
    await page.getByTitle('The e-mail as its reader sees it').waitFor()
    await page.getByText('Plain text', { exact: true }).click()
    await page.getByTitle('The e-mail as its reader sees it').waitFor({ state: 'detached' })
    await look(page, 'deployment e-mail')

    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.locator('input[type=file]').setInputFiles(faultyFile)
    await look(page, 'upload')
    await page.getByRole('button', { name: 'Check file' }).click()
    await rowWith(page, 'Berg').waitFor()
    await look(page, 'review')

    await page.goto(`/accounts/${customer.id}/activity/operations`)
    await page.getByRole('link', { name: 'Deployment', exact: true }).first().waitFor()
    await look(page, 'operations')
    await page.getByRole('link', { name: 'Deployment', exact: true }).last().click()
    await rowWith(page, 'Kühn').waitFor()
    await look(page, 'an operation')
    await page.goto(`/accounts/${customer.id}/activity/events`)
    await rowWith(page, 'Deployment started').first().waitFor()
    await look(page, 'events')
    await page.keyboard.press('?')
    await dialog(page).waitFor()
    await look(page, 'keyboard shortcuts')
    await page.goto(`/accounts/${customer.id}/nowhere`)
    await page.getByText('There is nothing here').waitFor()
    await look(page, 'not found')
    expect(found).toEqual([])
  })

  test('every page behind a link', async ({ app, visit }) => {
    const pin = '90817263'
    const withPin = await aLinkFor(app, { deploymentPin: pin })
    const without = await aLinkFor(app)
    const page = await visit(desktop)
    const { look, found } = examiner()
    await page.goto('/d')
    await look(page, 'code')
    await page.goto('/d/unknown')
    await look(page, 'unknown')
    await page.goto(withPin.path)
    await look(page, 'PIN')
    await typePin(page, '1111')
    await look(page, 'wrong PIN')
    await typePin(page, pin)
    await look(page, 'QR code')
    await page.goto(withPin.path)
    for (let tries = 1; tries < 5; tries++) await typePin(page, '1111')
    await page.getByRole('heading', { name: 'This link is locked' }).waitFor()
    await look(page, 'locked')
    const mobile = await visit(phone)
    await mobile.goto(without.path)
    await mobile.getByText('Other apps').click()
    await look(mobile, 'choice of an app')
    await useApp(mobile, 'MicroSIP')
    await look(mobile, 'a file')
    await mobile.goto(without.path)
    await useApp(mobile, 'Linphone')
    await look(mobile, 'Linphone')
    await fetchAsPhone(await configLink(mobile))
    await mobile.getByRole('button', { name: 'Not my phone: block it' }).waitFor()
    await look(mobile, 'done')
    await mobile.getByRole('button', { name: 'Not my phone: block it' }).click()
    await look(mobile, 'blocked')
    await mobile.goto(without.path)
    await look(mobile, 'revoked')
    expect(found).toEqual([])
  })
})

/** A customer with Anna, whose softphone is set up, and people in other states. */
async function peopleOf(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const anna = await aSubscriber(ada, customer)
  await aPhone(app, await aLink(app, ada, customer, anna.id))
  const bob = await aSubscriber(ada, customer, {
    firstName: 'Bob',
    lastName: 'Stone',
    email: 'bob@acme.example',
  })
  await aLink(app, ada, customer, bob.id)
  await aSubscriber(ada, customer, { firstName: 'Carol', lastName: 'Diaz', email: 'carol@acme.example' })
  return { customer, anna }
}
