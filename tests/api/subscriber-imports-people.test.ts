import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Customer, csv, importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, finished } from '../harness/people.ts'

let app: TestApp
let ada: ApiClient
let imports: ReturnType<typeof importsOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

const header = 'ID,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const names = async (customer: Customer, query: Record<string, string>): Promise<string[]> => {
  const page: Json = await ada.get(`${customer.path}/subscribers?${new URLSearchParams(query)}`).expect(200)
  return page.items.map(({ lastName }: Json) => lastName)
}
const planOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${customer.path}/subscriber-imports/${id}`).expect(200)

/** An account in which Kühn, who was there, was changed by a file, and Berg and Lang were added; Other was there too. */
async function imported(): Promise<{ customer: Customer; operationId: string }> {
  const customer = await aCustomer(ada)
  const kuehn = await aSubscriber(ada, customer)
  await aSubscriber(ada, customer, { lastName: 'Other', email: 'other@acme.example' })
  const lines = [
    `${kuehn.id},Kühn-Maier,,,,`,
    ',Berg,berg@acme.example,pbx.acme.example,7001,s3cret-1',
    ',Lang,lang@acme.example,pbx.acme.example,7002,s3cret-2',
    ',Nobody,not an address,pbx.acme.example,7003,s3cret-3',
  ]
  const plan = await imports.planned(customer, csv(lines, header), { partial: 'true', overwrite: 'true' })
  expect(plan.operationId).toBeNull()
  const operation = await imports.applied(customer, plan)
  expect((await planOf(customer, plan)).operationId).toBe(operation.id)
  return { customer, operationId: operation.id }
}

test('CD-10 CD-2: the list shows the people of an import: sorted, searched and counted', async () => {
  const { customer, operationId } = await imported()
  expect(await names(customer, { operationId })).toEqual(['Berg', 'Kühn-Maier', 'Lang'])
  expect(await names(customer, { operationId, sort: '-email' })).toEqual(['Lang', 'Berg', 'Kühn-Maier'])
  expect(await names(customer, { operationId, search: '700' })).toEqual(['Berg', 'Lang'])
  const counted = (query: string) => ada.get(`${customer.path}/subscribers/count?${query}`).expect(200)
  expect(await counted(`operationId=${operationId}`)).toEqual({ count: 3 })
  expect(await counted(`operationId=${operationId}&search=lang`)).toEqual({ count: 1 })
})

test('CD-2: all people of an import can be selected for an act, and nobody else is', async () => {
  const { customer, operationId } = await imported()
  const selection = { all: true, filter: { operationId }, except: [], expectedCount: 3 }
  const deletion: Json = await ada.post(`${customer.path}/subscriber-deletions`, { selection }).expect(202)
  expect(await finished(ada, customer, deletion.id)).toMatchObject({ status: 'done', done: 3 })
  expect(await names(customer, {})).toEqual(['Other'])
})

test("another account's import finds nobody, with and without a search", async () => {
  const { operationId } = await imported()
  const neighbour = await aCustomer(ada, { name: 'Globex' })
  await aSubscriber(ada, neighbour)
  expect(await names(neighbour, { operationId })).toEqual([])
  expect(await names(neighbour, { operationId, search: 'kuhn' })).toEqual([])
  expect(await ada.get(`${neighbour.path}/subscribers?operationId=x`)).toMatchObject({ status: 422 })
})
