import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, anApiKey, aSecondPartner } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let carla: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let northwind: { id: string }

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
  northwind = { id: (await ada.get('/sessions/current').expect(200)).account.id }
  acme = await aCustomer(ada)
  carla = await anAdminOf(app, acme)
  // Who is told what Carla does.
  await aColleague(app, acme, { email: 'dora@acme.example' })
})
afterAll(() => app.stop())

describe('the API key of a partner', () => {
  test('reaches the customers that let the partner in, as far as its scopes go, and no others', async () => {
    const { key } = await anApiKey(ada, northwind, { scopes: ['users.read', 'customers.read'] })
    const nightly = app.bearing(key)
    const { id: foreignId } = await aSecondPartner(app)
    await nightly.get(`${acme.path}/users`).expect(200)
    await nightly.get(`${acme.path}/subscribers`).expect(403)
    expect((await nightly.get('/accounts').expect(200)).items.length).toBeGreaterThan(0)
    await nightly.get(`/accounts/${foreignId}/users`).expect(404)
    const closed = await aCustomer(ada, { name: 'Closed' })
    await nightly.get(`${closed.path}/users`).expect(200)
    await asSuperuser(
      app.database,
      "update app.accounts set partner_access_mode = 'ask' where account_id = $1",
      [closed.id],
    )
    await nightly.get(`${closed.path}/users`).expect(404)
  })

  test('a customer’s key opens its own account and neither its partner nor another customer', async () => {
    const { key } = await anApiKey(carla, acme)
    const other = await aCustomer(ada, { name: 'Initech' })
    const nightly = app.bearing(key)
    await nightly.get(`${other.path}/users`).expect(404)
    await nightly.get(`/accounts/${northwind.id}/users`).expect(404)
  })

  test('rests while the account is deactivated', async () => {
    const resting = await aCustomer(ada, { name: 'Resting' })
    const owner = await anAdminOf(app, resting, { email: 'owner@resting.example' })
    const { key } = await anApiKey(owner, resting)
    const nightly = app.bearing(key)
    await nightly.get(`${resting.path}/users`).expect(200)
    await ada.patch(resting.path, { status: 'deactivated' }).expect(200)
    await nightly.get(`${resting.path}/users`).expect(401)
    await ada.patch(resting.path, { status: 'active' }).expect(200)
    await nightly.get(`${resting.path}/users`).expect(200)
  })
})

describe('the maker of an API key', () => {
  let count = 0

  /** Emma, an admin of Acme with a key, whose end is looked at from Carla's side. */
  async function emma() {
    count += 1
    const email = `emma-${count}@acme.example`
    const client = await anAdminOf(app, acme, { firstName: 'Emma', email })
    const { user } = await client.get('/sessions/current').expect(200)
    const { id, key } = await anApiKey(client, acme, { name: `Key ${count}` })
    await app.bearing(key).get(`${acme.path}/users`).expect(200)
    await asSuperuser(app.database, 'delete from app.outgoing_mails')
    return { client, id, key, name: `Key ${count}`, path: `${acme.path}/users/${user.id}` }
  }

  const endOf = async (keyId: string) => {
    const { items } = await carla.get(`${acme.path}/api-keys?limit=500`).expect(200)
    return items.find(({ id }: { id: string }) => id === keyId)
  }

  test.each([
    ['UA-60: is no admin any more', (path: string) => carla.patch(path, { role: 'user' }).expect(200)],
    ['is deactivated', (path: string) => carla.patch(path, { deactivated: true }).expect(200)],
    ['UA-80: is deleted', (path: string) => carla.delete(path).expect(204)],
  ])('takes it along who %s: it ends for good, is in the history, and the admins are told', async (_how, act) => {
    const { id, key, name, path } = await emma()
    await act(path)
    await app.bearing(key).get(`${acme.path}/users`).expect(401)
    expect(await endOf(id)).toMatchObject({ revokedAt: expect.any(String), revokedBy: 'Carla Rossi' })
    const { items } = await carla.get(`${acme.path}/events?subjectId=${id}`).expect(200)
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['api-key.revoked', 'api-key.made'])
    const told = await asSuperuser(
      app.database,
      "select parameters->'notice' as notice from app.outgoing_mails",
    )
    expect(told.map(({ notice }) => notice)).toContainEqual({ what: 'api-key-ended', details: { name } })
  })

  test('who becomes an admin again has to make a new one', async () => {
    const { key, path } = await emma()
    await carla.patch(path, { role: 'user' }).expect(200)
    await carla.patch(path, { role: 'admin' }).expect(200)
    await app.bearing(key).get(`${acme.path}/users`).expect(401)
  })

  test('lets it rest while they are locked, and has it again when they are unlocked', async () => {
    const { key, path } = await emma()
    const become = (status: string) =>
      asSuperuser(app.database, 'update app.users set status = $1 where user_id = $2', [
        status,
        path.slice(path.lastIndexOf('/') + 1),
      ])
    await become('locked')
    await app.bearing(key).get(`${acme.path}/users`).expect(401)
    await become('registered')
    await app.bearing(key).get(`${acme.path}/users`).expect(200)
  })

  test('who loses the role while they make a key leaves none behind that would open later', async () => {
    const { client, path } = await emma()
    const userId = path.slice(path.lastIndexOf('/') + 1)
    const keeper = new pg.Client({ connectionString: app.database.superuserUrl })
    await keeper.connect()
    try {
      await keeper.query('begin')
      await keeper.query("update app.users set role = 'user' where user_id = $1", [userId])
      const making = client.post(`${acme.path}/api-keys`, { name: 'Late', scopes: ['users.read'] })
      await waitUntil(
        async () => {
          const [row] = await asSuperuser(
            app.database,
            `select count(*)::int as waiting from pg_stat_activity
              where datname = current_database() and application_name = 'rollcall' and wait_event_type = 'Lock'`,
          )
          return row.waiting > 0
        },
        { what: 'the key waits for what is done to its maker' },
      )
      await keeper.query('commit')
      expect(await making).toMatchObject({ status: 403, body: { code: 'auth.not-allowed' } })
    } finally {
      await keeper.end()
    }
  })
})
