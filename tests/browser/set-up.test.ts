import { describe, expect } from 'vitest'
import { addPartnerWithLink, newLinkForAdmin } from '#features/auth/index.ts'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSetUpLink } from '#tests/harness/people.ts'
import { passwordField, signIn } from './harness/admin.ts'
import { test } from './harness/test.ts'

const carla = { email: 'carla@acme.example', password: 'carla counts the stairs' }

describe('a set-up link', () => {
  test('makes the first admin, signs in, and works once', async ({ app, visit }) => {
    const { setUpToken } = await addPartnerWithLink(app.platform, 'Westgate', 'GB')
    const page = await visit()
    await page.goto(`/setup/${setUpToken}`)
    await page.getByRole('textbox', { name: 'First name' }).fill('Wanda')
    await page.getByRole('textbox', { name: 'Last name' }).fill('Stone')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('wanda@westgate.example')
    await passwordField(page).fill('short')
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('alert').getByRole('button', { name: 'Password' }).waitFor()
    await passwordField(page).fill('granite tells no tales')
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('button', { name: 'You: Wanda Stone' }).waitFor()

    const somebodyElse = await visit()
    await somebodyElse.goto(`/setup/${setUpToken}`)
    await somebodyElse.getByRole('heading', { name: 'This link cannot be used any more' }).waitFor()
  })

  test('UA-1: asks an admin who was added for a password alone, and says whose it is', async ({
    app,
    visit,
  }) => {
    const customer = await aCustomer(await app.ada())
    const token = await aSetUpLink(app, customer, { email: carla.email })
    const page = await visit()
    await page.goto(`/setup/${token}`)
    await page.getByRole('heading', { name: 'Set your password' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(carla.email)
    expect(await page.getByRole('textbox', { name: 'Last name' }).count()).toBe(0)
    await passwordField(page).fill(carla.password)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('heading', { name: 'Manage' }).waitFor()
    await page.getByText('No users in client deployment yet').waitFor()
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  })

  test('that ends while its page is open says so when it is sent', async ({ app, visit }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Ended' })
    const email = 'carla@ended.example'
    const page = await visit()
    await page.goto(`/setup/${await aSetUpLink(app, customer, { email })}`)
    await passwordField(page).fill(carla.password)
    await newLinkForAdmin(app.platform, customer.id, email)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('heading', { name: 'This link cannot be used any more' }).waitFor()
  })
})

describe('signing in', () => {
  test('a wrong password is told in a sentence, and the right one leads to where one wanted to go', async ({
    visit,
  }) => {
    const page = await visit()
    await page.goto('/accounts?search=acme')
    await page.waitForURL('**/sign-in?*')
    await signIn(page, { ...partnerAdmin, password: 'a wrong password' })
    expect(await page.getByRole('alert').innerText()).toMatch(/password.+not right/i)
    await passwordField(page).fill(partnerAdmin.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/accounts?search=acme')
  })

  test('a customer’s admin gets to the own users and sees no other account', async ({ app, visit }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Bluebell' })
    await anAdminOf(app, customer, { email: 'carla@bluebell.example' })
    const page = await visit()
    await page.goto('/')
    await signIn(page, { ...carla, email: 'carla@bluebell.example' })
    await page.waitForURL(`**/accounts/${customer.id}/deployment/subscribers`)
    expect(await page.getByRole('link', { name: 'Accounts', exact: true }).count()).toBe(0)
  })

  test('signing out ends the session: Back shows nothing', async ({ app, visit }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Cobalt' })
    const page = await visit({ as: await app.ada() })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await page.getByRole('link', { name: 'Softphones' }).waitFor()
    await page.getByRole('button', { name: /^You:/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goBack()
    await page.waitForURL('**/sign-in?*')
    expect(await page.getByRole('link', { name: 'Softphones' }).count()).toBe(0)
  })

  test('signing out leaves nothing of the session in the page, even before the server is asked', async ({
    app,
    visit,
  }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Dahlia' })
    const page = await visit({ as: await app.ada() })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await page.getByRole('link', { name: 'Softphones' }).waitFor()
    await page.getByRole('button', { name: /^You:/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // The answers are held back: whatever is drawn now can only come from what the page still knows.
    const release = Promise.withResolvers<void>()
    await page.route('**/api/**', async (route) => {
      await release.promise
      await route.continue()
    })
    const asked = page.waitForRequest('**/api/v1/sessions/current')
    await page.goBack()
    await asked
    expect(await page.getByText('Softphones').count()).toBe(0)
    expect(await page.getByText('Dahlia').count()).toBe(0)
    release.resolve()
    await page.waitForURL('**/sign-in?*')
  })
})
