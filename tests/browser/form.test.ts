import { describe, expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { dialog, field, openManage, passwordField, sidePanel } from './harness/admin.ts'
import { test } from './harness/test.ts'

describe('a user created by hand', () => {
  test('MU-1 MU-9: without an MBG the PBX account is demanded at its fields, with the reason', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const page = await visit({ as: ada })
    await openManage(page, await aCustomer(ada))
    await page.getByRole('button', { name: 'Create new user' }).first().click()
    const form = sidePanel(page)
    await field(form, 'First name').fill('Hanna')
    await field(form, 'Last name').fill('Solo')
    await field(form, 'E-mail address').fill('hanna.solo@acme.example')
    await form.getByRole('combobox', { name: 'Profile', exact: true }).selectOption('Softphones')
    await form.getByText(/stand-alone deployment/).waitFor()
    for (const name of ['PBX SIP host', 'PBX SIP user name / device number', 'PBX SIP password']) {
      await field(form, name).and(page.locator('[required]')).waitFor()
      await form.locator('label', { hasText: `${name} *` }).waitFor()
    }
    await form.getByRole('button', { name: 'Create user' }).click()

    const summary = form.getByRole('alert').filter({ hasText: '3 fields need your attention' })
    await summary.waitFor()
    for (const name of ['PBX SIP host', 'PBX SIP user name', 'PBX SIP password']) {
      await form.getByText(`Enter the ${name}: this profile has no border gateway`).waitFor()
    }
    const secret = field(form, 'PBX SIP password').and(page.locator('[aria-invalid=true]'))
    const told = await secret.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${told}"]`).innerText()).toContain('Enter the PBX SIP password')
    await summary.getByRole('button', { name: 'PBX SIP host' }).click()
    await field(form, 'PBX SIP host').and(page.locator(':focus')).waitFor()

    await field(form, 'PBX SIP host').fill('pbx.acme.example')
    await field(form, 'PBX SIP user name / device number').fill('1001')
    await field(form, 'PBX SIP password').fill('s3cret-Hanna')
    await form.getByRole('button', { name: 'Create user' }).click()
    await page.getByText('Hanna Solo was created.').waitFor()
    await page.getByRole('link', { name: 'Solo', exact: true }).waitFor()
  })

  test('MU-2 MU-15: what is wrong is told on leaving a field, with an example', async ({ app, visit }) => {
    const ada = await app.ada()
    const page = await visit({ as: ada })
    await openManage(page, await aCustomer(ada), '?open=new')
    const form = sidePanel(page)
    await field(form, 'E-mail address').fill('hanna.solo')
    await field(form, 'PBX SIP host').fill('sip://pbx.acme.example')
    await field(form, 'Last name').focus()
    await form.getByText(/anna\.kuehn@example\.com/).waitFor()
    await form.getByText(/Leave out the scheme/).waitFor()
  })
})

describe('what the server says of a field', () => {
  test('stays there and in the summary while one goes from field to field, until it is changed', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    const refusal = 'This address was given back to its provider.'
    await page.route(`**/subscribers/${id}`, (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            json: {
              code: 'http.invalid',
              detail: 'One field is wrong.',
              errors: [{ path: 'email', code: 'x', message: refusal }],
            },
          })
        : route.continue(),
    )
    await field(form, 'Directory number').fill('2001')
    await form.getByRole('button', { name: 'Save' }).click()
    const summary = form.getByRole('alert').filter({ hasText: 'One field needs your attention' })
    await summary.waitFor()

    for (const name of ['E-mail address', 'Voicemail number', 'Directory number']) {
      await field(form, name).click()
      await form.getByText(refusal).waitFor()
      await summary.getByRole('button', { name: 'E-mail address' }).waitFor()
    }
    await field(form, 'E-mail address').fill('anna@acme.example')
    await field(form, 'Voicemail number').click()
    await summary.waitFor({ state: 'hidden' })
    expect(await form.getByText(refusal).count()).toBe(0)
  })
})

describe('what is typed', () => {
  test('does not overwrite what somebody else saved meanwhile: that is told, and their version is loaded without losing it', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await field(form, 'Directory number').fill('2001')
    await ada.patch(`${customer.path}/subscribers/${id}`, { voicemailNumber: '900' }).expect(200)
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText(/^ada changed this while you had it open/).waitFor()
    expect(await field(form, 'Directory number').inputValue()).toBe('2001')
    expect(await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).toMatchObject({
      directoryNumber: '1001',
      voicemailNumber: '900',
    })

    await form.getByRole('button', { name: 'Load the newest version' }).click()
    await expect.poll(() => field(form, 'Voicemail number').inputValue()).toBe('900')
    expect(await field(form, 'Directory number').inputValue()).toBe('2001')
    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Stay here' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect(await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).toMatchObject({
      directoryNumber: '2001',
      voicemailNumber: '900',
    })
  })

  test('is kept when the session ends, and saved after signing in in another tab', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await field(form, 'Directory number').fill('2001')
    const held = await page.context().cookies()
    await page.context().clearCookies()
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText(/^You are not signed in any more\. What you typed is still here/).waitFor()
    expect(await field(form, 'Directory number').inputValue()).toBe('2001')
    expect(await dialog(page).filter({ hasText: 'Leave without saving?' }).count()).toBe(0)

    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      form.getByRole('link', { name: 'Sign in in another tab' }).click(),
    ])
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.context().addCookies(held)
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect((await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).directoryNumber).toBe('2001')
  })

  test('is not sent later when there is no network: that is told at once', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada, isAlone: true })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await field(form, 'Directory number').fill('2001')
    await page.context().setOffline(true)
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText(/server cannot be reached/).waitFor()
    await page.context().setOffline(false)
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
  })

  test('is not lost by leaving the page unasked', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    await field(sidePanel(page), 'First name').fill('Johanna')
    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    const asked = dialog(page).filter({ hasText: 'Leave without saving?' })
    await asked.getByRole('button', { name: 'Stay here' }).click()
    await asked.waitFor({ state: 'hidden' })
    expect(await field(sidePanel(page), 'First name').inputValue()).toBe('Johanna')

    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    await asked.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor()
    expect((await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).firstName).toBe('Anna')
  })
})

test('what is typed stays when a dialog’s script is gone after an upgrade; the notice offers to reload', async ({
  app,
  browser,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer)
  // Not by `visit`, which takes a missing script for a fault.
  const context = await browser.newContext({ baseURL: app.serviceOrigin })
  const [name = '', value = ''] = ada.cookie().split(/[=;]/)
  await context.addCookies([{ name, value, url: app.serviceOrigin, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  page.on('dialog', (asked) => asked.accept())
  await page.route('**/assets/delete-dialog*.js', (route) => route.fulfill({ status: 404 }))
  await openManage(page, customer, `?open=${id}`)
  const form = sidePanel(page)
  await field(form, 'First name').fill('Johanna')
  await form.getByRole('button', { name: /^Delete/ }).click()
  const notice = page.getByRole('alert').filter({ hasText: 'Rollcall was updated' })
  await notice.waitFor()
  expect(await field(form, 'First name').inputValue()).toBe('Johanna')

  await page.unroute('**/assets/delete-dialog*.js')
  await notice.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => field(form, 'First name').inputValue()).toBe('Anna')
  await form.getByRole('button', { name: /^Delete/ }).click()
  await dialog(page).waitFor()
  await context.close()
})

describe('a delicate act', () => {
  test('six minutes after signing in it asks for the password, and then does what was asked', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada, {}, { pinRequired: true })
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await page.getByRole('link', { name: 'Softphones' }).click()
    const form = sidePanel(page)
    await field(form, 'Central deployment e-mail address').fill('reception@acme.example')
    app.clock.advance({ minutes: 6 })
    await form.getByRole('button', { name: 'Save' }).click()

    const asked = dialog(page).filter({ hasText: 'Enter your password again' })
    await passwordField(asked).fill('a wrong password')
    await asked.getByRole('button', { name: 'Go on' }).click()
    await asked.getByText(/not your password/).waitFor()
    await passwordField(asked).fill(partnerAdmin.password)
    await asked.getByRole('button', { name: 'Go on' }).click()
    await page.getByText(/^Softphones was saved\./).waitFor()
    const profile = await (await app.ada())
      .get(`${customer.path}/deployment-profiles/${customer.profileId}`)
      .expect(200)
    expect(profile.centralEmail).toBe('reception@acme.example')
  })

  test('is not done where the password is not given', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada, {}, { pinRequired: true })
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await page.getByRole('link', { name: 'Softphones' }).click()
    const form = sidePanel(page)
    await field(form, 'Central deployment e-mail address').fill('reception@acme.example')
    app.clock.advance({ minutes: 6 })
    await form.getByRole('button', { name: 'Save' }).click()
    const asked = dialog(page).filter({ hasText: 'Enter your password again' })
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await form.getByText('Prove again who you are to do this.').waitFor()
  })
})
