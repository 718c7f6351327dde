import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>

async function imported(customer: Customer, lines: string[]): Promise<void> {
  const header = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
  const file = { name: 'people.csv', content: [header, ...lines, ''].join('\n') }
  const path = `${customer.path}/subscriber-imports`
  const plan = await ada.upload(path, file, { profileId: customer.profileId }).expect(201)
  const { id } = await ada.post(`${path}/${plan.id}/application`).expect(202)
  await finished(ada, customer, id)
}

/** As if the person had come from a component. */
async function supplied(customer: Customer, given: object): Promise<void> {
  const { id } = await aSubscriber(ada, customer, given)
  await asSuperuser(
    app.database,
    "update app.subscribers set origin = 'connection', owners = $1 where subscriber_id = $2",
    [JSON.stringify({ lastName: newId() }), id],
  )
}

test('CD-1: those entered by hand, those of a CSV file and those of a component stand in one list', async () => {
  const customer = await aCustomer(ada)
  await aSubscriber(ada, customer, { lastName: 'Hand' })
  await imported(customer, ['File,file@acme.example,pbx.acme.example,2002,s3cret'])
  await supplied(customer, { lastName: 'Component', pbxSipUserName: '3003' })
  const { items, nextCursor } = await ada.get(`${customer.path}/subscribers`).expect(200)
  expect(nextCursor).toBeNull()
  expect(
    items.map(({ lastName, origin }: { lastName: string; origin: string }) => [lastName, origin]).sort(),
  ).toEqual([
    ['Component', 'connection'],
    ['File', 'manual'],
    ['Hand', 'manual'],
  ])
  expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count: 3 })
})

test('CD-2: a row holds a value for every column, also Deployed and Downloaded', async () => {
  const customer = await aCustomer(ada)
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
  const { id } = await aSubscriber(ada, customer, {
    directoryNumber: '77',
    mbgSipUserName: 'gw1001',
    clientServiceUserName: 'akuehn',
  })
  const token = await aLink(app, ada, customer, id)
  const row = async () => (await ada.get(`${customer.path}/subscribers`).expect(200)).items[0]
  await waitUntil(async () => (await row()).deployedAt !== null, { what: 'the mail is out' })
  await aPhone(app, token)
  expect(await row()).toMatchObject({
    profileId: customer.profileId,
    firstName: 'Anna',
    lastName: 'Kühn',
    directoryNumber: '77',
    mbgSipUserName: 'gw1001',
    clientServiceUserName: 'akuehn',
    email: 'anna.kuehn@acme.example',
    deployedAt: expect.any(String),
    downloadedAt: expect.any(String),
  })
  const { items } = await ada.get(`${customer.path}/deployment-profiles`).expect(200)
  const profile = items.find((each: { id: string }) => each.id === customer.profileId)
  expect(profile.name).toBe('Softphones')
})

describe('CD-4: the actions', () => {
  const actions = [
    'deployments',
    'automatic-deployments',
    'forced-configurations',
    'synchronisations',
    'subscriber-deletions',
    'deployment-pins',
    'person-assignments',
    'subscriber-exports',
  ]

  test.each(
    actions,
  )('%s need a selection: without one, or with an empty one, nothing is begun', async (action) => {
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    for (const body of [{}, { selection: {} }, { selection: { ids: [] } }, { selection: { all: false } }]) {
      const answer = await ada.post(`${customer.path}/${action}`, body)
      expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    }
    expect((await ada.get(`${customer.path}/operations`).expect(200)).items).toEqual([])
    expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count: 1 })
  })

  test('CD-4: all without a filter are all of the list', async () => {
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    const { id } = await ada
      .post(`${customer.path}/synchronisations`, { selection: { all: true } })
      .expect(202)
    expect(await finished(ada, customer, id)).toMatchObject({ total: 1 })
  })

  test.each([
    [{}, 'selection.ids', 'field.invalid-type'],
    [{ idz: [newId()] }, 'selection.idz', 'field.unrecognized-keys'],
    [{ ids: 'x' }, 'selection.ids', 'field.invalid-type'],
    [{ ids: ['x'] }, 'selection.ids.0', 'field.invalid-format'],
    [{ all: false }, 'selection.all', 'field.invalid-union'],
    [{ all: true, ids: [newId()] }, 'selection.ids', 'field.unrecognized-keys'],
    [{ all: true, filtr: {} }, 'selection.filtr', 'field.unrecognized-keys'],
    [{ all: true, filter: { colour: 'red' } }, 'selection.filter.colour', 'field.unrecognized-keys'],
    [{ all: true, expectedCount: -1 }, 'selection.expectedCount', 'field.too-small'],
  ])('CD-4: the selection %j is refused at %s', async (selection, path, code) => {
    const customer = await aCustomer(ada)
    const answer = await ada.post(`${customer.path}/deployments`, { selection })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toContainEqual({ path, code, message: expect.any(String) })
  })

  test('take single rows, or all records across all pages but some', async () => {
    const customer = await aCustomer(ada)
    const people = Array.from({ length: 60 }, (_, at) => 1000 + at)
    await imported(
      customer,
      people.map((number) => `P${number},p${number}@acme.example,pbx.acme.example,${number},s3cret`),
    )
    const page = await ada.get(`${customer.path}/subscribers?limit=50`).expect(200)
    expect(page.nextCursor).not.toBeNull()
    const [one, two] = page.items
    const act = async (selection: object) => {
      const { id } = await ada.post(`${customer.path}/synchronisations`, { selection }).expect(202)
      await finished(ada, customer, id)
      const { items } = await ada.get(`${customer.path}/operations/${id}/items?limit=500`).expect(200)
      return items.map((item: { subjectId: string }) => item.subjectId)
    }
    expect(await act({ ids: [one.id] })).toEqual([one.id])
    const most = await act({ all: true, filter: {}, except: [two.id] })
    expect(new Set(most).size).toBe(59)
    expect(most).not.toContain(two.id)
  })
})
