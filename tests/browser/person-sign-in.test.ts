import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { dialog, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { anna, annaOpen, type Made } from './harness/person.ts'
import { test } from './harness/test.ts'

const { email } = anna
const password = 'anna likes long trains'

/** Anna has registered with the link of her welcome e-mail, and is signed in with two browsers. */
async function registeredTwice(app: TestApp, { id, customer }: Made): Promise<void> {
  await customer.admin.post(`${customer.path}/users/${id}/welcome-emails`).expect(202)
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const token = /\/welcome\/(\S+)/.exec((await app.mail.parse(raw)).text ?? '')?.[1]
  await app.anybody().post('/set-ups', { token, password }).expect(201)
  await app.anybody().post('/sessions', { email, password, account: customer.id }).expect(201)
}

async function openTab(page: Page): Promise<Locator> {
  await sidePanel(page).getByRole('tab', { name: 'Sign-in' }).click()
  const panel = sidePanel(page).getByRole('tabpanel', { name: 'Sign-in' })
  await panel.getByText('Signed in now', { exact: true }).waitFor()
  return panel
}

describe('how a person signs in, in their record', () => {
  test('UA-4: is told, and they are signed out everywhere', async ({ app, visit }) => {
    const { page } = await annaOpen(app, visit, { registered: false }, (made) => registeredTwice(app, made))
    const panel = await openTab(page)
    await panel.getByText('In 2 browsers', { exact: true }).waitFor()
    const { look, found } = examiner()
    await look(page, 'the sign-in of a person')
    await panel.getByRole('button', { name: 'Sign out everywhere' }).click()
    await dialog(page).getByText('Sign Anna Kühn out everywhere?').waitFor()
    await look(page, 'signing a person out')
    await dialog(page).getByRole('button', { name: 'Sign out everywhere' }).click()
    await panel.getByText('Nowhere', { exact: true }).waitFor()
    await page.getByText('Anna Kühn was signed out everywhere.').waitFor()
    expect(found).toEqual([])
  })

  test('UA-61: their password is reset by an e-mail, and not where single sign-on is the only way in', async ({
    app,
    visit,
  }) => {
    const { page, customer, id } = await annaOpen(app, visit)
    const panel = await openTab(page)
    await panel.getByRole('button', { name: 'Reset password' }).click()
    await dialog(page)
      .getByText(/a link and a confirmation code, good for 72 hours/)
      .waitFor()
    await dialog(page).getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Reset of passwords finished: 1 e-mail queued.').waitFor()
    await asSuperuser(
      app.database,
      `insert into app.identity_providers (account_id, name, issuer, client_id, is_on, created_at, updated_at)
         values ($1, 'Acme ID', 'https://id.acme.example', 'rollcall', true, now(), now())`,
      [customer.id],
    )
    await page.goto(`/accounts/${customer.id}/users?open=${id}&tab=sign-in`)
    const refused = sidePanel(page)
      .getByRole('button', { name: 'Reset password' })
      .and(page.locator('[aria-disabled=true]'))
    await refused.waitFor()
    expect(await refused.textContent()).toContain('left to the identity provider of the account, Acme ID')
  })

  test('they are unlocked, on a phone too', async ({ app, visit }) => {
    const { page } = await annaOpen(app, visit, {}, async ({ id }) => {
      await asSuperuser(
        app.database,
        "update app.users set status = 'locked', locked_at = now() where user_id = $1",
        [id],
      )
    })
    await page.setViewportSize({ width: 390, height: 844 })
    const panel = await openTab(page)
    await panel.getByText(/Somebody else may know the password/).waitFor()
    await panel.getByRole('button', { name: 'Unlock' }).click()
    await dialog(page).getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('Anna Kühn was unlocked.').waitFor()
    await panel.getByRole('button', { name: 'Unlock' }).waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
})
