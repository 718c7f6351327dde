import type { Installation } from './installation.ts'

/** A customer and where it is below the API. */
export interface CustomerOfPeople {
  id: string
  path: string
}

/**
 * A customer of this name with at least as many people, who have nothing but a name and an address. Found again in later runs, because an account
 * is not deleted.
 */
export async function aCustomerWithPeople(
  { admin, ask }: Pick<Installation, 'admin' | 'ask'>,
  name: string,
  peopleCount: number,
): Promise<CustomerOfPeople> {
  const { items } = await admin.get('/accounts?limit=500').expect(200)
  const known = items.find((account: { name: string }) => account.name === name)
  const { id } =
    known ?? (await admin.post('/accounts', { kind: 'customer', name, country: 'GB' }).expect(201))
  const path = `/accounts/${id}`
  const { count } = await admin.get(`${path}/users/count`).expect(200)
  await ask(
    `insert into app.users (account_id, user_id, first_name, last_name, email, sort_name, last_modified_at, created_at)
     select $1, id, 'Person', place::text, id || '@company.example', app.sort_name(place::text, 'Person'), now(), now()
       from (select place, gen_random_uuid() as id from generate_series($2::int + 1, $3::int) place) made`,
    [id, count, peopleCount],
  )
  await ask('vacuum (analyze) app.users', [])
  return { id, path }
}
