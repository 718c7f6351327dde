import { describe, expect } from 'vitest'
import { joinTwilio } from '#tests/harness/numbers.ts'
import { rowWith, sidePanel } from './harness/admin.ts'
import { numbersIn, test, theSwitch } from './harness/twilio.ts'

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
