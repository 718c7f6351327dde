import { describe, expect } from 'vitest'
import { anAdminOf } from '#tests/harness/people.ts'
import { aSecondFactor, codeOf } from '#tests/harness/second-factors.ts'
import { dialog, field, passwordField, rowWith, signIn, wrongField } from './harness/admin.ts'
import { carlaOf, keepCodes, matter, openSecurity, shownCodes, shownSecret } from './harness/own-sign-in.ts'
import { test } from './harness/test.ts'

describe('one’s own second factor', () => {
  test('UA-16 is set up with the key that is shown, kept by its recovery codes, and asked for from then on', async ({
    app,
    visit,
  }) => {
    const { client, credentials } = await carlaOf(app, 'Acorn')
    const page = await visit({ as: client })
    await page.goto('/')
    await page.getByRole('button', { name: 'You: Carla Rossi' }).click()
    await page.getByRole('menuitem', { name: 'Security' }).click()
    const factor = matter(page, 'Second factor')
    await factor.getByText('Not set up').waitFor()
    await factor.getByRole('button', { name: 'Set up an authenticator app' }).click()
    await dialog(page).getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
    const code = field(dialog(page), 'Code that the app shows')
    await code.and(page.locator(':focus')).waitFor()
    const secret = await shownSecret(page)
    await code.fill('000000')
    await wrongField(page, 'Code that the app shows', /That code is not right/)
      .and(page.locator(':focus'))
      .waitFor()
    await code.fill(await codeOf(app, secret))

    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    const codes = await shownCodes(page)
    expect(new Set(codes).size).toBe(10)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('rollcall-recovery-codes.txt')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Done' }).focus()
    await page.keyboard.press('Enter')
    expect(await shownCodes(page)).toEqual(codes)
    await keepCodes(page)
    await factor.getByText('10 recovery codes left').waitFor()
    await factor
      .getByRole('button', { name: 'Use another app or phone' })
      .and(page.locator(':focus'))
      .waitFor()

    const refused = await app.anybody().post('/sessions', credentials)
    expect(refused.body.code).toBe('auth.second-factor-required')
    const [recoveryCode] = codes
    await app
      .anybody()
      .post('/sessions', { ...credentials, totp: recoveryCode })
      .expect(201)
  })

  test('UA-16 warns when two recovery codes are left, makes new ones and ends the old', async ({
    app,
    visit,
  }) => {
    const { client, credentials } = await carlaOf(app, 'Beech')
    const { recoveryCodes } = await aSecondFactor(app, client)
    const [old = '', ...used] = recoveryCodes
    for (const totp of used.slice(0, 8)) {
      await app
        .anybody()
        .post('/sessions', { ...credentials, totp })
        .expect(201)
    }
    const page = await visit({ as: client })
    await openSecurity(page)
    const factor = matter(page, 'Second factor')
    await factor.getByText('2 recovery codes left').waitFor()
    await factor.getByText(/^When they are used up/).waitFor()
    await factor.getByRole('button', { name: 'New recovery codes' }).click()
    await dialog(page).getByRole('button', { name: 'Make new codes' }).click()
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    const [fresh = ''] = await shownCodes(page)
    await keepCodes(page)
    await factor.getByText('10 recovery codes left').waitFor()
    expect(await factor.getByText(/^When they are used up/).count()).toBe(0)
    await app
      .anybody()
      .post('/sessions', { ...credentials, totp: old })
      .expect(401)
    await app
      .anybody()
      .post('/sessions', { ...credentials, totp: fresh })
      .expect(201)
  })

  test('UA-16 is removed after its code was given again, and then the password alone signs in', async ({
    app,
    visit,
  }) => {
    const { client, credentials } = await carlaOf(app, 'Chestnut')
    const authenticator = await aSecondFactor(app, client)
    app.clock.advance({ minutes: 6 })
    const page = await visit({ as: client })
    await openSecurity(page)
    const factor = matter(page, 'Second factor')
    await factor.getByRole('button', { name: 'Remove' }).click()
    await dialog(page).getByRole('button', { name: 'Remove second factor' }).click()
    const asked = dialog(page).filter({ hasText: 'so we make sure it is you' })
    await passwordField(asked).waitFor()
    await asked.getByRole('button', { name: 'Use a code from your app instead' }).click()
    await field(asked, 'Code').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('000000')
    await asked.getByText(/^That code is not right/).waitFor()
    await page.keyboard.type(await authenticator.nextCode())
    await page.getByText('Your second factor was removed.').waitFor()
    await factor.getByText('Not set up').waitFor()
    await factor.getByRole('heading', { name: 'Second factor' }).and(page.locator(':focus')).waitFor()
    await app.anybody().post('/sessions', credentials).expect(201)
  })

  test('UA-16 is set up before anything else where the account asks its administrators for one', async ({
    app,
    visit,
  }) => {
    const { customer, client } = await carlaOf(app, 'Dogwood')
    await aSecondFactor(app, client)
    const eva = { email: 'eva@dogwood.example', password: 'eva walks over the hills' }
    const other = await anAdminOf(app, customer, { ...eva, firstName: 'Eva' })
    const open = await visit({ as: other })
    await openSecurity(open)
    await client.patch(`${customer.path}/sign-in-policy`, { adminsNeedSecondFactor: true }).expect(200)
    // Who has a page open is led there by the next thing they do.
    await open.getByRole('link', { name: 'Locations' }).click()
    await open.getByRole('heading', { name: 'Set up a second factor' }).waitFor()

    const page = await visit()
    await page.goto(`/accounts/${customer.id}/users`)
    await signIn(page, eva)
    await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
    await page.getByText('Dogwood asks its administrators for a second factor.').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.goto('/me/security')
    await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
    await page.goto(`/accounts/${customer.id}/users`)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
    const code = field(page, 'Code that the app shows')
    await code.fill('000000')
    await wrongField(page, 'Code that the app shows', /That code is not right/).waitFor()
    await code.fill(await codeOf(app, await shownSecret(page)))
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    await keepCodes(page)
    await page.getByRole('heading', { name: 'Users' }).waitFor()
    await rowWith(page, 'eva@dogwood.example').waitFor()

    await openSecurity(page)
    const remove = matter(page, 'Second factor').getByRole('button', { name: 'Remove', disabled: true })
    await remove.hover()
    await page.getByRole('tooltip', { name: /so it cannot be removed/ }).waitFor()
  })
})
