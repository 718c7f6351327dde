import { describe, expect } from 'vitest'
import { dialog, rowWith, sidePanel } from './harness/admin.ts'
import { holders, openManagePanel, productsShown, threePeople, used } from './harness/licences.ts'
import { test } from './harness/test.ts'

describe('the licences of the Manage panel', () => {
  test('UA-70: are given to the selected, after it was said how many are left, and taken from all', async ({
    app,
    visit,
  }) => {
    const { ada, customer } = await threePeople(app, 5)
    const page = await visit({ as: ada })
    const panel = await openManagePanel(page, customer, ['Anna Kühn', 'Bob Stone'])
    await panel.getByText('5 of 5 available').waitFor()
    await panel.getByText('Nobody of them holds one.').first().waitFor()
    await panel.getByRole('button', { name: 'Assign (2)', exact: true }).click()
    await dialog(page).getByText('2 users get a licence for MiTeam Meetings; 3 are left then.').waitFor()
    await dialog(page).getByRole('button', { name: 'Assign', exact: true }).click()
    await panel.getByText('3 of 5 available').waitFor()
    expect(await holders(ada, customer)).toEqual(['Anna', 'Bob'])
    await panel.getByText('2 of 2 hold one already.').waitFor()
    await panel
      .getByRole('button', { name: 'Assign (2)', exact: true, description: 'All of them hold one already.' })
      .waitFor()

    await panel.getByRole('button', { name: 'Close' }).click()
    const all = await openManagePanel(page, customer, [])
    await all.getByRole('button', { name: 'Unassign all' }).click()
    await dialog(page).getByText('2 users lose the licence for MiTeam Meetings').waitFor()
    await dialog(page).getByRole('button', { name: 'Unassign', exact: true }).click()
    await all.getByText('5 of 5 available').waitFor()
    expect(await holders(ada, customer)).toEqual([])
  })

  test('UA-72: too few are told by how many, to the letter, and nothing can be assigned', async ({
    app,
    visit,
  }) => {
    const { ada, customer } = await threePeople(app, 1)
    const page = await visit({ as: ada })
    const panel = await openManagePanel(page, customer, [])
    const people = (await ada.get(`${customer.path}/users/count`).expect(200)).count
    const sentence = `${people - 1} more license(s) are needed to apply to the selected users. Please purchase more or unassign existing licenses and try again.`
    await panel.getByRole('status').getByText(sentence, { exact: true }).waitFor()
    const assign = panel.getByRole('button', { name: 'Assign all', exact: true, description: sentence })
    expect(await assign.getAttribute('aria-disabled')).toBe('true')
    await assign.click({ force: true })
    expect(await dialog(page).count()).toBe(0)
    expect(await used(ada, customer)).toBe(0)
  })

  test('UA-72: what somebody else was faster to take is told in the dialog, and nobody gets one', async ({
    app,
    visit,
  }) => {
    const { ada, customer, ids } = await threePeople(app, 2)
    const page = await visit({ as: ada })
    const panel = await openManagePanel(page, customer, ['Anna Kühn', 'Bob Stone'])
    await panel.getByRole('button', { name: 'Assign (2)', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Assign', exact: true }).waitFor()
    await ada.put(`${customer.path}/users/${ids[2]}/licences/miteam-meetings`, undefined).expect(200)
    await dialog(page).getByRole('button', { name: 'Assign', exact: true }).click()
    await dialog(page).getByText('1 more license(s) are needed to apply to the selected users.').waitFor()
    expect(await holders(ada, customer)).toEqual(['Carol'])
  })

  test('UA-71: are not shown while MiCollab is on', async ({ app, visit }) => {
    const { ada, customer } = await threePeople(app, 5)
    await ada.patch(`${customer.path}/integrations/micollab`, { isOn: true }).expect(200)
    const page = await visit({ as: ada })
    // What the panel goes by is known from here: it shows at once all that it will show.
    await page.goto(`/accounts/${customer.id}/subscriptions`)
    await page.getByText('The MiCollab integration is on').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await rowWith(page, 'Kühn').waitFor()
    await page.getByRole('button', { name: 'Manage all' }).click()
    await sidePanel(page).getByRole('heading', { name: 'E-mails and passwords' }).waitFor()
    await sidePanel(page).locator('.mantine-Skeleton-root').first().waitFor({ state: 'hidden' })
    expect(await sidePanel(page).getByText('MiTeam Meetings').count()).toBe(0)
  })
})

describe('UA-7: products and licences of a person', () => {
  test('are given and taken with a switch, at once', async ({ app, visit }) => {
    const { ada, customer, ids } = await threePeople(app, 5)
    const page = await visit({ as: ada })
    const products = await productsShown(page, customer, ids[0] as string)
    const meetings = products.getByRole('switch', { name: 'MiTeam Meetings' })
    await meetings.focus()
    await page.keyboard.press('Space')
    await page.getByText('Anna Kühn now has a licence for MiTeam Meetings.').waitFor()
    await products.getByText('4 of 5 left').waitFor()
    expect(await holders(ada, customer)).toEqual(['Anna'])
    await page.keyboard.press('Space')
    await page.getByText('Anna Kühn has no licence for MiTeam Meetings any more.').waitFor()
    await products.getByText('5 of 5 left').waitFor()
    expect(await holders(ada, customer)).toEqual([])
  })

  test('UA-71, UA-72: say why one cannot be given, and where to go on', async ({ app, visit }) => {
    const { ada, customer, ids } = await threePeople(app, 1)
    await ada.put(`${customer.path}/users/${ids[1]}/licences/miteam-meetings`, undefined).expect(200)
    const page = await visit({ as: ada })
    const products = await productsShown(page, customer, ids[0] as string)
    const noneLeft = 'The only licence is given. Take it from who holds it, or ask for a subscription.'
    await products.getByText(noneLeft).waitFor()
    await products.getByRole('link', { name: 'Subscriptions' }).waitFor()
    const meetings = products.getByRole('switch', { name: 'MiTeam Meetings' })
    await meetings.press('Space')
    expect(await meetings.isChecked()).toBe(false)
    expect(await holders(ada, customer)).toEqual(['Bob'])

    await ada.patch(`${customer.path}/integrations/miteam-meetings`, { isOn: false }).expect(200)
    await page.reload()
    await products.getByText('The MiTeam Meetings integration is off.').waitFor()
    await products.getByRole('link', { name: 'Integrations' }).waitFor()
    await products.getByText('MiCollab gives and takes its licences itself.').waitFor()
  })
})
