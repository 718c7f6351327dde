import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aColleague, aCustomer } from '#tests/harness/people.ts'
import { aSecondFactor, codeOf } from '#tests/harness/second-factors.ts'
import { dialog, field, signIn } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { phone } from './harness/end-user.ts'
import { carlaOf, keepCodes, matter, openSecurity, shownSecret } from './harness/own-sign-in.ts'
import { test } from './harness/test.ts'

/** What a screen reader calls invalid. */
const markedInvalid = (page: Page) => page.locator('[aria-invalid=true]')

test('UA-16 one’s own password is changed by who knows the current one; what is wrong stands at its field', async ({
  app,
  visit,
}) => {
  const { client, credentials } = await carlaOf(app, 'Fern')
  const elsewhere = app.anybody()
  await elsewhere.post('/sessions', credentials).expect(201)
  const page = await visit({ as: client })
  await openSecurity(page)
  await matter(page, 'Password').getByRole('button', { name: 'Change password' }).click()
  const form = dialog(page)
  await field(form, 'Current password').and(page.locator(':focus')).waitFor()
  await field(form, 'Current password').fill('carla counts the clouds')
  await field(form, 'New password').fill('carla counts the clouds')
  await form.getByRole('button', { name: 'Change password' }).click()
  await form.getByText('This is not your current password. Try again.').waitFor()
  await field(form, 'Current password').and(markedInvalid(page)).waitFor()
  await field(form, 'Current password').fill(credentials.password)
  await field(form, 'New password').fill('passwordpassword')
  await form.getByRole('button', { name: 'Change password' }).click()
  await form.getByText(/^This password is among those that are tried first\./).waitFor()
  await field(form, 'New password').and(markedInvalid(page)).waitFor()
  await field(form, 'Current password').and(markedInvalid(page)).waitFor({ state: 'detached' })
  await field(form, 'New password').fill('carla counts the clouds')
  await page.keyboard.press('Enter')
  await page.getByText('Your password was changed.').waitFor()
  await form.waitFor({ state: 'hidden' })
  await elsewhere.get('/sessions/current').expect(401)
  await page.reload()
  await page.getByRole('heading', { name: 'Security', exact: true }).waitFor()
  await app.anybody().post('/sessions', credentials).expect(401)
  await app
    .anybody()
    .post('/sessions', { ...credentials, password: 'carla counts the clouds' })
    .expect(201)
})

describe('where one is signed in', () => {
  test('UA-16 is told in words, this browser marked, and each of the others can be signed out, or all at once', async ({
    app,
    visit,
  }) => {
    const { client, credentials } = await carlaOf(app, 'Ginkgo')
    const asFirefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' }
    const firefox = app.anybody()
    await firefox.post('/sessions', credentials, asFirefox).expect(201)
    const page = await visit()
    await page.goto('/me/security')
    await signIn(page, credentials)
    const sessions = matter(page, 'Where you are signed in')
    const own = sessions.getByRole('listitem').filter({ hasText: 'This one' })
    await own.getByText('Chrome, Linux').waitFor()
    expect(await own.getByRole('button').count()).toBe(0)
    await sessions.getByRole('button', { name: 'Sign out Firefox, Windows' }).click()
    await page.getByText('Signed out there.').waitFor()
    await sessions.getByText('Firefox, Windows').waitFor({ state: 'hidden' })
    await sessions.getByRole('heading').and(page.locator(':focus')).waitFor()
    await firefox.get('/sessions/current').expect(401)
    await client.get('/sessions/current').expect(200)
    await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await sessions.getByText('Nowhere else.').waitFor()
    await client.get('/sessions/current').expect(401)
    await own.waitFor()
  })

  test('UA-16 a device that was remembered can be forgotten', async ({ app, visit }) => {
    const { client, credentials } = await carlaOf(app, 'Hornbeam')
    const authenticator = await aSecondFactor(app, client)
    const asSafari = { 'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605' }
    const browser = app.anybody()
    const totp = await authenticator.nextCode()
    await browser.post('/sessions', { ...credentials, totp, rememberDevice: true }, asSafari).expect(201)
    await browser.post('/sessions', credentials, asSafari).expect(201)
    const page = await visit({ as: client })
    await openSecurity(page)
    const devices = matter(page, 'Remembered devices')
    await devices.getByText('Remembered until').waitFor()
    await devices.getByRole('button', { name: 'Forget Safari, macOS' }).click()
    await devices.getByText(/^None\./).waitFor()
    expect((await browser.post('/sessions', credentials)).body.code).toBe('auth.second-factor-required')
  })
})

test('UA-16 who administers nothing has the page too, among their own', async ({ app, visit }) => {
  const customer = await aCustomer(await app.ada(), { name: 'Ivy' })
  const email = 'dora@ivy.example'
  const dora = await aColleague(app, customer, { email, role: 'user', registered: false })
  await (await app.ada()).post(`${customer.path}/users/${dora.id}/welcome-emails`).expect(202)
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const { html = '' } = await app.mail.parse(raw)
  const token = /\/welcome\/([^"]+)"/.exec(html)?.[1]
  const client = app.anybody()
  await client.post('/set-ups', { token, password: 'dora likes long trains' }).expect(201)
  const page = await visit({ as: client })
  await page.goto('/')
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await pages.getByRole('link', { name: 'Security' }).click()
  await matter(page, 'Where you are signed in').getByText('This one').waitFor()
  await page.getByRole('link', { name: 'Start page' }).click()
  await page.getByRole('heading', { name: 'My phones' }).waitFor()
  await page.getByRole('button', { name: 'You: Dora Weiss' }).click()
  await page.getByRole('menuitem', { name: 'Security' }).click()
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
  expect(await page.getByRole('navigation').count()).toBe(1)
})

for (const [size, options] of [
  ['a wide screen', {}],
  ['a small phone', phone],
] as const) {
  test(`UA-16 axe finds nothing wrong with the security page and its dialogs on ${size}`, async ({
    app,
    visit,
  }) => {
    const { client } = await carlaOf(app, size === 'a small phone' ? 'Jasmine' : 'Kapok')
    const page = await visit({ ...options, as: client })
    const { look, found } = examiner()
    await openSecurity(page)
    await matter(page, 'Where you are signed in').getByText('This one').waitFor()
    await look(page, 'without a second factor')
    await page.getByRole('button', { name: 'Change password' }).click()
    await dialog(page).waitFor()
    await look(page, 'the password')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    await dialog(page)
      .getByRole('img', { name: /^QR code/ })
      .waitFor()
    await look(page, 'the key')
    await field(dialog(page), 'Code that the app shows').fill(await codeOf(app, await shownSecret(page)))
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    await look(page, 'the recovery codes')
    await keepCodes(page)
    await matter(page, 'Remembered devices').waitFor()
    await look(page, 'with a second factor')
    expect(await page.evaluate('document.querySelector("main").scrollWidth')).toBe(
      await page.evaluate('document.querySelector("main").clientWidth'),
    )
    for (const act of ['New recovery codes', 'Remove']) {
      await page.getByRole('button', { name: act, exact: true }).click()
      await dialog(page).waitFor()
      await look(page, act)
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'hidden' })
    }
    app.clock.advance({ minutes: 6 })
    await page.getByRole('button', { name: 'Use another app or phone' }).click()
    await dialog(page).getByText('so we make sure it is you').waitFor()
    await look(page, 'the step-up by password')
    await dialog(page).getByRole('button', { name: 'Use a code from your app instead' }).click()
    await field(dialog(page), 'Code').waitFor()
    await look(page, 'the step-up by code')
    expect(found).toEqual([])
  })
}
