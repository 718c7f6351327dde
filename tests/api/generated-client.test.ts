import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../clients/typescript/client/index.ts'
import { addAccount, addSubscriber, listApiKeys, listSubscribers } from '../../clients/typescript/index.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, anApiKey } from '../harness/people.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

test('the generated client makes a customer and a subscriber, finds them, and tells problems by code', async () => {
  const ada = await app.ada()
  const client = createClient({ baseUrl: app.serviceOrigin, headers: { cookie: ada.cookie() } })
  const account = await addAccount({ client, body: { kind: 'customer', name: 'Acme', country: 'DE' } })
  const accountId = account.data?.id as string
  const made = await addSubscriber({
    client,
    path: { accountId },
    body: { firstName: 'Anna', lastName: 'Kühn', email: 'anna@acme.example' },
  })
  expect(made.data).toMatchObject({ lastName: 'Kühn', state: 'new' })
  const found = await listSubscribers({ client, path: { accountId }, query: { search: 'kuhn' } })
  expect(found.data?.items.map(({ id }) => id)).toEqual([made.data?.id])
  const refused = await addSubscriber({
    client,
    path: { accountId },
    body: { lastName: 'Kühn', email: 'nonsense' },
  })
  expect(refused.error).toMatchObject({ code: 'http.invalid', errors: [{ path: 'email' }] })
})

test('the generated client calls with an API key, where a program may', async () => {
  const ada = await app.ada()
  const acme = await aCustomer(ada, { name: 'Keyed' })
  const { key } = await anApiKey(await anAdminOf(app, acme), acme)
  const client = createClient({
    baseUrl: app.serviceOrigin,
    auth: ({ type }) => (type === 'http' ? key : undefined),
  })
  const path = { accountId: acme.id }
  expect((await listSubscribers({ client, path })).data?.items).toEqual([])
  // It knows which calls are for people alone, and does not show them the key.
  expect((await listApiKeys({ client, path })).error).toMatchObject({ code: 'auth.not-signed-in' })
})
