import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { anOwner, signedInAnew } from '#tests/harness/owners.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { askedReset, completedReset } from '#tests/harness/resets.ts'
import { dialog, field, giveStepUp, signIn } from './harness/admin.ts'
import { carlaOf } from './harness/own-sign-in.ts'
import { handset, numberOf, olgaOf, onRememberedDevice, openPortal } from './harness/portal.ts'
import { test } from './harness/test.ts'

const pin = '482913'
const tokenIn = (link: string) => link.split('/d/').at(-1) as string

const qrCode = (page: Page) => dialog(page).getByRole('img', { name: 'QR code that sets up a softphone' })

/** The authentication code of the open dialog, without the spaces by which it is read. */
const shownCode = async (page: Page) =>
  (await field(dialog(page), 'Authentication code').inputValue()).replaceAll(' ', '')

describe('UA-1: whoever administers nothing', () => {
  test('lands on their phones after signing in, whatever address they came from, and no page is refused on the way', async ({
    app,
    visit,
  }) => {
    const { customer, olga } = await olgaOf(app, 'Landing')
    const page = await visit(handset)
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url())
    })
    await page.goto(`/accounts/${customer.id}/deployment/subscribers`)
    await page.getByRole('textbox', { name: 'E-mail address' }).waitFor()
    const totp = await olga.factor.nextCode()
    await signIn(page, olga)
    await page.getByRole('textbox', { name: 'Code' }).fill(totp)
    await page.getByRole('heading', { name: 'My phones' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/portal')
    await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).waitFor()
    expect(refused).toEqual([])
  })

  test('who has no number yet is told what happens next and whom to ask', async ({ app, visit }) => {
    const { customer } = await carlaOf(app, 'Waiting')
    const admin = await app.ada()
    const support = { supportContactName: 'Sam Support', supportContactEmail: 'sam@waiting.example' }
    await admin.patch(customer.path, support).expect(200)
    const owner = await anOwner(app, customer)
    await admin.delete(`${customer.path}/subscribers/${owner.subscriberId}`)
    const page = await visit({ ...handset, as: owner.client })
    await page.goto('/')
    await page.getByRole('heading', { name: 'No number yet' }).waitFor()
    await page.getByText('Then you get an e-mail with a link').waitFor()
    await page.getByText('Ask Sam Support.').waitFor()
    expect(await page.getByRole('link', { name: 'sam@waiting.example' }).getAttribute('href')).toBe(
      'mailto:sam@waiting.example',
    )
  })

  test('goes from page to page, and the old address of their sign-in still leads there', async ({
    app,
    visit,
  }) => {
    const { olga } = await olgaOf(app, 'Walking')
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My phones')
    const pages = page.getByRole('navigation', { name: 'Pages' })
    for (const name of ['Directory', 'My details', 'My phones']) {
      await pages.getByRole('link', { name }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      await pages.getByRole('link', { name }).and(page.locator('[aria-current=page]')).waitFor()
    }
    await pages.getByRole('link', { name: 'Security' }).click()
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    await page.goto('/me/security?problem=sso-expired')
    await page.getByText('Confirming took too long').waitFor()
    expect(new URL(page.url()).pathname).toBe('/portal/security')
    await page.getByRole('button', { name: 'You: Olga Oster' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

test('UA-1: an admin reaches their own phones from the menu, and comes back', async ({ app, visit }) => {
  const { client } = await carlaOf(app, 'Both')
  const page = await visit({ as: client })
  await page.goto('/')
  await page.getByRole('button', { name: 'You: Carla Rossi' }).click()
  await page.getByRole('menuitem', { name: 'My phones' }).click()
  await page.getByRole('heading', { name: 'No number yet' }).waitFor()
  await page.getByRole('link', { name: 'Administration' }).click()
  await page.getByRole('heading', { name: 'Manage' }).waitFor()
})

describe('Stolen mailbox, with PIN: setting up a phone oneself', () => {
  test('gives a QR code after the password, whose link sets up a softphone, which the page names at once and removes again', async ({
    app,
    visit,
  }) => {
    const { customer, olga } = await olgaOf(app, 'Scanning')
    app.clock.advance({ minutes: 6 })
    const page = await visit({ as: olga.client })
    await openPortal(page, 'My phones')
    await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).click()
    await dialog(page).getByText('A link that you have not used yet stops working.').waitFor()
    await dialog(page).getByRole('button', { name: 'Show QR code' }).click()
    await giveStepUp(page, olga.password)
    await qrCode(page).waitFor()
    await dialog(page).getByText('The page asks for your PIN.').waitFor()
    await dialog(page).getByText('Waiting for the softphone.').waitFor()

    const link = (await dialog(page)
      .getByRole('link', { name: 'Open on this computer' })
      .getAttribute('href')) as string
    const code = await shownCode(page)
    expect(tokenIn(link)).toBe(code)
    const phone = await aPhone(app, code, { client: 'linphone', pin })
    expect(phone.document).toContain('1001')
    await dialog(page)
      .getByText(/^Set up: Linphone, \d\d:\d\d$/)
      .waitFor()
    expect(await qrCode(page).count()).toBe(0)

    await dialog(page).getByRole('button', { name: 'Not mine: remove it' }).click()
    await dialog(page).getByText('Linphone was removed, and your administrators were told.').waitFor()
    expect((await fetchAsPhone(phone.url)).text).not.toContain('s3cret-Anna')
    await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('ada@northwind.example'))
    await dialog(page).getByRole('button', { name: 'Done' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    const { items } = await (await app.ada())
      .get(`${customer.path}/subscribers/${olga.subscriberId}/clients`)
      .expect(200)
    expect(items).toMatchObject([{ revokedBecause: 'lost' }])
  })

  test('asks for a code where the session has none, and for nothing else', async ({ app, visit }) => {
    const { olga } = await olgaOf(app, 'Coded')
    const client = await onRememberedDevice(app, olga)
    const page = await visit({ as: client })
    await openPortal(page, 'My phones')
    await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).click()
    await dialog(page).getByText('First you are asked for a code').waitFor()
    await dialog(page).getByRole('button', { name: 'Show QR code' }).click()
    const asked = dialog(page).filter({ hasText: 'Enter a code from your app' })
    await asked.waitFor()
    expect(await asked.getByRole('button', { name: /password/ }).count()).toBe(0)
    await asked.getByRole('textbox').fill(await olga.factor.nextCode())
    await qrCode(page).waitFor()
  })

  test('a closed dialog knows the link no more, and a new one ends the old', async ({ app, visit }) => {
    const { olga } = await olgaOf(app, 'Closing')
    const page = await visit({ as: olga.client })
    await openPortal(page, 'My phones')
    const codes: string[] = []
    for (const _time of ['first', 'second']) {
      await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).click()
      await dialog(page).getByRole('button', { name: 'Show QR code' }).click()
      codes.push(await shownCode(page))
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'hidden' })
      expect(await page.content()).not.toContain(codes.at(-1))
    }
    expect(codes[0]).not.toBe(codes[1])
    await expect(aPhone(app, codes[0] as string, { client: 'linphone', pin })).rejects.toThrow('answered')
    await aPhone(app, codes[1] as string, { client: 'linphone', pin })
  })

  test('Shoulder-surfed or forwarded QR: it is hidden after two minutes, and shown again when asked for', async ({
    app,
    visit,
  }) => {
    const { olga } = await olgaOf(app, 'Hiding')
    const page = await visit({ as: olga.client, isAlone: true })
    await page.clock.install()
    await openPortal(page, 'My phones')
    await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).click()
    await dialog(page).getByRole('button', { name: 'Show QR code' }).click()
    const qr = qrCode(page)
    await qr.waitFor()
    await page.clock.runFor(119_000)
    expect(await qr.count()).toBe(1)
    await page.clock.runFor(2_000)
    await dialog(page).getByText('The QR code was hidden').waitFor()
    expect(await qr.count()).toBe(0)
    expect(await dialog(page).getByRole('textbox').count()).toBe(0)
    await dialog(page).getByRole('button', { name: 'Show again' }).click()
    await qr.waitFor()
  })

  test('on a phone the link is opened there first, and the QR code is for another one', async ({
    app,
    visit,
  }) => {
    const { olga } = await olgaOf(app, 'Pocket')
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My phones')
    await numberOf(page, '1001').getByRole('button', { name: 'Set up a phone' }).click()
    await dialog(page).getByRole('button', { name: 'Continue' }).click()
    const open = dialog(page).getByRole('link', { name: 'Open on this phone' })
    await open.waitFor()
    expect(await qrCode(page).count()).toBe(0)
    const [landing] = await Promise.all([page.waitForEvent('popup'), open.click()])
    await landing.getByRole('textbox', { name: 'PIN' }).waitFor()
    await page.bringToFront()
    await dialog(page).getByRole('button', { name: 'For another phone: QR code' }).click()
    await qrCode(page).waitFor()
  })

  test('the PIN is shown for half a minute, and kept nowhere', async ({ app, visit }) => {
    const { olga } = await olgaOf(app, 'Secret')
    const page = await visit({ as: olga.client, isAlone: true })
    await page.clock.install()
    await openPortal(page, 'My phones')
    await numberOf(page, '1001').getByRole('button', { name: 'Show my PIN' }).click()
    await page.getByText(pin).waitFor()
    expect(page.url()).not.toContain(pin)
    await page.clock.runFor(31_000)
    await page.getByText(pin).waitFor({ state: 'hidden' })
    await numberOf(page, '1001').getByRole('button', { name: 'Show my PIN' }).waitFor()
  })

  test('where the profile does not allow it, the button says why, and the reason stands beside it', async ({
    app,
    visit,
  }) => {
    const { olga } = await olgaOf(app, 'Refusing', { profile: { selfDeployment: false } })
    const page = await visit({ ...handset, as: olga.client })
    await openPortal(page, 'My phones')
    const number = numberOf(page, '1001')
    await number.getByRole('paragraph').filter({ hasText: 'has not allowed people to set up' }).waitFor()
    const button = number.getByRole('button', {
      name: 'Set up a phone',
      description: /^Your administrator has not allowed/,
    })
    await button.and(page.locator('[aria-disabled=true]')).waitFor()
    await button.press('Enter')
    expect(await dialog(page).count()).toBe(0)
  })

  test('who has no second factor is led to set one up', async ({ app, visit }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Unproven' }, { selfDeployment: true })
    const owner = await anOwner(app, customer, { directoryNumber: '1002' })
    const page = await visit({ as: owner.client })
    await openPortal(page, 'My phones')
    const reason = numberOf(page, '1002')
      .getByRole('paragraph')
      .filter({ hasText: 'This needs an authenticator app' })
    await reason.getByRole('link', { name: 'Set up a second factor' }).click()
    await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor()
  })

  test('whose password came by mail is told that a second factor will be needed too, and sets it up in the app of the same phone', async ({
    app,
    visit,
  }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Fresh' }, { selfDeployment: true })
    const owner = await anOwner(app, customer, { directoryNumber: '1002' })
    const password = 'three blue herons fishing'
    await completedReset(app, await askedReset(app, owner.email), password)
    const page = await visit({ ...handset, as: await signedInAnew(app, { email: owner.email, password }) })
    await openPortal(page, 'My phones')
    const reason = numberOf(page, '1002').getByRole('paragraph').filter({ hasText: 'less than 72 hours ago' })
    await reason.getByText('You will need an authenticator app as well.').waitFor()
    await reason.getByRole('link', { name: 'Set up a second factor' }).click()
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const open = dialog(page).getByRole('link', { name: 'Open in the app on this phone' })
    expect(await open.getAttribute('href')).toMatch(/^otpauth:\/\/totp\//)
  })
})
