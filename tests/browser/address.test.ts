import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { aCustomer } from '#tests/harness/people.ts'
import { dialog, field } from './harness/admin.ts'
import { test } from './harness/test.ts'

test('an address that leads nowhere says so, also to who is not signed in', async ({ visit }) => {
  const page = await visit()
  const answer = await page.goto('/nowhere')
  expect(answer?.status()).toBe(404)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})

test('an account that does not exist has no pages', async ({ app, visit }) => {
  const page = await visit({ as: await app.ada() })
  await page.goto(`/accounts/${randomUUID()}/deployment/subscribers`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await page.getByRole('button', { name: 'Switch account: Choose an account' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Manage' }).count()).toBe(0)
})

test('UA-1: a customer is added once, however often that is pressed while the next page is on its way', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  await aCustomer(ada)
  const page = await visit({ as: ada, isAlone: true })
  const nextPage = Promise.withResolvers<void>()
  let posts = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/accounts')) posts++
  })
  await page.goto('/accounts?add=customer')
  const name = field(dialog(page), 'Name')
  await name.fill('Twice')
  // Nobody has been to a customer's page yet: its script is still to come.
  await page.route('**/assets/*.js', async (route) => {
    if (posts > 0) await nextPage.promise
    await route.continue()
  })
  const add = dialog(page).getByRole('button', { name: 'Add customer' })
  const added = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await add.click()
  await added
  await add.and(page.locator('[data-loading]')).waitFor()
  await add.click({ force: true })
  await name.press('Enter')
  nextPage.resolve()
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  expect(posts).toBe(1)
  const { items } = await ada.get('/accounts?limit=500').expect(200)
  expect(items.filter((each: { name: string }) => each.name === 'Twice')).toHaveLength(1)
})
