import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { newLinkForAdmin } from '#features/auth/index.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { field, passwordField, signIn } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { phone } from './harness/end-user.ts'
import { test } from './harness/test.ts'

const password = 'carla counts the stairs'

/** Carla, an admin of a customer of her own, who has an authenticator app. */
async function carlaWithApp(app: TestApp, name: string) {
  const customer = await aCustomer(await app.ada(), { name })
  const email = `carla@${name.toLowerCase()}.example`
  const client = await anAdminOf(app, customer, { email, password })
  const authenticator = await aSecondFactor(app, client)
  return { customer, client, authenticator, credentials: { email, password } }
}

/** The step at which the code is asked for, with the focus in its field. */
async function codeAsked(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Code from your app' }).waitFor()
  await field(page, 'Code').and(page.locator(':focus')).waitFor()
}

describe('the second factor is asked for after the password', () => {
  test('UA-16 and six digits sign in as soon as the last one is there, pasted with a space or typed', async ({
    app,
    visit,
  }) => {
    const { customer, authenticator, credentials } = await carlaWithApp(app, 'Alder')
    const page = await visit()
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await signIn(page, credentials)
    await codeAsked(page)
    const code = await authenticator.nextCode()
    await field(page, 'Code').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
    await page.getByRole('heading', { name: 'Deployment profiles' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/accounts/${customer.id}/deployment/profiles`)
  })

  test('UA-16 a wrong code is told in a sentence at its field, which is empty and has the focus', async ({
    app,
    visit,
  }) => {
    const { authenticator, credentials } = await carlaWithApp(app, 'Birch')
    const page = await visit()
    await page.goto('/sign-in')
    await signIn(page, credentials)
    await codeAsked(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Enter the six digits from your app.').waitFor()
    const used = await authenticator.nextCode()
    await app
      .anybody()
      .post('/sessions', { ...credentials, totp: used })
      .expect(201)
    await field(page, 'Code').pressSequentially(used)
    await page.getByText(/^That code is not right/).waitFor()
    const emptied = field(page, 'Code').and(page.locator(':focus'))
    await emptied.waitFor()
    expect(await emptied.inputValue()).toBe('')
    await page.keyboard.type(await authenticator.nextCode())
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  })

  test('UA-16 a recovery code stands in for the app, once', async ({ app, visit }) => {
    const { authenticator, credentials } = await carlaWithApp(app, 'Cedar')
    const [recoveryCode = ''] = authenticator.recoveryCodes
    const page = await visit()
    await page.goto('/sign-in')
    await signIn(page, credentials)
    await codeAsked(page)
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await field(page, 'Recovery code').and(page.locator(':focus')).waitFor()
    await page.keyboard.type(recoveryCode.toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()

    const again = await visit()
    await again.goto('/sign-in')
    await signIn(again, credentials)
    await codeAsked(again)
    await again.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await field(again, 'Recovery code').fill(recoveryCode)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.getByText(/^That code is not right/).waitFor()
    expect(await field(again, 'Recovery code').inputValue()).toBe(recoveryCode)
    await again.getByRole('button', { name: 'Use a code from your app' }).click()
    await codeAsked(again)
    await again.keyboard.type(await authenticator.nextCode())
    await again.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  })

  test('UA-16 not on a device that was remembered, for 30 days', async ({ app, visit }) => {
    const { authenticator, credentials } = await carlaWithApp(app, 'Elm')
    const page = await visit()
    await page.goto('/sign-in')
    await signIn(page, credentials)
    await codeAsked(page)
    await page.getByRole('checkbox', { name: 'Remember this device for 30 days' }).check()
    await field(page, 'Code').fill(await authenticator.nextCode())
    await page.getByRole('button', { name: 'You: Carla Rossi' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(page, credentials)
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()

    app.clock.advance({ hours: 31 * 24 })
    await page.context().clearCookies({ name: /session/ })
    await page.goto('/sign-in')
    await signIn(page, credentials)
    await codeAsked(page)
  })

  test('UA-16 and who wants to be somebody else goes back to the address', async ({ app, visit }) => {
    const { credentials } = await carlaWithApp(app, 'Fir')
    const page = await visit()
    await page.goto('/sign-in')
    await signIn(page, credentials)
    await codeAsked(page)
    await page.getByRole('button', { name: 'Use another e-mail address' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await field(page, 'E-mail address').inputValue()).toBe(credentials.email)
    expect(await passwordField(page).inputValue()).toBe('')
  })
})

test('UA-16 the eye of the password is reached by the keyboard, says whether the password is shown, and sends nothing', async ({
  visit,
}) => {
  const page = await visit()
  await page.goto('/sign-in')
  await passwordField(page).fill(password)
  await page.keyboard.press('Tab')
  const eye = (pressed: boolean) =>
    page
      .getByRole('button', { name: 'Show what is typed into Password', pressed })
      .and(page.locator(':focus'))
  for (const key of ['Enter', 'Space']) {
    await eye(false).waitFor()
    expect(await passwordField(page).getAttribute('type')).toBe('password')
    await page.keyboard.press(key)
    await eye(true).waitFor()
    expect(await passwordField(page).getAttribute('type')).toBe('text')
    await page.keyboard.press(key)
  }
  await eye(false).waitFor()
  expect(await page.getByText('Enter your e-mail address.').count()).toBe(0)
})

test('UA-16 too many wrong codes end in a sentence that says how long to wait or what to do', async ({
  app,
  visit,
}) => {
  const { credentials } = await carlaWithApp(app, 'Hazel')
  const page = await visit()
  await page.goto('/sign-in')
  await signIn(page, credentials)
  await codeAsked(page)
  const over = page.getByText(/Too many wrong (attempts\. Try again in|codes: this sign-in is locked)/)
  for (let tries = 0; tries < 10; tries++) {
    await codeAsked(page)
    const answered = page.waitForResponse('**/api/v1/sessions')
    await field(page, 'Code').fill('000000')
    if ((await (await answered).json()).code !== 'auth.wrong-second-factor') break
    await page.getByText(/^That code is not right/).waitFor()
  }
  await over.waitFor()
})

test('UA-16 who belongs to several accounts chooses one, and is asked for the second factor of that', async ({
  app,
  visit,
}) => {
  const { credentials, authenticator } = await carlaWithApp(app, 'Holly')
  const other = await aCustomer(await app.ada(), { name: 'Hemlock' })
  await anAdminOf(app, other, credentials)
  const page = await visit()
  await page.goto('/sign-in')
  await signIn(page, credentials)
  await page.getByRole('heading', { name: 'Which account?' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: 'Holly' }).click()
  await codeAsked(page)
  await page.keyboard.type(await authenticator.nextCode())
  await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  await page.getByText('Holly').first().waitFor()
})

test('UA-16 whoever set a password by a link and has a second factor is led to sign in with both', async ({
  app,
  visit,
}) => {
  const { customer, authenticator, credentials } = await carlaWithApp(app, 'Juniper')
  const { setUpToken } = await newLinkForAdmin(app.platform, customer.id, credentials.email)
  const page = await visit()
  await page.goto(`/setup/${setUpToken}`)
  await page.getByText('At least 8 characters').waitFor()
  await passwordField(page).fill('carla counts all of the trees')
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await page.getByText(/^Your password is set\./).waitFor()
  expect(await field(page, 'E-mail address').inputValue()).toBe(credentials.email)
  expect(page.url()).not.toContain('carla')
  await passwordField(page).and(page.locator(':focus')).waitFor()
  await page.keyboard.type('carla counts all of the trees')
  await page.keyboard.press('Enter')
  await codeAsked(page)
  await page.keyboard.type(await authenticator.nextCode())
  await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
})

test('UA-16 who comes back from an identity provider without being signed in is told why', async ({
  visit,
}) => {
  const page = await visit()
  await page.goto('/sign-in?problem=sso-expired')
  await page.getByRole('alert').getByText('Signing in took too long').waitFor()
  await page.goto('/sign-in?problem=Call+this+number')
  await field(page, 'E-mail address').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('UA-16 axe finds nothing wrong with the steps of signing in, which fit a small phone', async ({
  app,
  visit,
}) => {
  const { credentials } = await carlaWithApp(app, 'Larch')
  const page = await visit(phone)
  const { look, found } = examiner()
  await page.goto('/sign-in?problem=sso-refused')
  await page.getByRole('alert').waitFor()
  await look(page, 'sign-in with a problem')
  await signIn(page, credentials)
  await codeAsked(page)
  await look(page, 'the code')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.viewport?.width)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Enter the six digits from your app.').waitFor()
  await look(page, 'the code, missing')
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await field(page, 'Recovery code').waitFor()
  await look(page, 'a recovery code')
  expect(found).toEqual([])
})
