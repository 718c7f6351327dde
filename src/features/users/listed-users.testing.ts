import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers, idsOfAllPages, type KnownUser } from './many-users.testing.ts'

export type Customer = Awaited<ReturnType<typeof aCustomer>>
export type Query = Array<[string, string]>

/** Two places of Acme, whose names sort otherwise than they were written. */
export const [berlin, zwickau] = [newId(), newId()]

/** Acme: a hundred people, with many equal values and some missing, beside a customer with people of its own. */
export async function aHundredPeople(app: TestApp, ada: ApiClient): Promise<Customer> {
  const acme = await aCustomer(ada)
  await asSuperuser(
    app.database,
    `insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
     values ($1, $2, 'Berlin', 'berlin', now(), now()), ($1, $3, 'zwickau', 'zwickau', now(), now())`,
    [acme.id, berlin, zwickau],
  )
  await addKnownUsers(
    app,
    acme,
    Array.from({ length: 100 }, (_, n) => aPerson(n)),
  )
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await addKnownUsers(app, neighbour, [{}, {}, {}])
  return acme
}

/** A customer with more than 10,000 people. */
export async function moreThanTenThousand(app: TestApp, ada: ApiClient): Promise<Customer> {
  const large = await aCustomer(ada, { name: 'Large' })
  await addKnownUsers(
    app,
    large,
    Array.from({ length: 10_400 }, (_, n) => oneOfMany(n)),
  )
  return large
}

function aPerson(n: number): KnownUser {
  const at = (list: string[]) => list[n % list.length] as string
  const isRegistered = n % 3 > 0
  return {
    firstName: at(['Kim', 'kim', 'Ünal', 'Bo']),
    lastName: at(['Kühn', 'Kuhn', 'kuhn', 'Ávila', 'Zorn', "O'Brien", 'de Vries']),
    email: `${at(['Kim', 'kim', 'lee'])}.${n}@acme.example`,
    extension: n % 4 > 0 ? String(n % 9) : null,
    mobile: n % 5 > 1 ? `+4917112345${String(n % 11).padStart(2, '0')}` : null,
    smsNumber: n % 10 === 0 ? `+49301234${String(n).padStart(4, '0')}` : null,
    role: n % 12 === 0 ? 'admin' : 'user',
    registeredAt: isRegistered ? '2026-01-05T10:00:00Z' : null,
    status: n % 7 === 0 ? 'inactive' : isRegistered ? 'registered' : at(['unregistered', 'invited']),
    lastSignInAt: n % 4 > 1 ? `2026-02-0${1 + (n % 5)}T10:00:00.00000${n % 3}Z` : null,
    lastModifiedAt: `2026-03-0${1 + (n % 9)}T10:00:00.00000${n % 3}Z`,
    origin: at(['manual', 'pbx', 'scim']),
    onPbx: n % 3 === 1,
    micloudConnected: n % 8 === 2,
    iotConnected: n % 9 === 5,
    locationId: n % 5 === 0 ? berlin : n % 5 === 1 ? zwickau : null,
    products: [...(n % 2 === 0 ? ['micollab'] : []), ...(n % 11 === 0 ? ['mitel-cx'] : [])],
  }
}

/** Almost everybody holds a licence for MiCollab; for Mitel CX seven whose names come last, and for MiTeam Meetings nobody. */
function oneOfMany(n: number): KnownUser {
  const isLast = n >= 10_393
  return {
    lastName: isLast ? 'Zzz' : `Bauer ${n % 991}`,
    email: `p${n}@large.example`,
    role: n % 1_000 === 999 ? 'admin' : 'user',
    origin: n < 400 ? 'pbx' : 'manual',
    onPbx: n < 400,
    registeredAt: n === 9_999 ? '2026-01-05T10:00:00Z' : null,
    products: [...(n < 10_300 ? ['micollab'] : []), ...(isLast ? ['mitel-cx'] : [])],
  }
}

/** A page of the people of an account, as the API answers. */
export const pageOf = (ada: ApiClient, account: Customer, query: Query) =>
  ada.get(`${account.path}/users?${new URLSearchParams(query)}`)

/** How many the API counts. */
export const countOf = async (ada: ApiClient, account: Customer, query: Query): Promise<number> =>
  (await ada.get(`${account.path}/users/count?${new URLSearchParams(query)}`).expect(200)).count

/** The ids of all pages, one after the other. */
export const allPages = (ada: ApiClient, account: Customer, query: Query, limit: number) =>
  idsOfAllPages(ada, `${account.path}/users`, query, limit)

/** What a plain statement answers. @param condition on `u` */
export async function expected(
  app: TestApp,
  account: Customer,
  order: string[],
  condition: string,
): Promise<string[]> {
  const rows = await asSuperuser<{ id: string }>(
    app.database,
    `select u.user_id as id from app.users u
       left join app.locations l on l.account_id = u.account_id and l.location_id = u.location_id
      where u.account_id = $1 and ${condition} order by ${order.join(', ')}`,
    [account.id],
  )
  return rows.map((row) => row.id)
}

/** Whether somebody has a licence, as a condition on `u`. */
export const licensed = (product: string) =>
  `exists (select from app.licences c where c.account_id = u.account_id and c.user_id = u.user_id and c.product = '${product}')`
