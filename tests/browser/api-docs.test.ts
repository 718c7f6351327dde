import { describe, expect } from 'vitest'
import { aCustomer } from '#tests/harness/people.ts'
import { test } from './harness/test.ts'

// What was requested elsewhere, blocked by the content security policy or thrown fails each test by itself (harness/watch.ts).
describe('the page of the API', () => {
  test('is for everybody, under the strict policy, and shows the document that programs read', async ({
    app,
    visit,
  }) => {
    const page = await visit()
    const document = page.waitForResponse((response) => response.url().endsWith('/api/v1/openapi.json'))
    const answer = await page.goto('/api/docs')
    expect(answer?.status()).toBe(200)
    const policy = (await answer?.headerValue('content-security-policy')) ?? ''
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split(';')).toContain(directive)
    expect(await page.title()).toBe('Rollcall API')
    expect(await (await document).json()).toEqual(
      await (await fetch(`${app.serviceOrigin}/api/v1/openapi.json`)).json(),
    )
    const { tags } = await (await document).json()
    await page.locator('.opblock-tag').first().waitFor()
    expect(
      await page.locator('.opblock-tag').evaluateAll((each) => each.map((tag) => tag.dataset.tag)),
    ).toEqual(tags.map(({ name }: { name: string }) => name))
    await page.getByRole('img', { name: 'Rollcall' }).waitFor()
  })

  test('"Try it out" acts as whoever is signed in, writing too', async ({ app, visit }) => {
    const page = await visit({ as: await app.ada() })
    await page.goto('/api/docs#/accounts/addAccount')
    const operation = page.locator('#operations-accounts-addAccount')
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation
      .locator('textarea')
      .fill(JSON.stringify({ kind: 'customer', name: 'Tried out', country: 'DE' }))
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await operation.getByRole('button', { name: 'Execute' }).click()
    expect((await answer).status()).toBe(201)
    await operation.locator('.live-responses-table').getByText('Tried out').first().waitFor()
  })

  test('is dark where the system is', async ({ visit }) => {
    const page = await visit({ colorScheme: 'dark' })
    await page.goto('/api/docs')
    await page.locator('html.dark-mode').waitFor()
    await page.getByRole('button', { name: 'Switch to light mode' }).click()
    await page.locator('html:not(.dark-mode)').waitFor()
  })

  test('is reached from the menu of who is signed in', async ({ app, visit }) => {
    const admin = await app.ada()
    await aCustomer(admin)
    const page = await visit({ as: admin })
    await page.goto('/accounts')
    await page.getByRole('button', { name: /^You:/ }).click()
    await page.getByRole('menuitem', { name: 'API documentation' }).click()
    await page.waitForURL('**/api/docs')
  })
})
