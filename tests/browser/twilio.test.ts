import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { joinTwilio, twilioSid, twilioToken } from '#tests/harness/numbers.ts'
import { dialog, field, giveStepUp, rowWith } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { numbersIn, password, test, theSwitch } from './harness/twilio.ts'

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
