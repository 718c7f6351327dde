import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { dialog, field, openManage, sidePanel } from './harness/admin.ts'
import { test } from './harness/test.ts'

describe('MU-14: secrets', () => {
  const secrets = {
    pbxSipPassword: 's3cret-of-the-pbx',
    voicemailPin: '48151623',
    mbgSipPassword: 's3cret-of-the-gateway',
    clientServicePassword: 's3cret-of-the-client-service',
    deploymentPin: '90817263',
  }

  test('stored ones reach neither the page nor the browser; they can be replaced', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, secrets)
    const page = await visit({ as: ada })
    const bodies: Array<Promise<string>> = []
    page.on('response', (response) => {
      if (response.url().includes('/api/')) bodies.push(response.text())
    })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).waitFor()
    const shown = (await Promise.all([everythingIn(page), ...bodies])).join()
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret)
    expect(shown).toContain('anna.kuehn@acme.example')

    await form.getByRole('button', { name: 'Replace PBX SIP password' }).click()
    await field(form, 'PBX SIP password').fill('n3w-s3cret')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).waitFor()
    expect(await everythingIn(page)).not.toContain('n3w-s3cret')
    expect((await Promise.all(bodies)).join()).not.toContain('n3w-s3cret')
  })
})

describe('MU-9 MU-14: a hash in place of a SIP password', () => {
  const ha1 = '0123456789abcdef0123456789ABCDEF'

  test('is typed with the keyboard, told of at its fields, guarded and never shown again', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).press('Enter')
    await form.getByRole('button', { name: 'Enter a hash instead' }).first().press('Enter')
    const hash = form.getByRole('group', { name: 'PBX SIP password as a hash' })
    await field(hash, 'HA1').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('0123')
    await page.keyboard.press('Tab')
    await hash.getByText(/Enter the HA1 as 32 hexadecimal digits/).waitFor()
    expect(await hash.getByText(/Enter the digest realm/).count()).toBe(0)

    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    const asked = dialog(page).filter({ hasText: 'Leave without saving?' })
    await asked.getByRole('button', { name: 'Stay here' }).click()
    await asked.waitFor({ state: 'hidden' })

    await form.getByRole('button', { name: 'Save', exact: true }).click()
    const summary = form.getByRole('alert').filter({ hasText: 'One field needs your attention' })
    await summary.getByRole('button', { name: 'PBX SIP password' }).click()
    await field(hash, 'HA1').and(page.locator(':focus')).waitFor()
    await hash.getByText(/Enter the digest realm/).waitFor()

    await field(hash, 'HA1').fill(ha1)
    await field(hash, 'Realm').fill('pbx.acme.example')
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).waitFor()
    expect((await everythingIn(page)).toLowerCase()).not.toContain(ha1.toLowerCase())
  })

  test('gives way to the password again, or to what is stored', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).click()
    await form.getByRole('button', { name: 'Enter a hash instead' }).first().click()
    await form.getByRole('button', { name: 'Enter the password instead' }).click()
    await field(form, 'PBX SIP password').and(page.locator(':focus')).waitFor()
    await form.getByRole('button', { name: 'Enter a hash instead' }).first().click()
    await form.getByRole('button', { name: 'Keep the stored one' }).click()
    await form.getByRole('button', { name: 'Replace PBX SIP password' }).waitFor()
  })
})

/** The markup and what stands in the fields, which the markup does not show. */
async function everythingIn(page: Page): Promise<string> {
  const fields = await page.locator('input, textarea').all()
  const values = await Promise.all(fields.map((each) => each.inputValue()))
  return [await page.content(), ...values].join('\n')
}
