import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { joinTwilio, withUserNumbers } from '#tests/harness/numbers.ts'
import { field, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { options } from './harness/person.ts'
import { openAssigning, overwrite, save, test, theSwitch } from './harness/twilio.ts'
import { openUsers } from './harness/users.ts'

const smsNumber = (within: Locator) => within.getByRole('combobox', { name: 'SMS number', exact: true })

describe('the SMS number of a user', () => {
  test('UA-12: is one that nobody else has, found by typing, and is taken again', async ({ own, visit }) => {
    const { customer, carla, anna, bob, twilio } = own
    await joinTwilio(carla, customer, twilio)
    await carla.patch(`${customer.path}/users/${bob.id}`, { smsNumber: '+447700900101' }).expect(200)
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await openUsers(page, customer, `?open=${anna.id}`)
    await smsNumber(sidePanel(page)).click()
    await options(page).filter({ hasText: '07700 900102' }).waitFor()
    expect(await options(page).allInnerTexts()).toEqual([
      'None',
      '+1 202 555 0103 · New York',
      '07700 900102',
    ])
    await look(page, 'the list of numbers')
    await smsNumber(sidePanel(page)).fill('york')
    await options(page).filter({ hasText: '07700' }).waitFor({ state: 'detached' })
    await options(page).filter({ hasText: 'New York' }).click()
    await sidePanel(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    const now = () => carla.get(`${customer.path}/users/${anna.id}`).expect(200)
    expect(await now()).toMatchObject({ smsNumber: '+12025550103' })

    await page.getByRole('link', { name: 'Stone' }).click()
    await sidePanel(page).getByRole('heading', { name: 'Bob Stone' }).waitFor()
    await smsNumber(sidePanel(page)).click()
    await options(page).filter({ hasText: '07700 900102' }).waitFor()
    await options(page).filter({ hasText: 'New York' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Kühn' }).click()
    await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
    await smsNumber(sidePanel(page)).click()
    await options(page).filter({ hasText: '+1 202 555 0103' }).waitFor()
    await options(page).filter({ hasText: 'None' }).click()
    // Until that is saved, the number is theirs and can be chosen again.
    await smsNumber(sidePanel(page)).click()
    await page.getByRole('option', { name: '+1 202 555 0103', exact: true }).waitFor()
    await options(page).filter({ hasText: 'None' }).click()
    await sidePanel(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').last().waitFor()
    await expect.poll(async () => (await now()).smsNumber).toBeNull()
    expect(found).toEqual([])
  })

  test('UA-12: needs User numbers on; otherwise its field says how, and a number can still be taken', async ({
    app,
    own,
    visit,
  }) => {
    const { customer, carla, anna } = own
    await withUserNumbers(app, customer, ['+447700900101'])
    await carla.patch(`${customer.path}/users/${anna.id}`, { smsNumber: '+447700900101' }).expect(200)
    await carla.patch(`${customer.path}/twilio-account`, { userNumbers: false }).expect(200)
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await openUsers(page, customer, `?open=${anna.id}`)
    const panel = sidePanel(page)
    await panel.getByText('Twilio is on. Turn on User numbers there as well').waitFor()
    await expect.poll(() => field(panel, 'SMS number').inputValue()).toBe('07700 900101')
    await look(page, 'user numbers are off')
    await panel.getByRole('button', { name: 'Remove the SMS number' }).click()
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    await panel.getByRole('link', { name: 'Open Twilio' }).click()
    await theSwitch(page, 'User numbers').waitFor()
    expect(found).toEqual([])
  })
})

describe('Bulk user settings › Twilio SMS numbers', () => {
  /** The dialog for these people. */
  async function openFor(page: Page, customer: { id: string }, names: string[]): Promise<Locator> {
    await openUsers(page, customer)
    await select(page, names)
    await page
      .getByRole('button', { name: `Manage (${names.length})` })
      .first()
      .click()
    return openAssigning(page)
  }

  test('UA-73: give each of the selected a number, and take them all again', async ({ own, visit }) => {
    const { customer, carla, anna, bob, twilio } = own
    await joinTwilio(carla, customer, twilio)
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    const numbers = async () =>
      Promise.all(
        [anna, bob].map(
          async ({ id }) => (await carla.get(`${customer.path}/users/${id}`).expect(200)).smsNumber,
        ),
      )
    let asked = await openFor(page, customer, ['Anna Kühn', 'Bob Stone'])
    await asked.getByText('2 users are selected. 3 numbers are available').waitFor()
    await asked
      .getByRole('button', { name: 'Save', exact: true, description: 'Choose first what shall be done.' })
      .waitFor()
    await overwrite(asked).selectOption('Assign all')
    await asked.getByText('Each of them has a number afterwards.').waitFor()
    await look(page, 'assigning')
    await save(asked)
    expect((await numbers()).toSorted()).toEqual(['+12025550103', '+447700900101'])

    asked = await openFor(page, customer, ['Anna Kühn', 'Bob Stone'])
    await overwrite(asked).selectOption('Unassign all')
    await save(asked)
    expect(await numbers()).toEqual([null, null])
    expect(found).toEqual([])
  })

  test('UA-73: with more users than numbers, Assign all is not offered and the numbers are named', async ({
    app,
    own,
    visit,
  }) => {
    const { customer, carla } = own
    await withUserNumbers(app, customer, ['+447700900101'])
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    const asked = await openFor(page, customer, ['Anna Kühn', 'Bob Stone'])
    await asked
      .getByRole('alert')
      .filter({ hasText: '2 selected, 1 numbers available. Rent 1 more' })
      .waitFor()
    expect(await overwrite(asked).getByRole('option').allInnerTexts()).toEqual(['Choose…', 'Unassign all'])
    await look(page, 'too few numbers')
    expect(found).toEqual([])
  })

  test('UA-73: while User numbers is off, it says so and numbers can only be taken', async ({
    app,
    own,
    visit,
  }) => {
    const { customer, carla, anna } = own
    await withUserNumbers(app, customer, ['+447700900101', '+447700900102'])
    await carla.patch(`${customer.path}/users/${anna.id}`, { smsNumber: '+447700900101' }).expect(200)
    await carla.patch(`${customer.path}/twilio-account`, { userNumbers: false }).expect(200)
    const page = await visit({ as: carla })
    const asked = await openFor(page, customer, ['Anna Kühn'])
    await asked.getByText('Turn on User numbers there as well').waitFor()
    expect(await overwrite(asked).getByRole('option').allInnerTexts()).toEqual(['Choose…', 'Unassign all'])
    await overwrite(asked).selectOption('Unassign all')
    await save(asked)
    expect(await carla.get(`${customer.path}/users/${anna.id}`).expect(200)).toMatchObject({
      smsNumber: null,
    })
  })
})
