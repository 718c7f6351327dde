import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer } from '#tests/harness/people.ts'
import { field, passwordField, signIn } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { phone } from './harness/end-user.ts'
import { test } from './harness/test.ts'

const password = 'dora likes long trains'

/** Dora of a customer of her own, and the address in the welcome e-mail that she has got. */
async function doraWelcomed(app: TestApp, name: string, role: 'user' | 'admin' = 'user') {
  const ada = await app.ada()
  const customer = await aCustomer(ada, { name })
  const email = `dora@${name.toLowerCase()}.example`
  const dora = await aColleague(app, customer, { email, role, registered: false })
  const welcome = () => ada.post(`${customer.path}/users/${dora.id}/welcome-emails`).expect(202)
  await welcome()
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const { html = '' } = await app.mail.parse(raw)
  return { customer, email, welcome, link: /href="([^"]+)"/.exec(html)?.[1] ?? '' }
}

describe('the link of a welcome e-mail', () => {
  test('UA-16: says who is welcomed where, takes a password, and signs in', async ({ app, visit }) => {
    const { email, link } = await doraWelcomed(app, 'Welcoming')
    const page = await visit(phone)
    await page.goto(link)
    await page.getByRole('heading', { name: 'Finish building your account' }).waitFor()
    await page.getByText('Dora Weiss, Welcoming has made an account for you.').waitFor()
    expect(await field(page, 'E-mail address').inputValue()).toBe(email)
    const { look, found } = examiner()
    await look(page, 'the welcome page')
    await passwordField(page).fill('short')
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('alert').getByRole('button', { name: 'Password' }).waitFor()
    await passwordField(page).fill(password)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('heading', { name: 'No number yet' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/portal')
    await look(page, 'the page of a person who has no number yet')
    expect(found).toEqual([])
  })

  test.for([
    ['a desktop'],
    ['a phone', phone],
  ] as const)('UA-16: the password is typed at once on %s', async ([, screen], { app, visit }) => {
    const { link } = await doraWelcomed(app, screen ? 'Pocket' : 'Desk')
    const page = await visit(screen)
    await page.goto(link)
    await passwordField(page).and(page.locator(':focus')).waitFor()
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'My phones' }).waitFor()
  })

  test('UA-16: fits a small phone, however long the one word of a name is', async ({ app, visit }) => {
    const { link } = await doraWelcomed(app, 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk')
    const page = await visit(phone)
    await page.goto(link)
    await page.getByRole('heading', { name: 'Finish building your account' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.viewport?.width)
  })

  test('UA-16: leads an admin to what they administer', async ({ app, visit }) => {
    const { customer, link } = await doraWelcomed(app, 'Administered', 'admin')
    const page = await visit()
    await page.goto(link)
    await passwordField(page).fill(password)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('button', { name: 'You: Dora Weiss' }).waitFor()
    expect(page.url()).toContain(`/accounts/${customer.id}/`)
  })

  test('UA-62: that was used, replaced or mistyped says in a sentence what to do and whom to ask', async ({
    app,
    visit,
  }) => {
    const { link, welcome } = await doraWelcomed(app, 'Replaced')
    const page = await visit()
    await page.goto(link)
    await passwordField(page).fill(password)
    await welcome()
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('heading', { name: 'This link cannot be used any more' }).waitFor()
    const replaced = await page.getByRole('main').innerText()
    expect(replaced).toContain('ask the administrator of your account')
    await page.goto('/welcome/mistyped')
    await page.getByRole('heading', { name: 'This link cannot be used any more' }).waitFor()
    expect(await page.getByRole('main').innerText()).toBe(replaced)
    await page.getByRole('link', { name: 'Go to sign-in' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

test('UA-16: who administers nothing is led to their own pages from every address, and signs out', async ({
  app,
  visit,
}) => {
  const { customer, email, link } = await doraWelcomed(app, 'Calm')
  const token = link.split('/').at(-1)
  await app.anybody().post('/set-ups', { token, password }).expect(201)
  const page = await visit()
  const refused: string[] = []
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url())
  })
  await page.goto(`/accounts/${customer.id}/deployment/subscribers`)
  await signIn(page, { email, password })
  await page.getByRole('heading', { name: 'My phones' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/portal')
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.getByRole('button', { name: 'You: Dora Weiss' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(refused).toEqual([])
})
