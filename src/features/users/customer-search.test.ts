import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { addKnownUsers, idsOfAllPages, type KnownUser } from './many-users.testing.ts'

let app: TestApp
let ada: ApiClient

/** Of how many customers the partner sees nobody: more than PostgreSQL compares one after the other. */
const shutCustomers = 12

/** Rare names come late in the alphabet; each customer has as many of each kind. */
const aPerson = (place: number): KnownUser => ({
  firstName: place % 40 === 0 ? 'Quentin' : 'Bernd',
  lastName: place % 500 === 0 ? 'Zuckermann' : `Bauer-${place % 97}`,
})

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  await addCustomerWith(5_200, 'Acme')
  await addCustomerWith(5_200, 'Globex')
  for (let place = 0; place < shutCustomers; place++) await addCustomerWith(120, `Shut ${place}`)
  await asSuperuser(
    app.database,
    `update app.accounts set
       status = case substring(name from '[0-9]+')::int % 3 when 0 then 'deactivated' else 'active' end,
       partner_access_mode = case substring(name from '[0-9]+')::int % 3 when 1 then 'closed' when 2 then 'ask' else 'open' end
      where name like 'Shut%'`,
  )
}, 120_000)
afterAll(() => app.stop())

async function addCustomerWith(people: number, name: string): Promise<void> {
  const customer = await aCustomer(ada, { name })
  await addKnownUsers(
    app,
    customer,
    Array.from({ length: people }, (_, place) => aPerson(place)),
  )
}

/** Whom the partner may find by a part of a name, of customers whose names are like this, by name. */
async function expected(part: string, customers: string): Promise<string[]> {
  const rows = await asSuperuser<{ id: string }>(
    app.database,
    `select u.user_id as id from app.users u join app.accounts a using (account_id)
      where a.name similar to $2 and app.fold(concat_ws(' ', u.first_name, u.last_name)) like '%' || $1 || '%'
      order by u.sort_name collate "C", u.user_id`,
    [part, customers],
  )
  return rows.map(({ id }) => id)
}

const pages = (search: string) => idsOfAllPages(ada, '/customer-users', [['search', search]], 50)

test.each([
  ['zuckermann', 'of whom few bear the name, and late in the alphabet'],
  ['quentin', 'of whom some bear the name, all over the alphabet'],
  ['bauer-96', 'of whom some bear the name, and stand together'],
])('UA-6, UA-23: of more than 10,000 people %s finds everybody of open customers and nobody else, %s', async (search) => {
  const open = await expected(search, '(Acme|Globex)')
  expect(open.length).toBeGreaterThan(20)
  expect(await pages(search)).toEqual(open)
})

test('UA-6: a customer that lets its partner in again is found from that moment on', async () => {
  const change = `update app.accounts set status = 'active', partner_access_mode = 'open' where name = $1`
  await asSuperuser(app.database, change, ['Shut 1'])
  expect(await pages('zuckermann')).toEqual(await expected('zuckermann', '(Acme|Globex|Shut 1)'))
})
