import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { allAskedForIsDone, nextReset, resetsTo } from '#tests/harness/resets.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { field, signIn, wrongField } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { phone } from './harness/end-user.ts'
import { askForReset, complete, openForm } from './harness/reset.ts'
import { test } from './harness/test.ts'

const oldPassword = 'carla counts the stairs'
const newPassword = 'seven blue umbrellas sing'

/** Carla, an admin of a customer of her own. @returns her e-mail address */
async function carlaOf(app: TestApp, name: string): Promise<string> {
  const customer = await aCustomer(await app.ada(), { name })
  const email = `carla@${name.toLowerCase()}.example`
  await anAdminOf(app, customer, { email, password: oldPassword })
  return email
}

/** Her link, as it was mailed, and the code of the same mail. */
async function mailed(app: TestApp, email: string) {
  const before = (await resetsTo(app, email)).length
  await app.anybody().post('/password-resets', { email }).expect(202)
  const { token, code } = await nextReset(app, email, before)
  return { path: `/reset/${token}`, code }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a forgotten password', () => {
  test('UA-61: the address that was typed to sign in stands there already, and in no address of a page', async ({
    app,
    visit,
  }) => {
    const email = await carlaOf(app, 'Typed')
    const page = await visit()
    await page.goto('/sign-in')
    await field(page, 'E-mail address').fill(` ${email}`)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await heading(page, 'Forgot your password?').waitFor()
    const address = field(page, 'E-mail address')
    await address.and(page.locator(':focus')).waitFor()
    expect(await address.inputValue()).toBe(email)
    expect(new URL(page.url()).href).toMatch(/\/forgot$/)
    await page.keyboard.press('Enter')
    await heading(page, 'Look at your e-mails').waitFor()
    await page.getByText(email).waitFor()
  })

  test('UA-61: from the address by link and code of the e-mail to a new password, on a phone', async ({
    app,
    visit,
  }) => {
    const email = await carlaOf(app, 'Phoned')
    const { look, found } = examiner()
    const page = await visit(phone)
    await page.goto('/forgot')
    await field(page, 'E-mail address').fill('carla')
    await press(page, 'Send e-mail')
    await page.getByText('Enter the whole e-mail address').waitFor()
    await look(page, 'asking')
    await field(page, 'E-mail address').fill(email)
    await press(page, 'Send e-mail')
    await heading(page, 'Look at your e-mails').waitFor()
    await look(page, 'asked')

    const { token, code } = await nextReset(app, email)
    await page.goto(`/reset/${token}`)
    await heading(page, 'Choose a new password').waitFor()
    await page.getByText('For your account at Phoned.').waitFor()
    await look(page, 'the link')
    await press(page, 'Go on')
    const codeField = field(page, 'Confirmation code')
    await codeField.waitFor()
    expect(await codeField.getAttribute('inputmode')).toBe('numeric')
    expect(await codeField.getAttribute('autocomplete')).toBe('one-time-code')
    expect(await field(page, 'New password').getAttribute('autocomplete')).toBe('new-password')
    await page.getByText('They work for 10 more minutes.').waitFor()
    await look(page, 'code and password')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.viewport?.width)
    await complete(page, { code, password: newPassword })
    await heading(page, 'Your password is changed').waitFor()
    await look(page, 'the end')
    expect(found).toEqual([])
    await page.getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, { email, password: newPassword })
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  })

  test('Enumeration: the page says the same of an address that nobody has', async ({ app, visit }) => {
    const email = await carlaOf(app, 'Same')
    const page = await visit()
    const said: string[] = []
    for (const address of [email, 'nobody@same.example']) {
      await askForReset(page, address)
      said.push((await page.getByRole('main').innerText()).replace(address, '…'))
    }
    expect(said[1]).toBe(said[0])
  })

  test('a wrong code and an easy password are told in sentences at their fields, and what was typed stays', async ({
    app,
    visit,
  }) => {
    const { path, code } = await mailed(app, await carlaOf(app, 'Mistyped'))
    const page = await visit()
    await openForm(page, path)
    await complete(page, { code: other(code), password: newPassword })
    await page.getByRole('alert').getByRole('button', { name: 'Confirmation code' }).waitFor()
    await wrongField(page, 'Confirmation code', /you can try 4 more times/).waitFor()
    const marked = page.locator('[aria-invalid=true]')
    expect(await marked.count()).toBe(1)
    expect(await field(page, 'New password').inputValue()).toBe(newPassword)
    await complete(page, { code, password: 'passwordpassword' })
    await page.getByRole('alert').getByRole('button', { name: 'New password' }).waitFor()
    await wrongField(page, 'New password', /tried first/).waitFor()
    expect(await marked.count()).toBe(1)
    await complete(page, { code: '12 34', password: newPassword })
    await page.getByText('Enter the six digits of the e-mail.').waitFor()
    await complete(page, { code, password: newPassword })
    await heading(page, 'Your password is changed').waitFor()
  })

  test('Enumeration: both lengths are said to everybody, and each is true of whom it is for', async ({
    app,
    visit,
  }) => {
    const customer = await aCustomer(await app.ada(), { name: 'Lengths' })
    const said: string[] = []
    for (const [email, hasFactor] of [
      ['with@lengths.example', true],
      ['without@lengths.example', false],
    ] as const) {
      const client = await anAdminOf(app, customer, { email, password: oldPassword })
      if (hasFactor) await aSecondFactor(app, client)
      const { path, code } = await mailed(app, email)
      const page = await visit()
      await openForm(page, path)
      said.push((await page.getByRole('main').innerText()).replace(/\d+ more minutes/, '…'))
      await page.getByText('At least 15 characters; 8 are enough if you also sign in with an auth').waitFor()
      await complete(page, { code, password: 'kiwi?59z' })
      if (hasFactor) await heading(page, 'Your password is changed').waitFor()
      else await wrongField(page, 'New password', /Use at least 15 characters/).waitFor()
    }
    expect(said[1]).toBe(said[0])
  })

  test('five wrong codes end the link, and a new e-mail comes by a press', async ({ app, visit }) => {
    const email = await carlaOf(app, 'Guessing')
    const { path, code } = await mailed(app, email)
    const page = await visit()
    await openForm(page, path)
    for (const left of ['4 more times', '3 more times', '2 more times', 'once more']) {
      await complete(page, { code: other(code), password: newPassword })
      await page.getByText(`you can try ${left}`).waitFor()
    }
    await complete(page, { code: other(code), password: newPassword })
    await heading(page, 'This code cannot be used any more').waitFor()
    const { look, found } = examiner()
    await look(page, 'the code is over')
    await press(page, 'Send me a new e-mail')
    await heading(page, 'Look at your e-mails').waitFor()
    await look(page, 'asked again')
    expect(found).toEqual([])
    const second = await nextReset(app, email, 1)
    await openForm(page, `/reset/${second.token}`)
    await complete(page, { code: second.code, password: newPassword })
    await heading(page, 'Your password is changed').waitFor()
  })

  test('a code whose ten minutes are over says so, and offers a new e-mail', async ({ app, visit }) => {
    const { path, code } = await mailed(app, await carlaOf(app, 'Slow'))
    const page = await visit()
    await openForm(page, path)
    app.clock.advance({ minutes: 10, seconds: 1 })
    await complete(page, { code, password: newPassword })
    await heading(page, 'This code cannot be used any more').waitFor()
    await page.getByText('works for ten minutes, and they are over').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Send me a new e-mail' }).waitFor()
  })

  test('a link that was used, replaced or mistyped is one page, which leads to a new e-mail', async ({
    app,
    visit,
  }) => {
    const email = await carlaOf(app, 'Ended')
    const first = await mailed(app, email)
    const second = await mailed(app, email)
    const page = await visit()
    const said: string[] = []
    await openForm(page, second.path)
    await complete(page, { code: second.code, password: newPassword })
    await heading(page, 'Your password is changed').waitFor()
    for (const path of [first.path, second.path, '/reset/mistyped']) {
      await page.goto(path)
      await heading(page, 'This link cannot be used any more').waitFor()
      said.push(await page.getByRole('main').innerText())
    }
    expect(new Set(said).size).toBe(1)
    const { look, found } = examiner()
    await look(page, 'the link is over')
    expect(found).toEqual([])
    await page.getByRole('link', { name: 'Ask for a new e-mail' }).click()
    await heading(page, 'Forgot your password?').waitFor()
  })
})

test('Mail scanner: one that opens the link in a browser, presses every button and fills in every field changes no password, and the person asks anew', async ({
  app,
  visit,
}) => {
  const email = await carlaOf(app, 'Scanned')
  const { path } = await mailed(app, email)
  const scanner = await visit()
  await openForm(scanner, path)
  // As scanners fill forms in: with something of the right shape.
  for (let turn = 0; turn < 5; turn++) {
    const answered = scanner.waitForResponse('**/password-reset-completions')
    await complete(scanner, { code: '000000', password: newPassword })
    await answered
  }
  await heading(scanner, 'This code cannot be used any more').waitFor()
  await app.anybody().post('/sessions', { email, password: oldPassword }).expect(201)

  const page = await visit()
  await page.goto(path)
  await page.getByRole('link', { name: 'Ask for a new e-mail' }).click()
  await field(page, 'E-mail address').fill(email)
  await press(page, 'Send e-mail')
  await allAskedForIsDone(app)
  const { token, code } = await nextReset(app, email, 1)
  await openForm(page, `/reset/${token}`)
  await complete(page, { code, password: newPassword })
  await heading(page, 'Your password is changed').waitFor()
})
