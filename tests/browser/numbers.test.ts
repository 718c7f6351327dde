import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { joinTwilio, playTwilio, twilioSid, twilioToken, withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, aPerson } from '#tests/harness/people.ts'
import { dialog, field, giveStepUp, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { options } from './harness/person.ts'
import { test as base } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

const password = 'carla counts the stairs'
/** Two as they are dialled here, and one from elsewhere. */
const rented = [
  { number: '+447700900101', friendlyName: 'Sales' },
  { number: '+447700900102' },
  { number: '+12025550103', friendlyName: 'New York' },
]

/** An account for each test with Carla as its admin, Anna and Bob, and a Twilio account of its own. */
const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  .extend('app', { scope: 'file' }, async ({}, { onCleanup }): Promise<TestApp> => {
    const app = await startTestApp({ outboundAllow: ['127.0.0.1'] })
    onCleanup(() => app.stop())
    return app
  })
  .extend('own', async ({ app }, { onCleanup }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const carla = await anAdminOf(app, customer, { password })
    const person = (firstName: string, lastName: string) =>
      aPerson(app, customer, { firstName, lastName, email: `${firstName.toLowerCase()}@acme.example` })
    const anna = await person('Anna', 'Kühn')
    const bob = await person('Bob', 'Stone')
    const twilio = await playTwilio(rented)
    onCleanup(() => twilio.stop())
    return { ada, customer, carla, anna, bob, twilio, address: `/accounts/${customer.id}` }
  })

const theSwitch = (page: Page, name: string) => page.getByRole('switch', { name: new RegExp(`^${name}`) })
const smsNumber = (within: Locator) => within.getByRole('combobox', { name: 'SMS number', exact: true })
const numbersIn = (page: Page) => page.getByRole('rowheader').allInnerTexts()

/** Fills in what Twilio gave, and sends it. */
async function join(page: Page, origin: string, token: string): Promise<void> {
  await field(page, 'Account SID').fill(twilioSid)
  await field(page, 'Auth token').fill(token)
  await page.getByText('Advanced', { exact: true }).click()
  await field(page, 'Address of the API').fill(origin)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

describe('Integrations and apps › Twilio', () => {
  test('UA-12: it leads from nothing to numbers that users can be given', async ({ app, own, visit }) => {
    const { ada, customer, carla, twilio, address } = own
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await page.goto(`${address}/numbers`)
    await page.getByRole('heading', { name: 'No numbers yet' }).waitFor()
    await look(page, 'no numbers')
    await page.getByRole('link', { name: 'Set up Twilio' }).click()
    await page.getByRole('list', { name: 'What to do at Twilio' }).waitFor()
    await look(page, 'nothing is joined')

    app.clock.advance({ minutes: 6 })
    await join(page, twilio.origin, 'not the token')
    await giveStepUp(page, password)
    await page.getByText('Twilio does not accept these credentials.').waitFor()
    await page
      .getByRole('switch', { description: 'It can be turned on once the Twilio account works.' })
      .press('Space')
    expect(await ada.get(`${customer.path}/integrations`).expect(200)).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ integration: 'twilio', state: 'off' })]),
    })
    await look(page, 'joined, and refused there')

    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await page.getByRole('button', { name: 'Replace Auth token' }).click()
    await field(page, 'Auth token').fill(twilioToken)
    await look(page, 'changing')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Twilio accepts what you entered.').waitFor()
    await page.getByText('Working', { exact: true }).waitFor()

    await theSwitch(page, 'Use Twilio').click()
    await page.getByText('Twilio is on.', { exact: true }).waitFor()
    await theSwitch(page, 'User numbers').click()
    await page.getByText('Users can be given numbers.').waitFor()
    await page.getByRole('button', { name: 'Synchronise now' }).click()
    await page.getByText('Of those free').waitFor()
    await page.getByRole('definition').filter({ hasText: /^3$/ }).waitFor()
    await look(page, 'joined')

    await page.getByRole('link', { name: 'Show them' }).click()
    await rowWith(page, 'New York').waitFor()
    await expect.poll(() => numbersIn(page)).toEqual(['+1 202 555 0103', '07700 900101', '07700 900102'])
    await look(page, 'numbers')
    expect(found).toEqual([])
  })

  test('UA-12: User numbers waits for Twilio, and says so', async ({ own, visit }) => {
    const { customer, carla, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    await carla.patch(`${customer.path}/twilio-account`, { userNumbers: false }).expect(200)
    await carla.patch(`${customer.path}/integrations/twilio`, { isOn: false }).expect(200)
    const page = await visit({ as: carla })
    await page.goto(`${address}/integrations/twilio`)
    const userNumbers = theSwitch(page, 'User numbers')
    await userNumbers.and(page.getByRole('switch', { description: 'Turn Twilio on first.' })).press('Space')
    expect(await userNumbers.isChecked()).toBe(false)
    expect(await carla.get(`${customer.path}/twilio-account`).expect(200)).toMatchObject({
      userNumbers: false,
    })
  })

  test('the connection is tested on demand, and the page says what came of it', async ({ own, visit }) => {
    const { customer, carla, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    const page = await visit({ as: carla })
    await page.goto(`${address}/integrations/twilio`)
    const test = page.getByRole('button', { name: 'Test connection' })
    await test.click()
    await page.getByText('Twilio accepts the SIDs and the secret.').waitFor()
    twilio.accounts.get(twilioSid)?.secrets.clear()
    await test.click()
    await page.getByText('Not working', { exact: true }).waitFor()
    await page.getByText('Twilio does not accept these credentials.').waitFor()
  })

  test('a secret is asked for again for another account SID, and sent nowhere until then', async ({
    own,
    visit,
  }) => {
    const { customer, carla, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    const page = await visit({ as: carla })
    await page.goto(`${address}/integrations/twilio`)
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await field(page, 'Account SID').fill(`AC${'8'.repeat(32)}`)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Enter the secret.').waitFor()
    expect(await carla.get(`${customer.path}/twilio-account`).expect(200)).toMatchObject({
      accountSid: twilioSid,
    })
  })

  test('many numbers that are gone are forgotten only when somebody says that this is meant', async ({
    own,
    visit,
  }) => {
    const { customer, carla, twilio, address } = own
    const account = twilio.accounts.get(twilioSid)
    const kept = account?.numbers.slice(0, 1) ?? []
    account?.numbers.push(
      ...Array.from({ length: 5 }, (_, place) => ({
        ...{ sid: `PN${String(place).repeat(32)}`, number: `+4477009002${place}0` },
        ...{ friendlyName: 'More', sms: true },
      })),
    )
    await joinTwilio(carla, customer, twilio)
    account?.numbers.splice(0, Number.POSITIVE_INFINITY, ...kept)
    const page = await visit({ as: carla })
    await page.goto(`${address}/integrations/twilio`)
    await page.getByRole('button', { name: 'Synchronise now' }).click()
    await page.getByRole('button', { name: 'Synchronise all the same' }).click()
    await dialog(page).getByText('7 of 8 numbers are not in the Twilio account any more.').waitFor()
    expect(await carla.get(`${customer.path}/sms-numbers/count`).expect(200)).toEqual({ count: 8 })
    await dialog(page).getByRole('button', { name: 'They are gone' }).click()
    await page.getByRole('definition').filter({ hasText: /^1$/ }).waitFor()
    await page.getByText('Working', { exact: true }).waitFor()
  })

  test('the accounts are taken apart once Twilio is off, and who has a number keeps it as a text', async ({
    own,
    visit,
  }) => {
    const { customer, carla, anna, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    await carla.patch(`${customer.path}/users/${anna.id}`, { smsNumber: '+447700900101' }).expect(200)
    const page = await visit({ as: carla })
    const { look, found } = examiner()
    await page.goto(`${address}/integrations/twilio`)
    await page.getByRole('definition').filter({ hasText: /^2$/ }).waitFor()
    const apart = page.getByRole('button', { name: 'Disconnect' })
    await apart.and(page.getByRole('button', { description: 'Turn Twilio off first.' })).waitFor()
    await theSwitch(page, 'Use Twilio').click()
    await dialog(page).getByText('Who has a number keeps it.').waitFor()
    await look(page, 'turning Twilio off')
    await dialog(page).getByRole('button', { name: 'Turn off' }).click()
    await page.getByText('Twilio is off.', { exact: true }).waitFor()
    await dialog(page).waitFor({ state: 'hidden' })
    await apart.click()
    await dialog(page).getByText('1 user keeps their number as a text').waitFor()
    await look(page, 'taking apart')
    await dialog(page).getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('list', { name: 'What to do at Twilio' }).waitFor()
    await page.getByRole('link', { name: 'Numbers', exact: true }).click()
    await rowWith(page, '07700 900101').getByText('Gone').waitFor()
    await look(page, 'a number that is gone')
    expect(found).toEqual([])
  })
})

describe('Telephony › Numbers', () => {
  test('shows who has which number, finds them however they are written, and leads to their users', async ({
    own,
    visit,
  }) => {
    const { customer, carla, anna, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    await carla.patch(`${customer.path}/users/${anna.id}`, { smsNumber: '+447700900102' }).expect(200)
    const page = await visit({ as: carla })
    await page.goto(`${address}/numbers`)
    await page.getByTitle('+447700900102').getByText('07700 900102').waitFor()
    await page.getByRole('searchbox', { name: 'Search numbers' }).fill('(202) 555')
    await rowWith(page, '07700').first().waitFor({ state: 'detached' })
    await expect.poll(() => numbersIn(page)).toEqual(['+1 202 555 0103'])
    await page.getByRole('button', { name: 'Clear search' }).click()
    await page.getByRole('button', { name: 'Given 1' }).click()
    await rowWith(page, 'New York').waitFor({ state: 'detached' })
    await expect.poll(() => numbersIn(page)).toEqual(['07700 900102'])
    await page.getByRole('link', { name: 'Anna Kühn' }).click()
    await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
  })

  test('says that nobody can be given one while User numbers is off, and leads to the switch', async ({
    own,
    visit,
  }) => {
    const { customer, carla, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    await carla.patch(`${customer.path}/twilio-account`, { userNumbers: false }).expect(200)
    const page = await visit({ as: carla })
    await page.goto(`${address}/numbers`)
    await page.getByText('because User numbers is off').waitFor()
    await page.getByRole('link', { name: 'Turn it on' }).click()
    await theSwitch(page, 'User numbers').waitFor()
  })

  test.for([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('it and the page of Twilio are no wider than a window of $width px', async (viewport, {
    own,
    visit,
  }) => {
    const { customer, carla, twilio, address } = own
    await joinTwilio(carla, customer, twilio)
    const page = await visit({ as: carla, viewport })
    for (const [path, shown] of [
      ['numbers', page.getByText('New York')],
      ['integrations/twilio', page.getByRole('button', { name: 'Synchronise now' })],
    ] as const) {
      await page.goto(`${address}/${path}`)
      await shown.waitFor()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(viewport.width)
    }
  })
})

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
    await sidePanel(page).getByRole('button', { name: 'Twilio SMS numbers' }).click()
    const asked = page.getByRole('dialog', { name: 'Assign SMS numbers' })
    await asked.getByText('Overwrite SMS numbers for selected users').waitFor()
    return asked
  }

  const save = (asked: Locator) => asked.getByRole('button', { name: 'Save', exact: true }).click()
  const overwrite = (asked: Locator) =>
    asked.getByRole('combobox', { name: 'Overwrite SMS numbers for selected users' })

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
    await asked.waitFor({ state: 'hidden' })
    expect((await numbers()).toSorted()).toEqual(['+12025550103', '+447700900101'])

    asked = await openFor(page, customer, ['Anna Kühn', 'Bob Stone'])
    await overwrite(asked).selectOption('Unassign all')
    await save(asked)
    await asked.waitFor({ state: 'hidden' })
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
    await asked.waitFor({ state: 'hidden' })
    expect(await carla.get(`${customer.path}/users/${anna.id}`).expect(200)).toMatchObject({
      smsNumber: null,
    })
  })
})
