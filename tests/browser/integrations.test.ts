import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { dialog } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

async function aFreshCustomer(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const cards = async () => (await ada.get(`${customer.path}/integrations`).expect(200)).items
  return { ada, customer, cards, path: `/accounts/${customer.id}/integrations` }
}

/** The card of an integration. */
function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

const switchOf = (page: Page, name: string) => card(page, name).getByRole('switch', { name: `Use ${name}` })

describe('UA-71: the integrations of an account', () => {
  test('are a card each, which says what it does, how it stands, what is missing and what its name means', async ({
    app,
    visit,
  }) => {
    const { ada, path } = await aFreshCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(path)
    await card(page, 'MiTeam Meetings').getByText('Off', { exact: true }).waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'MiTeam Meetings',
      'MiCollab',
      'MiVoice Business',
      'Twilio',
      'SCIM provisioning',
      'Single sign-on',
      'Mitel CX',
      'MiCloud Connect',
      'IoT',
    ])
    const scim = card(page, 'SCIM provisioning')
    await scim.getByText('Not available').waitFor()
    await scim.getByText('There is no SCIM server in this installation.').waitFor()
    expect(await scim.getByRole('link').count()).toBe(0)
    expect(await scim.getByRole('switch').count()).toBe(0)

    const mark = scim.getByRole('button', { name: 'What is SCIM provisioning?' })
    await mark.and(page.getByRole('button', { description: /^System for Cross-domain/ })).waitFor()
    await mark.hover()
    await page.getByRole('tooltip').getByText('System for Cross-domain Identity Management').waitFor()
  })

  test('are turned on and off by keyboard alone, after it was said what that does', async ({
    app,
    visit,
  }) => {
    const { ada, customer, cards, path } = await aFreshCustomer(app)
    const page = await visit({ as: await anAdminOf(app, customer) })
    await page.goto(path)
    await switchOf(page, 'MiTeam Meetings').focus()
    await page.keyboard.press('Space')
    await dialog(page).getByText('out of the subscriptions of this account').waitFor()
    await dialog(page).getByRole('button', { name: 'Turn on' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('MiTeam Meetings is on.').waitFor()
    await card(page, 'MiTeam Meetings').getByText('On', { exact: true }).waitFor()
    await card(page, 'MiTeam Meetings').getByText('Changed by Carla Rossi').waitFor()
    expect((await cards())[0]).toMatchObject({ integration: 'miteam-meetings', state: 'on' })

    await ada.patch(`${customer.path}/integrations/micollab`, { isOn: true }).expect(200)
    await page.reload()
    await card(page, 'MiTeam Meetings').getByText('MiCollab is on, and gives the licences itself.').waitFor()
    await switchOf(page, 'MiCollab').click()
    await dialog(page).getByText('are then given and taken here again').waitFor()
    await dialog(page).getByRole('button', { name: 'Turn off' }).click()
    await page.getByText('MiCollab is off.').waitFor()
    expect((await cards())[1]).toMatchObject({ integration: 'micollab', state: 'off' })
  })

  test('stay as they are when it is thought better of, or somebody else was faster', async ({
    app,
    visit,
  }) => {
    const { ada, customer, cards, path } = await aFreshCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(path)
    await switchOf(page, 'MiCollab').click()
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    expect(await switchOf(page, 'MiCollab').isChecked()).toBe(false)
    expect((await cards())[1]).toMatchObject({ state: 'off', version: 0 })

    await switchOf(page, 'MiCollab').click()
    await dialog(page).getByRole('button', { name: 'Turn on' }).waitFor()
    const carla = await anAdminOf(app, customer, { email: 'carla.faster@acme.example' })
    await carla.patch(`${customer.path}/integrations/micollab`, { isOn: true }).expect(200)
    await dialog(page).getByRole('button', { name: 'Turn on' }).click()
    await dialog(page).getByText('Carla Rossi has changed this since you opened it.').waitFor()
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await card(page, 'MiCollab').getByText('On', { exact: true }).waitFor()
  })

  test('lead to where they are set up', async ({ app, visit }) => {
    const { ada, path } = await aFreshCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(path)
    const ways = { Twilio: /\/integrations\/twilio$/, 'Single sign-on': /\/settings\/sign-in$/ }
    for (const [name, address] of Object.entries(ways)) {
      const link = card(page, name).getByRole('link', { name: `Set up ${name}` })
      expect(await link.getAttribute('href')).toMatch(address)
    }
    await card(page, 'Single sign-on').getByText('This account has no identity provider.').waitFor()
  })

  test('UA-5: of a partner are those that are about its own people', async ({ app, visit }) => {
    const ada = await app.ada()
    const { account } = await ada.get('/sessions/current').expect(200)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${account.id}/integrations`)
    await card(page, 'SCIM provisioning').waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'SCIM provisioning',
      'Single sign-on',
    ])
    await page.goto(`/accounts/${account.id}/integrations/twilio`)
    await page.getByText('The users of a partner account have no SMS numbers.').waitFor()
  })
})

describe('in light and in dark colours, wide and narrow, axe finds nothing wrong on', () => {
  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('UA-71: the integrations at $width × $height', async (viewport, { app, visit }) => {
    const { ada, customer, path } = await aFreshCustomer(app)
    await ada.patch(`${customer.path}/integrations/miteam-meetings`, { isOn: true }).expect(200)
    const page = await visit({ as: ada, viewport })
    const { look, found } = examiner()
    await page.goto(path)
    await card(page, 'IoT').waitFor()
    await look(page, 'integrations')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
    await switchOf(page, 'MiCollab').click()
    await dialog(page).getByRole('button', { name: 'Turn on' }).waitFor()
    await look(page, 'what turning on does')
    expect(found).toEqual([])
  })
})
