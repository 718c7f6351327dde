import { describe, expect } from 'vitest'
import { anAdminOf } from '#tests/harness/people.ts'
import { aSecondFactor } from '#tests/harness/second-factors.ts'
import { dialog } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { desktop, phone } from './harness/end-user.ts'
import { carlaOf, matter } from './harness/own-sign-in.ts'
import { test } from './harness/test.ts'

describe('threats "Malicious partner administrator": whether the partner may enter', () => {
  test('is closed and opened until a day by an admin of the customer, who is told what that does; the partner sees it and cannot change it', async ({
    app,
    visit,
  }) => {
    const { customer, client } = await carlaOf(app, 'Hazel')
    const ada = await app.ada()
    const ofPartner = await visit({ as: ada })
    await ofPartner.goto(`/accounts/${customer.id}/settings/account`)
    const seen = matter(ofPartner, 'Partner access')
    await seen.getByText('Only an administrator of Hazel itself changes this.').first().waitFor()
    expect(await seen.getByRole('radio', { name: 'Closed' }).isDisabled()).toBe(true)
    const refused = seen.getByRole('button', { name: 'Change partner access' })
    expect(await refused.getAttribute('aria-disabled')).toBe('true')

    const page = await visit({ as: client })
    await page.goto(`/accounts/${customer.id}/settings/account`)
    const access = matter(page, 'Partner access')
    const change = access.getByRole('button', { name: 'Change partner access' })
    await access.getByText('Open', { exact: true }).first().waitFor()
    expect(await change.getAttribute('aria-disabled')).toBe('true')
    await access.getByRole('radio', { name: 'Closed' }).check()
    await change.click()
    await dialog(page)
      .getByText(/^The partner’s administrators are out at once/)
      .waitFor()
    await ada.get(customer.path).expect(200)
    await dialog(page).getByRole('button', { name: 'Close to the partner' }).click()
    await page.getByText('The partner may no longer enter.').waitFor()
    await access.getByText('Closed', { exact: true }).first().waitFor()
    await ada.get(customer.path).expect(404)
    await ofPartner.reload()
    await ofPartner.getByText('The address is wrong, or you may not see what is there.').waitFor()

    await access.getByRole('radio', { name: 'Open until a day' }).check()
    expect(await change.getAttribute('aria-disabled')).toBe('true')
    const tomorrow = new Date(Date.now() + 24 * 3_600_000)
    await access.getByLabel('Last day').fill(tomorrow.toISOString().slice(0, 10))
    await change.click()
    await dialog(page).getByRole('button', { name: 'Let the partner in until then' }).click()
    await access.getByText(/^Open until .*23:59/).waitFor()
    const { partnerAccess } = await ada.get(customer.path).expect(200)
    expect(Date.parse(partnerAccess.until)).toBeGreaterThan(Date.now())
  })

  test('is good to read at a desk and on a phone, in both colour schemes', async ({ app, visit }) => {
    const { customer, client } = await carlaOf(app, 'Holly')
    const { look, found } = examiner()
    for (const [size, where] of [
      [desktop, 'desk'],
      [phone, 'phone'],
    ] as const) {
      const page = await visit({ as: client, ...size })
      await page.goto(`/accounts/${customer.id}/settings/account`)
      const access = matter(page, 'Partner access')
      await access.getByRole('radio', { name: 'Open until a day' }).check()
      await access.getByLabel('Last day').waitFor()
      await look(page, `partner access, ${where}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    }
    expect(found).toEqual([])
  })
})

test('threats "Malicious partner administrator": a partner’s admin without the second factor that a customer asks for is told so in place of its pages, and led to it', async ({
  app,
  visit,
}) => {
  const { customer, client } = await carlaOf(app, 'Juniper')
  const northwind = (await (await app.ada()).get('/sessions/current').expect(200)).account
  const paul = await anAdminOf(app, northwind, { email: 'paul.juniper@northwind.example' })
  await aSecondFactor(app, client)
  await client.patch(`${customer.path}/sign-in-policy`, { adminsNeedSecondFactor: true }).expect(200)
  const page = await visit({ as: paul })
  await page.goto(`/accounts/${customer.id}/users`)
  await page.getByRole('heading', { name: 'Second factor needed' }).waitFor()
  await page.getByText(/^This customer asks everybody who administers it for a second factor/).waitFor()
  await page.getByRole('link', { name: 'Set up my second factor' }).click()
  await page.getByRole('heading', { name: 'Security', exact: true }).waitFor()
  await aSecondFactor(app, paul)
  await page.goto(`/accounts/${customer.id}/users`)
  await page.getByRole('heading', { name: 'Users' }).first().waitFor()
})
