import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { aColleague, aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { dialog, field, giveStepUp } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test as base, enterProvider, proveDomain, testSignIn, theSwitch } from './harness/single-sign-on.ts'

const password = 'carla counts the stairs'

/** An account for each test with Carla as its admin, and an identity provider beside it. */
const test = base.extend('own', async ({ app }, { onCleanup }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const carla = await anAdminOf(app, customer, { password })
  const provider = await startIdentityProvider()
  onCleanup(() => provider[Symbol.asyncDispose]())
  return { ada, customer, carla, provider, address: `/accounts/${customer.id}/settings/sign-in` }
})

/** Fills in the first step and saves it. */
async function fillIn(page: Page, provider: IdentityProvider): Promise<void> {
  await enterProvider(page, provider)
  await page.getByText('Acme ID was saved.').waitFor()
}

describe('Settings › Sign-in (SSO)', () => {
  test('UA-61: it leads from nothing to single sign-on as the only way in, and back', async ({
    app,
    names,
    own: { ada, customer, carla, provider, address },
    visit,
  }) => {
    const dora = await aColleague(app, customer, { email: 'dora@oak.example' })
    const page = await visit({ as: carla, leadsTo: [provider.issuer] })
    const { look, found } = examiner()
    await page.goto(address)
    await page
      .getByText(
        'To switch it on: save the identity provider, verify an e-mail domain, and pass a test with these settings.',
      )
      .waitFor()
    await look(page, 'nothing is set up')
    await page.getByRole('combobox', { name: 'Which identity provider' }).selectOption('Keycloak')
    await page.getByText('https://<host>/realms/<realm>').waitFor()
    app.clock.advance({ minutes: 6 })
    await enterProvider(page, provider)
    await giveStepUp(page, password)
    await page.getByText('Set, not shown').waitFor()
    await page
      .getByRole('heading', { name: '1. Identity provider (Done)' })
      .and(page.locator(':focus'))
      .waitFor()

    await field(page, 'Domain').fill('oak.example')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await page.getByRole('button', { name: 'Check oak.example now' }).click()
    await page.getByText('There is no TXT record at _rollcall.oak.example yet.').waitFor()
    await look(page, 'a domain without its record')
    await proveDomain(page, names, 'oak.example')

    await page.getByText('To switch it on: pass a test with these settings.').waitFor()
    provider.person = { sub: 'dora-1', email: dora.email, email_verified: true }
    await testSignIn(page, 'Dora Weiss (dora@oak.example)')
    await look(page, 'a test has passed')

    await theSwitch(page).press('Space')
    await dialog(page).getByRole('radio', { name: 'Through Acme ID only' }).check()
    await dialog(page).getByText('2 people of this account have registered.').waitFor()
    await dialog(page).getByText('Whose address is not in oak.example cannot sign in.').waitFor()
    await look(page, 'switch on')
    await dialog(page).getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Addresses of oak.example sign in with Acme ID.').waitFor()
    await page.getByRole('heading', { name: 'Sign-in (SSO)' }).and(page.locator(':focus')).waitFor()
    await look(page, 'in force')
    const { identityProvider } = await ada.get(`${customer.path}/identity-provider`).expect(200)
    expect(identityProvider).toMatchObject({ isOn: true, keepsLocalPasswords: false })

    await page.getByRole('switch', { name: 'Keep passwords beside single sign-on' }).press('Space')
    await page.getByText('People may sign in with a password again.').waitFor()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await dialog(page).getByText('Nobody can sign in through Acme ID any more.').waitFor()
    await dialog(page).getByText('Everybody signs in with their password.').waitFor()
    await dialog(page).getByRole('button', { name: 'Switch off' }).click()
    await theSwitch(page).waitFor()
    const after = await ada.get(`${customer.path}/identity-provider`).expect(200)
    expect(after.identityProvider).toMatchObject({ isOn: false, keepsLocalPasswords: true })
    expect(found).toEqual([])
  })

  test('a test that fails says what to do, and one that is not waited for can be stopped', async ({
    own: { carla, provider, address },
    visit,
  }) => {
    // Alone: a tab of it may still be on its way when the test is over.
    const page = await visit({ as: carla, leadsTo: [provider.issuer], isAlone: true })
    await page.goto(address)
    await fillIn(page, provider)
    provider.turnsBack = true
    const opened = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Test sign-in' }).click()
    await (await opened).close()
    await page.getByText('The test failed').waitFor()
    await page.getByText('To switch it on: verify an e-mail domain and pass a test').waitFor()

    // A tab that never goes anywhere.
    await page.context().route(`${provider.issuer}/**`, () => undefined)
    await page.getByRole('button', { name: 'Test again' }).click()
    await page.getByText('Waiting for Acme ID').waitFor()
    await page.getByRole('link', { name: 'No tab? Open it here' }).waitFor()
    await page.getByRole('button', { name: 'Stop waiting' }).click()
    await page.getByText('Waiting for Acme ID').waitFor({ state: 'detached' })
  })

  test('another issuer asks for its own secret, and what is typed is not lost unasked', async ({
    own: { carla, provider, address },
    visit,
  }) => {
    const page = await visit({ as: carla })
    await page.goto(address)
    await fillIn(page, provider)
    await page.getByRole('button', { name: 'Change' }).click()
    await field(page, 'Name').and(page.locator(':focus')).waitFor()
    await page.getByRole('button', { name: 'Replace Client secret' }).waitFor()
    expect(await page.getByRole('button', { name: 'Remove Client secret' }).count()).toBe(0)
    await field(page, 'Issuer').fill('http://127.0.0.1:1')
    expect(await field(page, 'Client secret').inputValue()).toBe('')
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('One field needs your attention').waitFor()
    await page.getByRole('button', { name: 'Issuer', exact: true }).waitFor()
  })
})
