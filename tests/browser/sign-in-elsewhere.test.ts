import { describe, expect } from 'vitest'
import { aVerifiedDomain, enter, passTest } from '#features/auth/single-sign-on/single-sign-on.testing.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { dialog, field, passwordField } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test as base, elsewhere } from './harness/single-sign-on.ts'

/** Acme, whose people may sign in at an identity provider. */
const test = base.extend('acme', { scope: 'file' }, async ({ app, names, provider }) => {
  const acme = await aCustomer(await app.ada())
  const carla = await anAdminOf(app, acme)
  await aPerson(app, acme, {
    email: 'anna@acme.example',
    firstName: 'Anna',
    lastName: 'Kühn',
    role: 'admin',
  })
  await aVerifiedDomain(carla, acme, names)
  await enter(carla, acme, provider)
  provider.person = { sub: 'carla-1', email: 'carla@acme.example' }
  await passTest(app, carla, acme, provider)
  const keeping = async (keepsLocalPasswords: boolean) => {
    const changes = { isOn: true, keepsLocalPasswords }
    await carla.patch(`${acme.path}/identity-provider`, changes).expect(200)
  }
  return { ...acme, keeping }
})

/** Everybody of the account has proven themselves an hour ago. The clock stays: that of the identity provider cannot be moved with it. */
async function proveLongAgo(app: TestApp, account: { id: string }): Promise<void> {
  const steppedUpAt = new Date(app.clock.now().getTime() - 3600_000)
  await app.platform.database.inAccount(account.id, (tx) =>
    tx.updateTable('app.sessions').set({ steppedUpAt }).where('accountId', '=', account.id).execute(),
  )
}

test('UA-4: who turns back there is told so at the sign-in page', async ({ acme, provider, visit }) => {
  await acme.keeping(true)
  provider.turnsBack = true
  const page = await visit({ leadsTo: [provider.issuer] })
  await page.goto('/sign-in')
  await field(page, 'E-mail address').fill('anna@acme.example')
  await page.keyboard.press('Tab')
  await elsewhere(page).click()
  await page
    .getByRole('alert')
    .getByText(/^Your identity provider did not let you in/)
    .waitFor()
  provider.turnsBack = false
})

test('UA-4: who comes back by Back finds the button as it was, and can press it again', async ({
  acme,
  provider,
  visit,
}) => {
  await acme.keeping(true)
  const page = await visit({ leadsTo: [provider.issuer] })
  // An answer without a page: the browser stays where it is.
  await page.route(`${provider.issuer}/**`, (route) => route.fulfill({ status: 204 }))
  await page.goto('/sign-in')
  await field(page, 'E-mail address').fill('anna@acme.example')
  await page.keyboard.press('Tab')
  const left = page.waitForRequest(`${provider.issuer}/**`)
  await elsewhere(page).click()
  await left
  await elsewhere(page).and(page.locator('[disabled]')).waitFor()
  await page.evaluate('dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))')
  const again = page.waitForRequest(`${provider.issuer}/**`)
  await elsewhere(page).click()
  await again
})

describe('UA-4: once the address is left, its domain tells', () => {
  test('that people there sign in at their identity provider too, which leads to where one wanted to go', async ({
    acme,
    provider,
    visit,
  }) => {
    await acme.keeping(true)
    provider.person = { sub: 'anna-1', email: 'anna@acme.example' }
    const page = await visit({ leadsTo: [provider.issuer] })
    const { look, found } = examiner()
    await page.goto(`/accounts/${acme.id}/deployment/profiles`)
    await field(page, 'E-mail address').fill('nobody@acme.example')
    await page.keyboard.press('Tab')
    await elsewhere(page).waitFor()
    await passwordField(page).and(page.locator(':focus')).waitFor()
    await look(page, 'sign-in with both')
    await field(page, 'E-mail address').fill('nobody@elsewhere.example')
    await elsewhere(page).waitFor({ state: 'hidden' })
    await field(page, 'E-mail address').fill('anna@acme.example')
    await page.keyboard.press('Tab')
    await elsewhere(page).click()
    await page.getByRole('heading', { name: 'Deployment profiles' }).waitFor()
    await page.getByRole('button', { name: 'You: Anna Kühn' }).waitFor()
    expect(found).toEqual([])
  })

  test('that they sign in there alone: the password is gone, its focus is on the button, and Enter leads there', async ({
    acme,
    provider,
    visit,
  }) => {
    await acme.keeping(false)
    provider.person = { sub: 'anna-1', email: 'anna@acme.example' }
    const page = await visit({ leadsTo: [provider.issuer] })
    const { look, found } = examiner()
    await page.goto('/sign-in')
    await field(page, 'E-mail address').fill('anna@acme.example')
    await page.keyboard.press('Tab')
    await elsewhere(page).and(page.locator(':focus')).waitFor()
    expect(await passwordField(page).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Forgot your password?' }).count()).toBe(0)
    await look(page, 'sign-in there alone')
    await field(page, 'E-mail address').press('Enter')
    await page.getByRole('button', { name: 'You: Anna Kühn' }).waitFor()
    await page.goto('/me/security')
    await page.getByText('You sign in with Acme ID. Change your password there.').waitFor()
    expect(found).toEqual([])
  })
})

test('UA-4: a delicate act of whoever signed in there is confirmed there, and leads back to the page', async ({
  app,
  acme,
  provider,
  visit,
}) => {
  await acme.keeping(false)
  provider.person = { sub: 'anna-1', email: 'anna@acme.example' }
  const page = await visit({ leadsTo: [provider.issuer] })
  const { look, found } = examiner()
  await page.goto('/me/security')
  await field(page, 'E-mail address').fill('anna@acme.example')
  await page.keyboard.press('Enter')
  const setUp = page.getByRole('button', { name: 'Set up an authenticator app' })
  await setUp.waitFor()
  await proveLongAgo(app, acme)
  await setUp.click()
  await dialog(page)
    .getByText(/^You go to Acme ID, sign in there and come back/)
    .waitFor()
  await look(page, 'step-up elsewhere')
  await dialog(page).getByRole('button', { name: 'Confirm with Acme ID' }).click()
  await dialog(page).waitFor({ state: 'hidden' })
  await setUp.click()
  await dialog(page)
    .getByRole('img', { name: /^QR code/ })
    .waitFor()
  expect(new URL(page.url()).pathname).toBe('/me/security')
  expect(found).toEqual([])
})
