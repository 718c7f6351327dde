import { expect } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
export type Json = any
type Customer = { id: string; path: string }

export const product = 'miteam-meetings'

/** UA-72, to the letter. */
export const tooFew = (missing: number) => ({
  status: 409,
  body: {
    code: 'licences.too-few',
    detail: `${missing} more license(s) are needed to apply to the selected users. Please purchase more or unassign existing licenses and try again.`,
  },
})

/** Each subscription of the installation has given as many seats as there are licences out of it, and no more than it has. */
export async function expectSeatsToBeRight(app: TestApp): Promise<void> {
  const wrong = await asSuperuser(
    app.database,
    `select s.number, s.used, s.quantity, count(l.user_id)::int as licences
       from app.subscriptions s
       left join app.licences l on l.account_id = s.account_id and l.subscription_id = s.subscription_id
      group by s.account_id, s.subscription_id
     having s.used <> count(l.user_id) or s.used > s.quantity`,
  )
  expect(wrong).toEqual([])
}

/** Waits until somebody waits for a lock. */
export function somebodyWaits(app: TestApp): Promise<unknown> {
  return waitUntil(
    async () => {
      const [{ waiting }] = await asSuperuser(
        app.database,
        `select count(*)::int as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return waiting > 0 || undefined
    },
    { what: 'somebody waits for a lock' },
  )
}

/** Adds so many people at once, who have not registered. @returns their ids, in order */
export async function addMany(app: TestApp, { id }: Customer, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId).sort()
  await asSuperuser(
    app.database,
    `insert into app.users (account_id, user_id, first_name, last_name, email, sort_name, last_modified_at, created_at)
     select $1, id, 'Person', id::text, id || '@acme.example', app.sort_name(id::text, 'Person'), now(), now()
       from unnest($2::uuid[]) id`,
    [id, ids],
  )
  return ids
}

/** What stands at one person, and in bulk. */
export function licencesOf(admin: ApiClient, customer: Customer) {
  const held = (id: string) => `${customer.path}/users/${id}/licences/${product}`
  const ask = (selection: Json, assign: boolean) =>
    admin.post(`${customer.path}/licence-assignments`, { selection, assign })
  return {
    give: (id: string) => admin.put(held(id), undefined),
    take: (id: string) => admin.delete(held(id)),
    ask,
    /** Asks and waits until it has ended. */
    assign: async (selection: Json, assign = true) =>
      finished(admin, customer, (await ask(selection, assign).expect(202)).id),
    forecast: (selection: Json, assign = true) =>
      admin.post(`${customer.path}/licence-forecasts`, { selection, assign }).expect(200),
    subscriptions: async () => (await admin.get(`${customer.path}/subscriptions`).expect(200)).items,
    product: async () => (await admin.get(`${customer.path}/products`).expect(200)).items[0],
    holders: async () =>
      (await admin.get(`${customer.path}/users/count?product=${product}`).expect(200)).count,
  }
}
