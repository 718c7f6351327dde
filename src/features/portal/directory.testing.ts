import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { anAdminOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
type Json = any

/** Somebody of the account without a role, signed in, and how they ask the directory. */
export async function aReader(
  app: TestApp,
  account: { id: string },
  email = 'rita@acme.example',
): Promise<{ id: string; client: ApiClient; ask(query?: Record<string, string>): Promise<Json> }> {
  const client = await anAdminOf(app, account, { firstName: 'Rita', lastName: 'Reader', email })
  const { user } = await client.get('/sessions/current').expect(200)
  await asSuperuser(app.database, "update app.users set role = 'user' where user_id = $1", [user.id])
  return {
    id: user.id,
    client,
    ask(query = {}) {
      // Nobody reads faster than a page a second.
      app.clock.advance({ seconds: 1 })
      return client.get(`/me/directory?${new URLSearchParams(query)}`).expect(200)
    },
  }
}

/** A place of the account, whose name is folded as written. */
export async function aLocation(app: TestApp, account: { id: string }, name: string): Promise<string> {
  const locationId = newId()
  await asSuperuser(
    app.database,
    `insert into app.locations (account_id, location_id, name, sort_name, created_at, updated_at)
     values ($1, $2, $3, app.fold($3), now(), now())`,
    [account.id, locationId, name],
  )
  return locationId
}
