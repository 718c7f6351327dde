import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSecondPartner, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada, {}, { pinRequired: true })
})
afterAll(() => app.stop())

const linesOf = async (operationId: string): Promise<string[]> =>
  (await ada.get(`${customer.path}/operations/${operationId}/report?flavour=exact`).expect(200))
    .trim()
    .split('\n')

test('the report of an operation names every record, what became of it, and why', async () => {
  const ready = await aSubscriber(ada, customer, { deploymentPin: '482913' })
  const lacking = await aSubscriber(ada, customer, {
    firstName: 'Ben',
    lastName: '=Bauer',
    email: 'ben@acme.example',
    pbxSipUserName: '1002',
  })
  const { id } = await deployTo(ada, customer, [ready.id, lacking.id])
  const [header, ...lines] = await linesOf(id)
  expect(header).toBe('ID,First name,Last name,Directory number,Outcome,Code,Reason')
  expect(lines).toEqual([
    `${ready.id},Anna,Kühn,1001,done,,`,
    `${lacking.id},Ben,=Bauer,1002,skipped,deployment.pin-missing,The profile requires a deployment PIN and this record has none. Set or generate one.`,
  ])
  const answer = await ada.get(`${customer.path}/operations/${id}/report`)
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="operation-${id}.csv"`)
  expect(answer.body).toContain("'=Bauer")
})

test('the report holds all records of an operation on many, each once', async () => {
  const anna = await aSubscriber(ada, customer, { email: 'a@acme.example', pbxSipUserName: '1003' })
  const { id } = await deployTo(ada, customer, [anna.id])
  await asSuperuser(
    app.database,
    `insert into app.operation_items (account_id, operation_id, subject_id, outcome)
     select $1, $2, gen_random_uuid(), 'cancelled' from generate_series(1, 2500)`,
    [customer.id, id],
  )
  const [, ...lines] = await linesOf(id)
  const ids = lines.map((line) => line.split(',')[0])
  expect(ids).toHaveLength(2501)
  expect(new Set(ids).size).toBe(2501)
})

test('the report of an operation is as unknown to another partner as one that does not exist', async () => {
  const anna = await aSubscriber(ada, customer, { email: 'b@acme.example', pbxSipUserName: '1004' })
  const { id } = await deployTo(ada, customer, [anna.id])
  const { admin: nadia } = await aSecondPartner(app)
  expect(await nadia.get(`${customer.path}/operations/${id}/report`)).toMatchObject({ status: 404 })
  const other = await aCustomer(ada, { name: 'Globex' })
  expect(await ada.get(`${other.path}/operations/${id}/report`)).toMatchObject({
    status: 404,
    body: { code: 'http.not-found' },
  })
})
