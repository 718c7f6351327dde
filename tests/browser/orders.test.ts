import { describe, expect } from 'vitest'
import { aCustomer, anAdminOf, anOrder } from '#tests/harness/people.ts'
import { choose, dialog, field, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { aPartner, productsShown, threePeople } from './harness/licences.ts'
import { test } from './harness/test.ts'

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

  test('UA-71 UA-72: one that is ended early asks with the number of people who lose their licence, and ends when that is confirmed', async ({
    app,
    visit,
  }) => {
    const { ada, path } = await aPartner(app)
    const { customer, ids } = await threePeople(app, 5)
    for (const person of ids.slice(0, 2)) {
      await ada.put(`${customer.path}/users/${person}/licences/miteam-meetings`, undefined).expect(200)
    }
    const subscription = async () => (await ada.get(`${customer.path}/subscriptions`).expect(200)).items[0]
    const { id, number } = await subscription()
    const page = await visit({ as: ada })
    await page.goto(`${path}?open=${id}`)
    const today = app.clock.now().toISOString().slice(0, 10)
    await sidePanel(page).getByLabel('Last day').fill(today)
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    const asked = dialog(page).filter({ hasText: 'Take the licences of 2 users?' })
    await asked.getByText(`Order ${number} then ends`).waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await asked.waitFor({ state: 'hidden' })
    expect((await subscription()).endsOn).toBeNull()

    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await ada.delete(`${customer.path}/users/${ids[0]}/licences/miteam-meetings`).expect(200)
    await asked.getByRole('button', { name: 'End order' }).click()
    const anew = dialog(page).filter({ hasText: 'Take the licence of 1 user?' })
    await anew.getByText('Nothing was changed; confirm with their number').waitFor()
    await anew.getByRole('button', { name: 'End order' }).click()
    await page.getByText(`Order ${number} was saved.`).waitFor()
    expect((await subscription()).endsOn).toBe(today)
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
