import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, finished } from '../harness/people.ts'
import { peopleCsv, userImportsOf } from '../harness/user-imports.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Listed = Array<{ email: string; lastName: string }>
const noMails = { sendWelcome: 'false' }

test('UA-30: the people of an import are listed, counted, searched and selected by its operation, and nobody else', async () => {
  const acme = await aCustomer(ada)
  const imports = userImportsOf(ada, acme)
  const earlier = await imports.planned(peopleCsv(['Clara,Berg,clara@acme.example,User']), noMails)
  await imports.applied(earlier)
  const plan = await imports.planned(
    peopleCsv(['Anna,Kühn,anna@acme.example,User', 'Bob,Brown,bob@acme.example,User']),
    noMails,
  )
  const { id: operationId } = await imports.applied(plan)
  const people = `${acme.path}/users`
  const emailsOf = async (query: string) =>
    ((await ada.get(`${people}?${query}`).expect(200)).items as Listed).map(({ email }) => email)
  expect(await emailsOf(`operationId=${operationId}`)).toEqual(['bob@acme.example', 'anna@acme.example'])
  expect(await emailsOf(`operationId=${operationId}&search=kühn`)).toEqual(['anna@acme.example'])
  expect(await emailsOf(`operationId=${operationId}&sort=-email`)).toEqual([
    'bob@acme.example',
    'anna@acme.example',
  ])
  const count = (query: string) => ada.get(`${people}/count?${query}`).expect(200)
  expect(await count(`operationId=${operationId}`)).toEqual({ count: 2 })
  expect(await count(`operationId=${operationId}&search=acme`)).toEqual({ count: 2 })

  const selection = { all: true, filter: { operationId }, expectedCount: 2 }
  const changes = { language: 'fr' }
  const update = await ada.post(`${acme.path}/user-updates`, { selection, changes }).expect(202)
  expect(await finished(ada, acme, update.id)).toMatchObject({ status: 'done', done: 2 })
})

test('UA-30: the operation of another account narrows the list to nobody', async () => {
  const acme = await aCustomer(ada)
  const globex = await aCustomer(ada, { name: 'Globex' })
  for (const account of [acme, globex]) {
    const imports = userImportsOf(ada, account)
    const plan = await imports.planned(peopleCsv(['Anna,Kühn,anna@acme.example,User']), noMails)
    const { id } = await imports.applied(plan)
    const other = account === acme ? globex : acme
    expect(await ada.get(`${other.path}/users/count?operationId=${id}`).expect(200)).toEqual({ count: 0 })
  }
})

test('UA-30: the rows of a partner’s file are narrowed to one customer, by itself and with a verdict, page by page', async () => {
  const acme = await aCustomer(ada, { name: 'Acme of rows' })
  const globex = await aCustomer(ada, { name: 'Globex of rows' })
  const { account: northwind } = await ada.get('/sessions/current').expect(200)
  const imports = userImportsOf(ada, northwind)
  const plan = await imports.planned(
    peopleCsv(
      [
        'Acme of rows,Anna Kühn,anna@acme.example',
        'Globex of rows,Bob Brown,bob@globex.example',
        'Acme of rows,Clara Berg,no address',
        'Acme of rows,Dora Weiss,dora@acme.example',
      ],
      'Customer,Name,Email',
    ),
    noMails,
  )
  const rowsOf = async (query: string) => (await imports.rows(plan, query)).map(({ row }) => row)
  expect(await rowsOf('')).toEqual([1, 2, 3, 4])
  expect(await rowsOf(`&customerId=${acme.id}`)).toEqual([1, 3, 4])
  expect(await rowsOf(`&customerId=${globex.id}`)).toEqual([2])
  expect(await rowsOf(`&customerId=${acme.id}&verdict=create`)).toEqual([1, 4])
  expect(await rowsOf(`&customerId=${northwind.id}`)).toEqual([])
  const path = `${imports.path}/${plan.id}/rows?customerId=${acme.id}&limit=2`
  const first = await ada.get(path).expect(200)
  const second = await ada.get(`${path}&cursor=${first.nextCursor}`).expect(200)
  expect([...first.items, ...second.items].map(({ row }: { row: number }) => row)).toEqual([1, 3, 4])
  expect(second.nextCursor).toBeNull()
})
