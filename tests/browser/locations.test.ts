import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { choose, dialog, field, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

/** A customer with the locations Köln, where Dora is, and Bonn, where nobody is. */
async function aSpreadCustomer(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const add = (name: string) => ada.post(`${customer.path}/locations`, { name, city: name }).expect(201)
  const köln = await add('Köln')
  await add('Bonn')
  const { id } = await aColleague(app, customer, { email: 'dora@acme.example' })
  await asSuperuser(app.database, 'update app.users set location_id = $1 where user_id = $2', [köln.id, id])
  return { ada, customer, köln, list: `/accounts/${customer.id}/locations` }
}

describe('the locations of an account', () => {
  test('UA-14: the empty list says what they are for, and one is added by keyboard alone', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/locations`)
    await page.getByText('No locations yet').waitFor()
    await page.getByRole('button', { name: 'New location' }).first().press('Enter')
    const name = field(sidePanel(page), 'Name')
    await name.and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Zürich')
    await page.keyboard.press('Enter')
    await page.getByText('Zürich was saved.').waitFor()
    await rowWith(page, 'Zürich').waitFor()
    expect((await ada.get(`${customer.path}/locations`).expect(200)).items).toMatchObject([
      { name: 'Zürich', street: null, country: null },
    ])
  })

  test('UA-14: one is found, changed, and a name that is taken is told at its field', async ({
    app,
    visit,
  }) => {
    const { ada, customer, list } = await aSpreadCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(list)
    await page.getByRole('searchbox', { name: 'Search locations' }).fill('koln')
    await rowWith(page, 'Bonn').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Köln' }).click()
    await field(sidePanel(page), 'Name').fill('BONN')
    await choose(sidePanel(page), 'Country', 'Germany')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await page.getByText('Another location has this name, apart from case and accents.').waitFor()
    await field(sidePanel(page), 'Name').fill('Köln-Deutz')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await page.getByText('Köln-Deutz was saved.').waitFor()
    expect((await ada.get(`${customer.path}/locations?search=deutz`).expect(200)).items).toMatchObject([
      { name: 'Köln-Deutz', country: 'DE', city: 'Köln' },
    ])
  })

  test('UA-14: its users are counted, and a press leads to them', async ({ app, visit }) => {
    const { ada, köln, list } = await aSpreadCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(list)
    await rowWith(page, 'Köln').getByRole('link', { name: '1 user is here' }).click()
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
    expect(new URL(page.url()).searchParams.get('locationId')).toBe(köln.id)
  })

  test('UA-14: one where users are is deleted when it was said where they are from then on', async ({
    app,
    visit,
  }) => {
    const { ada, customer, köln, list } = await aSpreadCustomer(app)
    const page = await visit({ as: ada })
    await page.goto(`${list}?open=${köln.id}`)
    await sidePanel(page).getByRole('button', { name: 'Delete location' }).click()
    await dialog(page).getByText('1 user is at this location, and is at the one you choose here').waitFor()
    const submit = dialog(page).getByRole('button', { name: 'Delete location' })
    expect(await submit.getAttribute('aria-disabled')).toBe('true')
    await dialog(page).getByLabel('Location of these users from now on').selectOption('Bonn')
    await submit.click()
    await page.getByText('Köln was deleted.').waitFor()
    await rowWith(page, 'Bonn').getByRole('link', { name: '1 user is here' }).waitFor()
    expect((await ada.get(`${customer.path}/locations`).expect(200)).items).toMatchObject([
      { name: 'Bonn', people: 1 },
    ])
  })
})

describe('in light and in dark colours, wide and narrow, axe finds nothing wrong on', () => {
  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('UA-14: the locations at $width × $height', async (viewport, { app, visit }) => {
    const { ada, köln, list } = await aSpreadCustomer(app)
    const page = await visit({ as: ada, viewport })
    const { look, found } = examiner()
    await page.goto(list)
    await page.getByRole('link', { name: 'Köln' }).waitFor()
    await look(page, 'locations')
    await page.goto(`${list}?search=nowhere`)
    await page.getByText('No location matches').waitFor()
    await look(page, 'no location')
    await page.goto(`${list}?open=new`)
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await sidePanel(page).getByRole('alert').waitFor()
    await look(page, 'a new location with errors')
    await page.goto(`${list}?open=${köln.id}`)
    await sidePanel(page).getByRole('button', { name: 'Delete location' }).click()
    await dialog(page).getByText('1 user is at this location').waitFor()
    await look(page, 'what deleting does')
    expect(found).toEqual([])
  })
})
