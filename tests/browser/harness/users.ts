import type { Locator, Page } from 'playwright-core'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { test as base } from './test.ts'

export type Customer = Awaited<ReturnType<typeof aCustomer>> & { admin: ApiClient }

/** A customer with four people in two places, whom nobody changes. */
export const test = base.extend('acme', { scope: 'file' }, async ({ app }) => anAccountOfFour(app))

/** A customer of Ada’s with two places and four people: one of each kind that filters tell apart. */
export async function anAccountOfFour(app: TestApp, given: object = {}): Promise<Customer> {
  const admin = await app.ada()
  const customer: Customer = { ...(await aCustomer(admin, given)), admin }
  const place = async (name: string) =>
    (await admin.post(`${customer.path}/locations`, { name }).expect(201)).id as string
  const hamburg = await place('Hamburg')
  const vienna = await place('Vienna')
  const anna = await aPerson(app, customer, {
    firstName: 'Anna',
    lastName: 'Kühn',
    email: 'anna.kuehn@acme.example',
    role: 'admin',
    licences: ['micollab', 'mitel-cx'],
    columns: { extension: '1001', contactCenter: 'Supervisor', locationId: hamburg },
  })
  const bob = await aPerson(app, customer, {
    firstName: 'Bob',
    lastName: 'Stone',
    email: 'bob.stone@acme.example',
    columns: { onPbx: true, locationId: vienna },
  })
  await aPerson(app, customer, {
    firstName: 'Carol',
    lastName: 'Diaz',
    email: 'carol.diaz@acme.example',
    registered: false,
    licences: ['micollab'],
    columns: { micloudConnected: true },
  })
  await aPerson(app, customer, {
    firstName: 'Dan',
    lastName: 'Ek',
    email: 'dan.ek@acme.example',
    registered: false,
    columns: { iotConnected: true },
  })
  const change = ({ id }: { id: string }, changes: object) =>
    admin.patch(`${customer.path}/users/${id}`, changes).expect(200)
  await withUserNumbers(app, customer, ['+447700900456'])
  await change(anna, { mobile: '+447700900123', smsNumber: '+447700900456' })
  await change(bob, { deactivated: true })
  await change(bob, { mobile: '+491711234567' })
  return customer
}

/** The list of them, as their partner sees it. */
export async function usersOf(
  customer: Customer,
  visit: (as: { as: ApiClient }) => Promise<Page>,
): Promise<Page> {
  const page = await visit({ as: customer.admin })
  await openUsers(page, customer)
  return page
}

/** Opens User management › Users, and waits for the list or what stands in its place. */
export async function openUsers(page: Page, { id }: { id: string }, search = ''): Promise<void> {
  await page.goto(`/accounts/${id}/users${search}`)
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
}

export async function narrow(page: Page, kind: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Add filter' }).click()
  await choice(page, kind).click()
  await choice(page, value).click()
}

export async function narrowBySmsNumber(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: 'Add filter' }).click()
  await choice(page, 'SMS number').click()
  await page.getByRole('textbox', { name: 'Filter for SMS number' }).fill(number)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
}

/** The box of *Add filter*. */
export function filterBox(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Add filter' })
}

/** A line of *Add filter*: its name, and then what it means. */
export function choice(page: Page, name: string): Locator {
  return filterBox(page)
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) })
}

/** The last names in the list, in its order. */
export function namesIn(page: Page): Promise<string[]> {
  return page.getByRole('rowheader').allInnerTexts()
}
