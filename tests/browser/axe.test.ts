import { describe, expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aCustomer, aSetUpLink, deployTo } from '#tests/harness/people.ts'
import { fetchAsPhone } from '#tests/harness/phones.ts'
import {
  beginAct,
  dialog,
  field,
  giveStepUp,
  openManage,
  rowWith,
  select,
  sidePanel,
} from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { aLinkFor, configLink, desktop, phone, typePin, useApp } from './harness/end-user.ts'
import { anEstate, annasPin } from './harness/estate.ts'
import { test } from './harness/test.ts'
import { goTo } from './harness/walk.ts'

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
    await page.getByRole('heading', { name: 'Set your password' }).waitFor()
    await look(page, 'set-up of an admin who was added')
    expect(found).toEqual([])
  })

  test('the lists of an account, and what is done to a selection', async ({ app, visit }) => {
    const { admin, customer } = await anEstate(app)
    const page = await visit({ as: admin })
    const { look, found } = examiner()

    await openManage(page, customer)
    await rowWith(page, 'Kühn').waitFor()
    await look(page, 'Manage')
    const manage = `/accounts/${customer.id}/deployment/subscribers`
    await goTo(page, `${manage}?updatePending=true`)
    await rowWith(page, 'Kühn').waitFor()
    await look(page, 'the outdated')
    await goTo(page, `${manage}?search=nobody`)
    await page.getByText('Nobody matches').waitFor()
    await look(page, 'nobody matches')

    await goTo(page, manage)
    for (const act of ['Deploy', 'Auto deploy', 'Set force config', 'Generate PINs', 'Delete'] as const) {
      await page.getByRole('checkbox', { name: 'Select all that match' }).check()
      await beginAct(page, act)
      await look(page, `${act}, all`)
      await dialog(page).getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Select none' }).click()
      await select(page, ['Anna Kühn', 'Bob Stone', 'Carol Diaz'])
      await beginAct(page, act)
      await look(page, act)
      await dialog(page).getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Select none' }).click()
    }

    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await beginAct(page, 'Generate PINs')
    await dialog(page).getByRole('button', { name: 'Generate PINs' }).click()
    await dialog(page).getByText('5 of 5').waitFor()
    await look(page, 'the result of an act')
    app.clock.advance({ minutes: 6 })
    await dialog(page).getByRole('button', { name: 'Print hand-over list' }).click()
    await giveStepUp(page, partnerAdmin.password, () => look(page, 'step-up'))
    const handOver = page.getByRole('dialog', { name: 'PINs to hand over' })
    await handOver.getByText('Carol').first().waitFor()
    await look(page, 'hand-over list as slips')
    await handOver.getByText('One list').click()
    await handOver.getByRole('table').waitFor()
    await look(page, 'hand-over list as a table')
    expect(found).toEqual([])
  })

  test('lists of choices while they are loading, and when nothing matches', async ({ app, visit }) => {
    const { admin, customer, anna } = await anEstate(app)
    const page = await visit({ as: admin })
    const { look, found } = examiner()
    await openManage(page, customer, `?open=${anna.id}`)
    const held = Promise.withResolvers<void>()
    await page.route(/\/api\/v1\/(accounts|accounts\/[^/]+\/users)(\?|$)/, async (route) => {
      await held.promise
      await route.continue()
    })

    await page.getByRole('button', { name: 'Switch account' }).click()
    const accounts = page.getByRole('listbox', { name: 'Switch account' })
    await accounts.and(page.locator('[aria-busy=true]')).waitFor()
    await look(page, 'accounts are loading')
    await page.keyboard.press('Escape')
    const person = sidePanel(page).getByRole('combobox', { name: 'Person', exact: true })
    await person.click()
    const people = page.getByRole('listbox', { name: 'Person' })
    await people.and(page.locator('[aria-busy=true]')).waitFor()
    await look(page, 'people are loading')

    held.resolve()
    await people.and(page.locator('[aria-busy=false]')).waitFor()
    await person.fill('nobody')
    await people.getByText('Nobody matches').waitFor()
    await look(page, 'nobody matches')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Switch account' }).click()
    await accounts.and(page.locator('[aria-busy=false]')).waitFor()
    await page.getByRole('textbox', { name: /account/i }).fill('nowhere')
    await accounts.getByRole('option', { selected: false }).waitFor()
    await look(page, 'no account matches')
    expect(found).toEqual([])
  })

  test('one record, its tabs and what is done to it', async ({ app, visit }) => {
    const { admin, customer, anna, bob, dan } = await anEstate(app)
    const page = await visit({ as: admin })
    const panel = sidePanel(page)
    const { look, found } = examiner()
    const record = (id: string) => `/accounts/${customer.id}/deployment/subscribers?open=${id}`
    await openManage(page, customer)
    for (const tab of ['Details', 'Clients', 'Configuration', 'Timeline']) {
      await goTo(page, record(anna.id))
      await panel.getByRole('tab', { name: tab }).click()
      await panel.getByRole('tabpanel', { name: tab }).waitFor()
      await page.waitForLoadState('networkidle')
      await look(page, `one user, ${tab}`)
    }
    await goTo(page, `${record(bob.id)}&tab=timeline`)
    await panel.getByRole('button', { name: 'Unlock' }).waitFor()
    await look(page, 'PIN locked')
    await goTo(page, `${record(dan.id)}&tab=clients`)
    await panel.getByText('No softphone yet').waitFor()
    await look(page, 'no softphone')

    await goTo(page, record(anna.id))
    await panel.getByRole('button', { name: 'More for Anna Kühn' }).click()
    await page.getByRole('menu').waitFor()
    await page.getByRole('menuitem', { name: 'Take link by hand' }).click()
    await dialog(page).waitFor()
    await look(page, 'link by hand')
    await dialog(page).getByRole('button', { name: 'Make link' }).click()
    await dialog(page).getByRole('img').waitFor()
    await look(page, 'link by hand, shown')
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()

    await panel.getByRole('button', { name: 'Show PIN' }).click()
    await panel.getByText(annasPin).waitFor()
    await look(page, 'PIN shown')
    await field(panel, 'Client service user name').fill('anna.kuehn')
    await panel.getByText('The softphone must be deployed again').waitFor()
    await look(page, 'another client service user name')
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Save only' }).waitFor()
    await look(page, 'saving ends softphones')
    await dialog(page).getByRole('button', { name: 'Cancel', exact: true }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    await dialog(page).waitFor()
    await look(page, 'unsaved')
    await dialog(page).getByRole('button', { name: 'Stay here' }).click()

    await openManage(page, customer, '?open=new')
    await panel.getByRole('button', { name: 'Create user' }).click()
    await panel.getByRole('alert').waitFor()
    await look(page, 'new user with errors')

    await openManage(page, customer, `?open=${anna.id}&tab=clients`)
    await panel.getByRole('button', { name: /^Rename/ }).click()
    await field(panel, 'Name of the softphone').waitFor()
    await look(page, 'renaming a softphone')
    await page.keyboard.press('Escape')
    await panel.getByRole('button', { name: /^Remove/ }).click()
    await dialog(page).waitFor()
    await look(page, 'remove a softphone')
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await panel.getByRole('button', { name: /as lost or stolen$/ }).click()
    await dialog(page).waitFor()
    await look(page, 'lost or stolen')
    await dialog(page).getByRole('button', { name: 'Report as lost or stolen' }).click()
    await dialog(page).getByRole('status').waitFor()
    await look(page, 'lost, and what is left to do')
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await panel.getByText('Revoked', { exact: true }).first().waitFor()
    await look(page, 'a revoked softphone')
    expect(found).toEqual([])
  })

  test('profiles, the e-mail, imports and what happened', async ({ app, visit }) => {
    const { admin, customer, carol } = await anEstate(app)
    const page = await visit({ as: admin })
    const { look, found } = examiner()
    const at = (path: string) => goTo(page, `/accounts/${customer.id}/${path}`)
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)

    await page.getByRole('link', { name: 'Softphones' }).waitFor()
    await page.getByRole('link', { name: 'Softphones' }).click()
    await sidePanel(page).getByRole('button', { name: 'Save' }).waitFor()
    await sidePanel(page).getByRole('button', { name: 'Delete profile' }).click()
    await dialog(page).getByRole('combobox', { name: 'Profile its users get instead' }).waitFor()
    await look(page, 'delete a profile')
    await at('deployment/profiles?open=new')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await sidePanel(page).getByRole('alert').waitFor()
    await look(page, 'new profile with errors')

    await at('deployment/email')
    // The preview as HTML stands in a frame that lets no script in, not even that of axe.
    await page.getByTitle('The e-mail as its reader sees it').waitFor()
    await page.getByText('Plain text', { exact: true }).click()
    await page.getByTitle('The e-mail as its reader sees it').waitFor({ state: 'detached' })
    await look(page, 'deployment e-mail')
    await field(page, 'Subject').fill('Your softphone at {{accountName}}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The text was saved.').waitFor()
    await page.getByText('Plain text', { exact: true }).click()
    await page.getByRole('button', { name: 'Reset to default' }).click()
    await dialog(page).waitFor()
    await look(page, 'reset the e-mail')

    await at('deployment/import')
    await page.locator('input[type=file]').setInputFiles(faultyFile)
    await page.getByRole('button', { name: 'Check file' }).click()
    await rowWith(page, 'Berg').waitFor()
    await look(page, 'review')

    await admin.delete(`${customer.path}/subscribers/${carol.id}`).expect(204)
    const { id } = await deployTo(admin, customer, [carol.id])
    await at(`activity/operations/${id}`)
    await page.getByText('A deleted user').first().waitFor()
    await look(page, 'an operation with failures')
    await at('nowhere')
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
