import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf } from '#tests/harness/people.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())

test('Enumeration: of several accounts those that let the person in no more are not named; the one that does is signed in to', async () => {
  const carla = { email: 'carla@acme.example', password: 'carla counts the stairs' }
  const accounts = [
    await aCustomer(ada, { name: 'First' }),
    await aCustomer(ada, { name: 'Second' }),
    await aCustomer(ada, { name: 'Third' }),
  ] as const
  for (const account of accounts) await anAdminOf(app, account, carla)
  const [closed, left, open] = accounts
  await ada.patch(closed.path, { status: 'deactivated' }).expect(200)
  expect(await app.anybody().post('/sessions', carla)).toMatchObject({
    status: 409,
    body: { accounts: [left, open].map(({ id }) => expect.objectContaining({ id })) },
  })
  // The last admin of an account is not deactivated.
  await anAdminOf(app, left, { email: 'dora@acme.example' })
  const { items } = await ada.get(`${left.path}/users`).expect(200)
  const { id } = items.find((user: { email: string }) => user.email === carla.email)
  await ada.patch(`${left.path}/users/${id}`, { deactivated: true }).expect(200)
  expect((await app.anybody().post('/sessions', carla).expect(201)).account.name).toBe('Third')
})
