import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, aSubscription, finished } from '#tests/harness/people.ts'
import { expectSeatsToBeRight, licencesOf, product } from './licences.testing.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let licences: ReturnType<typeof licencesOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  licences = licencesOf(ada, acme)
  await aSubscription(ada, acme, { quantity: 3 })
})

const pbx = { origin: 'pbx', owners: { email: 'PBX Berlin' }, onPbx: true }

/** A person with a licence of ours, and one that MiCollab gave. */
async function somebody(email: string, columns = {}): Promise<string> {
  const { id } = await aPerson(app, acme, { email, columns, licences: ['micollab'] })
  await licences.give(id).expect(200)
  return id
}

test('UA-80: who is deleted gives their seat back in the same transaction', async () => {
  const id = await somebody('dora@acme.example')
  await ada.delete(`${acme.path}/users/${id}`).expect(204)
  expect(await licences.product()).toMatchObject({ used: 0, remaining: 3 })
  await expectSeatsToBeRight(app)
})

test('UA-82: who is synchronised from a PBX and stays listed loses the licence of their cloud account, and keeps those of the PBX', async () => {
  const id = await somebody('paul@acme.example', pbx)
  await ada.delete(`${acme.path}/users/${id}`).expect(204)
  expect(await ada.get(`${acme.path}/users/${id}`).expect(200)).toMatchObject({
    status: 'unregistered',
    licences: ['micollab'],
  })
  expect(await licences.product()).toMatchObject({ used: 0, remaining: 3 })
})

test('UA-82: a licence for the same product that is out of no subscription is kept, because its giver would give it again', async () => {
  const licences = ['miteam-meetings'] as const
  const { id } = await aPerson(app, acme, {
    email: 'paul@acme.example',
    columns: pbx,
    licences: [...licences],
  })
  await ada.delete(`${acme.path}/users/${id}`).expect(204)
  expect(await ada.get(`${acme.path}/users/${id}`).expect(200)).toMatchObject({ licences })
})

test('UA-82: so do the selected, and those whom a rule protects keep theirs', async () => {
  const ids = [
    await somebody('dora@acme.example'),
    await somebody('paul@acme.example', pbx),
    await somebody('mia@acme.example', { origin: 'micloud' }),
  ]
  const { id } = await ada.post(`${acme.path}/user-deletions`, { selection: { ids } }).expect(202)
  expect(await finished(ada, acme, id)).toMatchObject({ done: 2, skipped: 1 })
  expect(await licences.product()).toMatchObject({ used: 1 })
  expect((await ada.get(`${acme.path}/users/${ids[2]}`).expect(200)).licences).toContain(product)
  await expectSeatsToBeRight(app)
})
