import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { aCustomer, aPerson, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test as base } from './harness/test.ts'

/** Anna of a new customer, who comes from MiCloud Connect. */
const test = base.extend('acme', { scope: 'file' }, async ({ app }) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }
  const { id } = await aPerson(app, customer, { ...anna, columns: { origin: 'micloud' } })
  return { admin, customer, id }
})

describe('the timeline of a user', () => {
  test('says what was changed in the words of the form, and what became of them in bulk acts', async ({
    acme,
    visit,
  }) => {
    const { admin, customer, id } = acme
    const path = `${customer.path}/users/${id}`
    await admin.patch(path, { mobile: '+491711234567', role: 'admin' }).expect(200)
    const selection = { ids: [id] }
    const deletion = await admin.post(`${customer.path}/user-deletions`, { selection }).expect(202)
    await finished(admin, customer, deletion.id)
    const { panel, page } = await open(visit, acme)
    await panel.getByRole('tab', { name: 'Timeline' }).click()
    const entries = panel.getByRole('tabpanel', { name: 'Timeline' })
    await entries.getByText('Changed: Mobile number, Role (Account Admin)').waitFor()
    await entries.getByText('Added', { exact: true }).waitFor()
    await entries.getByText('by ada (partner)').waitFor()
    await entries.getByText(/^This person is synchronised from MiCloud Connect/).waitFor()
    expect(new URL(page.url()).searchParams.get('tab')).toBe('timeline')

    await entries.getByRole('link', { name: 'Deletion of people: Skipped' }).click()
    await page.getByRole('heading', { name: 'Deletion of people' }).waitFor()
  })

  test('is drawn anew when the user is changed beside it', async ({ acme, visit }) => {
    const { panel } = await open(visit, acme, '&tab=timeline')
    await panel.getByText('Added', { exact: true }).waitFor()
    await panel.getByRole('tab', { name: 'Details' }).click()
    await panel.getByRole('combobox', { name: 'Language' }).selectOption('German')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.getByText(/Changed: Language\./).waitFor()
    await panel.getByRole('tab', { name: 'Timeline' }).click()
    await panel.getByText('Changed: Language', { exact: true }).waitFor()
  })

  test('shows its tab on a phone, where the row of tabs is wider than the screen', async ({
    acme,
    visit,
  }) => {
    const { page, panel } = await open(visit, acme)
    await page.setViewportSize({ width: 390, height: 844 })
    const tab = panel.getByRole('tab', { name: 'Timeline' })
    await tab.click()
    await panel.getByText('Added', { exact: true }).waitFor()
    const { x = 0, width = 0 } = (await tab.boundingBox()) ?? {}
    expect(x + width).toBeLessThanOrEqual(390)
    await page.reload()
    await panel.getByText('Added', { exact: true }).waitFor()
    const again = (await tab.boundingBox()) ?? { x: 391, width: 0 }
    expect(again.x + again.width).toBeLessThanOrEqual(390)
  })

  test('UA-5 of a partner’s own admin is there too, beside no products and no softphones', async ({
    app,
    visit,
  }) => {
    const page = await visit({ as: await app.ada() })
    await page.goto('/accounts')
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await rowWith(page, 'ada@northwind.example').getByRole('link').first().click()
    const panel = sidePanel(page)
    await panel.getByRole('tab', { name: 'Timeline' }).click()
    await panel.getByText('Signed in', { exact: true }).first().waitFor()
    expect(await panel.getByRole('tab').allInnerTexts()).toEqual(['Details', 'Sign-in', 'Timeline'])
  })
})

describe('the softphones of a user', () => {
  test('are told with the number they are set up on, and lead to its record and to all of them', async ({
    app,
    visit,
  }) => {
    const acme = await dora(await app.ada())
    const { admin, customer, id } = acme
    const numbered = { userId: id, firstName: 'Dora', lastName: 'Weiss' }
    const desk = await aSubscriber(admin, customer, { ...numbered, directoryNumber: '4711' })
    const home = { ...numbered, directoryNumber: '4712', pbxSipUserName: '1002', email: 'home@acme.example' }
    await aSubscriber(admin, customer, home)
    await aSubscriber(admin, customer, { lastName: 'Ek', pbxSipUserName: '1003' })
    await aPhone(app, await aLink(app, admin, customer, desk.id))
    const { panel, page } = await open(visit, acme, '&tab=softphones')
    const clients = panel.getByRole('list', { name: 'Softphones in use' })
    await clients.getByText(/Last seen: /).waitFor()
    expect(await clients.getByRole('listitem').count()).toBe(1)
    await panel.getByText('Not deployed yet.').waitFor()

    const all = panel.getByRole('tabpanel').getByRole('link', { name: 'Show in Client deployment' })
    await all.click()
    await page.getByRole('button', { name: 'Remove the filter Person: Dora Weiss' }).waitFor()
    await page.getByText('2 users', { exact: true }).waitFor()

    await page.goBack()
    await panel.getByRole('link', { name: '4711 · Dora Weiss' }).click()
    await panel.getByRole('tab', { name: 'Clients', selected: true }).waitFor()
  })

  test('are missing: what they need is said, and where', async ({ app, visit }) => {
    const acme = await dora(await app.ada())
    const { panel, page } = await open(visit, acme, '&tab=softphones')
    await panel.getByRole('heading', { name: 'No softphone yet' }).waitFor()
    await panel.getByRole('link', { name: 'Go to Manage' }).click()
    await page.getByRole('heading', { name: 'Manage' }).waitFor()
  })
})

test('in light and in dark colours axe finds nothing wrong on what happened to a user, and on their softphones', async ({
  app,
  visit,
}) => {
  const acme = await dora(await app.ada())
  const { admin, customer, id } = acme
  const { panel, page } = await open(visit, acme, '&tab=softphones')
  const { look, found } = examiner()
  await panel.getByRole('heading', { name: 'No softphone yet' }).waitFor()
  await look(page, 'no softphones')
  const { id: number } = await aSubscriber(admin, customer, { userId: id })
  await aPhone(app, await aLink(app, admin, customer, number))
  await admin.patch(`${customer.path}/users/${id}`, { deactivated: true }).expect(200)
  await page.reload()
  await panel.getByText(/Last seen: /).waitFor()
  await look(page, 'softphones')
  await panel.getByRole('tab', { name: 'Timeline' }).click()
  await panel.getByText('Changed: Status (Inactive)').waitFor()
  await look(page, 'timeline')
  expect(found).toEqual([])
})

interface Acme {
  admin: ApiClient
  customer: Awaited<ReturnType<typeof aCustomer>>
  id: string
}

/** Dora of another customer. */
async function dora(admin: ApiClient): Promise<Acme> {
  const customer = await aCustomer(admin)
  const person = { firstName: 'Dora', lastName: 'Weiss', email: 'dora@acme.example' }
  const { id } = await admin.post(`${customer.path}/users`, person).expect(201)
  return { admin, customer, id }
}

/** The Users page with one person beside the list. */
async function open(
  visit: (as: { as: ApiClient }) => Promise<Page>,
  { admin, customer, id }: Acme,
  more = '',
): Promise<{ page: Page; panel: Locator }> {
  const page = await visit({ as: admin })
  await page.goto(`/accounts/${customer.id}/users?open=${id}${more}`)
  const panel = sidePanel(page)
  await panel.getByRole('tab', { name: 'Timeline' }).waitFor()
  return { page, panel }
}
