import type { Locator, Page } from 'playwright-core'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, aSubscription } from '#tests/harness/people.ts'
import { rowWith, select, sidePanel } from './admin.ts'
import { openUsers } from './users.ts'

type Customer = Awaited<ReturnType<typeof aCustomer>>

/** Ada, who is its admin, and its orders. */
export async function aPartner(app: TestApp) {
  const ada = await app.ada()
  const { account } = await ada.get('/sessions/current').expect(200)
  const path = `/accounts/${account.id}/orders`
  return { ada, path, orders: async () => (await ada.get(path).expect(200)).items }
}

/** Anna, Bob and Carol of a customer with so many licences. */
export async function threePeople(app: TestApp, quantity: number) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const ids: string[] = []
  for (const [firstName, lastName] of [
    ['Anna', 'Kühn'],
    ['Bob', 'Stone'],
    ['Carol', 'Diaz'],
  ] as const) {
    const email = `${firstName.toLowerCase()}@acme.example`
    ids.push((await aPerson(app, customer, { firstName, lastName, email })).id)
  }
  await aSubscription(ada, customer, { quantity, number: `PO-${customer.id.slice(-4)}` })
  return { ada, customer, ids }
}

/** The first names of who holds a licence for MiTeam Meetings. */
export const holders = async (ada: ApiClient, { path }: Pick<Customer, 'path'>): Promise<string[]> => {
  const { items } = await ada.get(`${path}/users?product=miteam-meetings`).expect(200)
  return items.map(({ firstName }: { firstName: string }) => firstName).sort()
}

/** How many licences of the first subscription are given. */
export const used = async (ada: ApiClient, { path }: Pick<Customer, 'path'>): Promise<number> =>
  (await ada.get(`${path}/subscriptions`).expect(200)).items[0].used

/** Opens the Manage panel for these people; for all where none are named. */
export async function openManagePanel(page: Page, customer: Customer, names: string[]): Promise<Locator> {
  await openUsers(page, customer)
  await rowWith(page, 'Kühn').waitFor()
  await select(page, names)
  await page
    .getByRole('button', { name: /^Manage/ })
    .first()
    .click()
  await sidePanel(page).getByRole('heading', { name: 'MiTeam Meetings licences' }).waitFor()
  return sidePanel(page)
}

/** Products and licences of a person, beside the list. */
export async function productsShown(page: Page, customer: Customer, id: string): Promise<Locator> {
  await openUsers(page, customer, `?open=${id}&tab=licences`)
  return sidePanel(page).getByRole('tabpanel')
}
