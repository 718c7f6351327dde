import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anOrder, aPerson, aSubscription } from '#tests/harness/people.ts'
import { choose, dialog, field, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>

async function aPartner(app: TestApp) {
  const ada = await app.ada()
  const { account } = await ada.get('/sessions/current').expect(200)
  const path = `/accounts/${account.id}/orders`
  return { ada, path, orders: async () => (await ada.get(path).expect(200)).items }
}

/** Anna, Bob and Carol of a customer with so many licences. */
async function threePeople(app: TestApp, quantity: number) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const ids: string[] = []
  for (const [firstName, lastName] of [
    ['Anna', 'Kühn'],
    ['Bob', 'Stone'],
    ['Carol', 'Diaz'],
  ] as const) {
    const email = `${firstName.toLowerCase()}@acme.example`
    ids.push((await aPerson(app, customer, { firstName, lastName, email })).id)
  }
  await aSubscription(ada, customer, { quantity, number: `PO-${customer.id.slice(-4)}` })
  return { ada, customer, ids }
}

const holders = async (ada: ApiClient, { path }: Customer): Promise<string[]> => {
  const { items } = await ada.get(`${path}/users?product=miteam-meetings`).expect(200)
  return items.map(({ firstName }: { firstName: string }) => firstName).sort()
}

const used = async (ada: ApiClient, { path }: Customer): Promise<number> =>
  (await ada.get(`${path}/subscriptions`).expect(200)).items[0].used

/** Opens the Manage panel for these people; for all where none are named. */
async function openManagePanel(page: Page, customer: Customer, names: string[]): Promise<Locator> {
  await openUsers(page, customer)
  await rowWith(page, 'Kühn').waitFor()
  await select(page, names)
  await page
    .getByRole('button', { name: /^Manage/ })
    .first()
    .click()
  await sidePanel(page).getByRole('heading', { name: 'MiTeam Meetings licences' }).waitFor()
  return sidePanel(page)
}

describe('the orders of a partner', () => {
  test('one is entered by keyboard, given to a customer found by typing, and is a subscription there', async ({
    app,
    visit,
  }) => {
    const { ada, path, orders } = await aPartner(app)
    const customer = await aCustomer(ada, { name: 'Zwirner' })
    const page = await visit({ as: ada })
    await page.goto(path)
    await page.getByText('No orders yet').waitFor()
    await page.getByRole('button', { name: 'New order' }).first().press('Enter')
    await field(sidePanel(page), 'Number').and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await sidePanel(page).getByRole('alert').getByText('2 fields need your attention:').waitFor()
    await field(sidePanel(page), 'Number').fill('PO-1')
    await field(sidePanel(page), 'Licences').fill('25')
    await sidePanel(page).getByLabel('Last day').fill('2099-12-31')
    await sidePanel(page).getByRole('combobox', { name: 'Give to' }).click()
    await page.getByRole('option', { name: 'Zwirner', exact: true }).waitFor()
    await page.keyboard.type('zwir')
    await page.keyboard.press('Enter')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await page.getByText('Order PO-1 was saved.').waitFor()
    await rowWith(page, 'PO-1').getByText('31 Dec 2099').waitFor()
    const [order] = await orders()
    expect(order).toMatchObject({ number: 'PO-1', quantity: 25, customer: { name: 'Zwirner' } })

    await rowWith(page, 'PO-1').getByRole('link', { name: 'Zwirner' }).click()
    await page.getByRole('heading', { name: 'Subscriptions', level: 1 }).waitFor()
    await rowWith(page, 'PO-1').getByText('Running').waitFor()
    const { items } = await ada.get(`${customer.path}/subscriptions`).expect(200)
    expect(items).toMatchObject([{ id: order.id, quantity: 25, used: 0, remaining: 25 }])
  })

  test('one that people hold licences of says how many, and is neither taken back nor deleted until they hold none', async ({
    app,
    visit,
  }) => {
    const { ada, path } = await aPartner(app)
    const { customer, ids } = await threePeople(app, 5)
    const licence = `${customer.path}/users/${ids[0]}/licences/miteam-meetings`
    await ada.put(licence, undefined).expect(200)
    const [{ id, number }] = (await ada.get(`${customer.path}/subscriptions`).expect(200)).items
    const page = await visit({ as: ada })
    await page.goto(`${path}?open=${id}`)
    await sidePanel(page).getByText('1 of 5 licences are given to users.').waitFor()
    const takeBack = sidePanel(page).getByRole('button', { name: 'Take back' })
    await takeBack
      .and(
        page.getByRole('button', {
          description: '1 user of Acme holds a licence out of this order. Take it from the user first.',
        }),
      )
      .waitFor()
    await sidePanel(page)
      .getByRole('button', {
        name: 'Delete order',
        description: 'It is given to a customer. Take it back first.',
      })
      .waitFor()
    await field(sidePanel(page), 'Licences').fill('0')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await sidePanel(page).getByText('Enter at least 1.').waitFor()

    await ada.delete(licence).expect(200)
    await page.reload()
    await sidePanel(page).getByText('0 of 5 licences are given to users.').waitFor()
    await takeBack.click()
    await dialog(page).getByText('Acme then has 5 licences less to give.').waitFor()
    await dialog(page).getByRole('button', { name: 'Take back' }).click()
    await page.getByText(`Order ${number} was taken back from Acme.`).waitFor()
    expect((await ada.get(`${customer.path}/subscriptions`).expect(200)).items).toEqual([])

    await sidePanel(page).getByRole('button', { name: 'Delete order' }).click()
    await dialog(page).getByRole('button', { name: 'Delete order' }).click()
    await page.getByText(`Order ${number} was deleted.`).waitFor()
    await rowWith(page, number).waitFor({ state: 'hidden' })
    await ada.get(`${path}/${id}`).expect(404)
  })

  test('are narrowed to those of one customer, which stands in the address', async ({ app, visit }) => {
    const { ada, path } = await aPartner(app)
    const one = await aCustomer(ada, { name: 'Narrowed' })
    await anOrder(ada, { number: 'PO-of-one', customerId: one.id })
    await anOrder(ada, { number: 'PO-of-nobody' })
    const page = await visit({ as: ada })
    await page.goto(path)
    await rowWith(page, 'PO-of-nobody').getByText('Nobody yet').waitFor()
    await choose(page, 'Customer', 'Narrowed')
    await rowWith(page, 'PO-of-nobody').waitFor({ state: 'hidden' })
    await rowWith(page, 'PO-of-one').waitFor()
    expect(new URL(page.url()).searchParams.get('customerId')).toBe(one.id)
  })
})

describe('the subscriptions of a customer', () => {
  test('where there are none, it is said who gives them', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const path = `/accounts/${customer.id}/subscriptions`
    const carlas = await visit({ as: await anAdminOf(app, customer) })
    await carlas.goto(path)
    await carlas.getByText('The partner of this account orders them and gives them to it.').waitFor()
    expect(await carlas.getByRole('link', { name: 'Go to Orders' }).count()).toBe(0)
    const adas = await visit({ as: ada })
    await adas.goto(path)
    await adas.getByRole('link', { name: 'Go to Orders' }).click()
    await adas.getByRole('heading', { name: 'Orders', level: 1 }).waitFor()
  })

  test('UA-71: why licences cannot be given at present stands above them', async ({ app, visit }) => {
    const { ada, customer } = await threePeople(app, 5)
    await ada.patch(`${customer.path}/integrations/micollab`, { isOn: true }).expect(200)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/subscriptions`)
    await page
      .getByText('The MiCollab integration is on, and MiCollab gives these licences itself.')
      .waitFor()
  })
})

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

describe('in light and in dark colours, wide and narrow, axe finds nothing wrong on', () => {
  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('orders, subscriptions and licences at $width × $height', async (viewport, { app, visit }) => {
    const { ada, path } = await aPartner(app)
    const { customer, ids } = await threePeople(app, 5)
    await ada.put(`${customer.path}/users/${ids[0]}/licences/miteam-meetings`, undefined).expect(200)
    const [{ id, number }] = (await ada.get(`${customer.path}/subscriptions`).expect(200)).items
    const page = await visit({ as: ada, viewport })
    const { look, found } = examiner()
    const isNoWider = async () =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)

    await page.goto(path)
    await rowWith(page, number).waitFor()
    await look(page, 'orders')
    await isNoWider()
    await page.goto(`${path}?open=new`)
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await sidePanel(page).getByRole('alert').waitFor()
    await look(page, 'a new order with errors')
    await page.goto(`${path}?open=${id}`)
    await sidePanel(page).getByText('1 of 5 licences are given to users.').waitFor()
    await look(page, 'an order that is given')
    await isNoWider()

    await page.goto(`/accounts/${customer.id}/subscriptions`)
    await rowWith(page, number).waitFor()
    await look(page, 'subscriptions')
    await isNoWider()

    const products = await productsShown(page, customer, ids[0] as string)
    await products.getByText('4 of 5 left').waitFor()
    await look(page, 'products of a person')
    await isNoWider()
    expect(found).toEqual([])
  })
})

async function productsShown(page: Page, customer: Customer, id: string): Promise<Locator> {
  await openUsers(page, customer, `?open=${id}&tab=licences`)
  return sidePanel(page).getByRole('tabpanel')
}
