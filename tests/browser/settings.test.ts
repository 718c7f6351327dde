import { describe, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { aColleague, aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { dialog, field, giveStepUp, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { phone } from './harness/end-user.ts'
import { test as base } from './harness/test.ts'

const password = 'carla counts the stairs'

/** An account of its own for each test, with Carla as its admin. */
const test = base.extend('own', async ({ app }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const carla = await anAdminOf(app, customer, { password })
  const at = (page: string) => `/accounts/${customer.id}/settings/${page}`
  return { ada, customer, carla, at }
})

/** What the account has of keys, newest first. */
async function keysOf(admin: ApiClient, { path }: { path: string }) {
  return (await admin.get(`${path}/api-keys`).expect(200)).items
}

describe('Settings › API keys', () => {
  test('a key is made with the scopes of a preset, works as far as these go, and is shown once', async ({
    app,
    own: { customer, carla, at },
    visit,
  }) => {
    const page = await visit({ as: carla })
    await page.goto(at('api-keys'))
    await page.getByText('No API keys').waitFor()
    await page.getByRole('button', { name: 'New key' }).first().click()
    const panel = sidePanel(page)
    await field(panel, 'Name').fill('Nightly report')
    await panel.getByRole('button', { name: 'Read everything' }).click()
    const chosen = panel.getByText(/^\d+ of \d+ chosen\.$/)
    await chosen.waitFor()
    await panel.getByRole('checkbox', { name: 'See the locations of the account.' }).uncheck()
    await panel.getByRole('button', { name: 'Make key' }).click()
    await panel.getByText('Copy the key now').waitFor()
    const key = await field(panel, 'API key').inputValue()
    expect(await field(panel, 'A first call').inputValue()).toBe(
      `curl -H "Authorization: Bearer $API_KEY" ${app.serviceOrigin}/api/v1${customer.path}/users`,
    )

    const program = app.bearing(key)
    await program.get(`${customer.path}/users`).expect(200)
    await program.get(`${customer.path}/locations`).expect(403)
    const [made] = await keysOf(carla, customer)
    expect(made.scopes).toEqual(expect.arrayContaining(['users.read', 'subscribers.read']))
    expect(made.scopes.filter((scope: string) => !scope.endsWith('.read'))).toEqual([])
    // A customer has no customers, and is not shown such scopes.
    expect(made.scopes.filter((scope: string) => scope.startsWith('customer'))).toEqual([])
    const days = (Date.parse(made.expiresAt) - app.clock.now().getTime()) / 86_400_000
    expect(Math.round(days)).toBe(90)

    await panel.getByRole('button', { name: 'I have copied it' }).click()
    await rowWith(page, 'Nightly report').getByText('Active').waitFor()
    await rowWith(page, 'Nightly report').getByText('Never').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Nightly report' }).click()
    await panel.getByText('See the people of the account.').waitFor()
    expect(await page.content()).not.toContain(key)
  })

  test('a new key that was not said to be copied is left after a question only, because it is shown once', async ({
    own: { carla, at },
    visit,
  }) => {
    const page = await visit({ as: carla })
    await page.goto(at('api-keys?open=new'))
    const panel = sidePanel(page)
    await field(panel, 'Name').fill('Nightly report')
    await panel.getByRole('button', { name: 'Read everything' }).click()
    await panel.getByRole('button', { name: 'Make key' }).click()
    await panel.getByRole('status').and(page.locator(':focus')).waitFor()
    const key = await field(panel, 'API key').inputValue()

    await page.keyboard.press('Escape')
    const question = dialog(page).filter({ hasText: 'Have you copied the key?' })
    await question.getByRole('button', { name: 'Stay here' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await question.waitFor({ state: 'hidden' })
    expect(await field(panel, 'API key').inputValue()).toBe(key)

    await panel.getByRole('button', { name: 'Close' }).click()
    await question.getByRole('button', { name: 'Close without the key' }).click()
    await panel.waitFor({ state: 'hidden' })
  })

  test('a name, a scope and a day that is not over are asked for at their fields', async ({
    own: { customer, carla, at },
    visit,
  }) => {
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await page.goto(at('api-keys?open=new'))
    const panel = sidePanel(page)
    await field(panel, 'Name').and(page.locator(':focus')).waitFor()
    await panel.getByRole('combobox', { name: 'Expires' }).selectOption('Never')
    await panel.getByText('A key that never expires is forgotten').waitFor()
    await panel.getByRole('combobox', { name: 'Expires' }).selectOption('On a day…')
    await panel.getByRole('button', { name: 'Make key' }).click()
    await panel.getByText('3 fields need your attention').waitFor()
    await panel.getByText('Enter a name that says what the key is for.').waitFor()
    await panel.getByText('Choose at least one scope.').waitFor()
    await panel.getByText('Choose a day from tomorrow on.').waitFor()
    await look(page, 'a new key with errors')
    await panel.getByRole('button', { name: 'Scopes' }).click()
    await panel.getByRole('checkbox').first().and(page.locator(':focus')).waitFor()

    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Discard changes' }).waitFor()
    expect(await keysOf(carla, customer)).toEqual([])
    expect(found).toEqual([])
  })

  test('revoking says when the key was last used; from then on it is refused', async ({
    app,
    own: { customer, carla, at },
    visit,
  }) => {
    const { id, key } = await carla
      .post(`${customer.path}/api-keys`, { name: 'Directory', scopes: ['users.read'], expiresAt: null })
      .expect(201)
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await page.goto(at(`api-keys?open=${id}`))
    const panel = sidePanel(page)
    await panel.getByText('See the people of the account.').waitFor()
    await look(page, 'one key')
    await panel.getByRole('button', { name: 'Revoke' }).click()
    await dialog(page).getByText('It was never used.').waitFor()
    await look(page, 'revoke a key')
    await dialog(page).getByRole('button', { name: 'Revoke key' }).click()
    await panel.getByText('Revoked by Carla Rossi').waitFor()
    await app.bearing(key).get(`${customer.path}/users`).expect(401)
    await panel.getByRole('button', { name: 'Revoke' }).and(page.locator('[aria-disabled=true]')).waitFor()
    expect(found).toEqual([])
  })

  test('a partner sees the keys of its customer and is told that it makes its own at home', async ({
    own: { ada, at },
    visit,
  }) => {
    const page = await visit({ as: ada })
    await page.goto(at('api-keys?open=new'))
    const button = page.getByRole('button', { name: 'New key' })
    await button.and(page.locator('[aria-disabled=true]')).waitFor()
    await page
      .getByRole('paragraph')
      .filter({ hasText: 'Only an administrator of this account makes its keys.' })
      .waitFor()
    expect(await sidePanel(page).count()).toBe(0)
  })
})

describe('Settings › Security', () => {
  test('a second factor can be asked of administrators by one who has it, after a step-up', async ({
    app,
    own: { ada, customer, carla, at },
    visit,
  }) => {
    await aColleague(app, customer, { email: 'dora@acme.example' })
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    const option = page.getByRole('switch', { name: 'Administrators need a second factor' })
    await page.goto(at('security'))
    await page.getByText('Set up a second factor for yourself first.').waitFor()
    await page.getByText('This account has 2 administrators.').waitFor()
    await look(page, 'security, without a second factor')
    await option.click({ force: true })
    expect(await option.isChecked()).toBe(false)

    await aSecondFactor(app, carla)
    await page.reload()
    await option.and(page.locator(':not([aria-disabled])')).waitFor()
    app.clock.advance({ minutes: 6 })
    await option.press('Space')
    await giveStepUp(page, password)
    await page.getByText('Administrators now need a second factor.').waitFor()
    expect(await option.isChecked()).toBe(true)
    expect(await ada.get(`${customer.path}/sign-in-policy`)).toMatchObject({
      status: 403,
      body: { code: 'auth.customer-needs-second-factor' },
    })
    await look(page, 'security, switched on')
    expect(found).toEqual([])
  })

  test('a partner is told why it cannot ask for it', async ({ own: { ada, at }, visit }) => {
    const page = await visit({ as: ada })
    await page.goto(at('security'))
    await page.getByText('Only an administrator of this account can switch it on').waitFor()
    await page.getByRole('switch').and(page.locator('[aria-disabled=true]')).waitFor()
  })
})

describe('Settings › Administrators and roles', () => {
  test('UA-60: it lists the administrators, tells how one signs in, and leads to their record', async ({
    app,
    own: { customer, carla, at },
    visit,
  }) => {
    await aPerson(app, customer, { email: 'erik@acme.example', firstName: 'Erik', lastName: 'Holm' })
    await aSecondFactor(app, carla)
    const page = await visit({ as: carla })
    await page.goto(at('administrators'))
    await page.getByRole('link', { name: 'Carla Rossi' }).waitFor()
    expect(await page.getByText('Erik Holm').count()).toBe(0)
    await page.getByRole('link', { name: 'Carla Rossi' }).click()
    const panel = sidePanel(page)
    await panel.getByText(/^Since /).waitFor()
    await panel.getByText('In 1 browser').waitFor()
    await panel.getByRole('link', { name: 'Open their record' }).click()
    await page.getByRole('heading', { name: 'Users', exact: true }).waitFor()
    await sidePanel(page).getByRole('heading', { name: 'Carla Rossi' }).waitFor()
  })

  test('UA-4: each right stands beside the roles that have it', async ({ own: { carla, at }, visit }) => {
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await page.goto(at('administrators?tab=roles'))
    const makesKeys = rowWith(page, 'Make API keys')
    await makesKeys.waitFor()
    expect(await makesKeys.getByRole('cell').allInnerTexts()).toEqual(['May', 'May not', 'May not'])
    const sees = rowWith(page, 'See the account and its settings.')
    expect(await sees.getByRole('cell').allInnerTexts()).toEqual(['May', 'May', 'May'])
    expect(await page.getByText('customers of the partner').count()).toBe(0)
    await look(page, 'roles')
    expect(found).toEqual([])
  })
})

test('no page of Settings is wider than a phone', async ({ own: { carla, at }, visit }) => {
  const page = await visit({ ...phone, as: carla })
  const pages = ['administrators', 'administrators?tab=roles', 'api-keys', 'security', 'sign-in'] as const
  for (const name of pages) {
    await page.goto(at(name))
    await page.waitForLoadState('networkidle')
    const width = await page.evaluate('document.querySelector("main").scrollWidth')
    expect(width, name).toBeLessThanOrEqual(360)
  }
})
