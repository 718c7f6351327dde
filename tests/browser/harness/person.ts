import type { Locator, Page } from 'playwright-core'
import type { User } from '#features/users/schema.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { sidePanel } from './admin.ts'
import { type Customer, openUsers } from './users.ts'

export const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }

type Visit = (as: { as: ApiClient }) => Promise<Page>
/** Somebody, and whose. */
export interface Made {
  id: string
  customer: Customer
}

/** The Users page of a new customer, as its partner sees it. */
export async function usersOf(app: TestApp, visit: Visit, search = '') {
  const admin = await app.ada()
  const customer: Customer = { ...(await aCustomer(admin)), admin }
  const page = await visit({ as: admin })
  await openUsers(page, customer, search)
  return { customer, page }
}

/** Anna, who has registered, open beside the list; `first` happens to her before that. */
export async function annaOpen(
  app: TestApp,
  visit: Visit,
  given: Partial<Parameters<typeof aPerson>[2]> = {},
  first: (made: Made) => Promise<void> = async () => undefined,
) {
  const { customer, page } = await usersOf(app, visit)
  const { id } = await aPerson(app, customer, { ...anna, ...given })
  await first({ id, customer })
  await openUsers(page, customer, `?open=${id}`)
  await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
  return { customer, page, id }
}

/** Whom the API lists. */
export async function theUsers({ admin, path }: Customer): Promise<User[]> {
  return (await admin.get(`${path}/users`).expect(200)).items
}

/** The choices of the list that is open. */
export function options(page: Page): Locator {
  return page.getByRole('listbox').getByRole('option')
}

/** The button that adds whom the form describes. */
export function create(form: Locator): Locator {
  return form.getByRole('button', { name: 'Create', exact: true })
}
