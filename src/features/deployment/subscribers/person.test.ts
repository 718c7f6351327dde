import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, aSubscriber, finished } from '#tests/harness/people.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>
const email = 'anna.kuehn@acme.example'

/** Acme with Anna among its people and a number with her address, which is nobody's. */
async function annaWithNumber() {
  const customer = await aCustomer(ada)
  const anna = await aPerson(app, customer, { email, firstName: 'Anna', lastName: 'Kühn' })
  const { id } = await aSubscriber(ada, customer)
  return { customer, anna, path: `${customer.path}/subscribers/${id}`, subscriberId: id }
}

const deactivate = (customer: Customer, { id }: { id: string }) =>
  ada.patch(`${customer.path}/users/${id}`, { deactivated: true }).expect(200)

async function assign(customer: Customer, selection: object) {
  const { id } = await ada.post(`${customer.path}/person-assignments`, { selection }).expect(202)
  const operation = await finished(ada, customer, id)
  const { items } = await ada.get(`${customer.path}/operations/${id}/items?limit=500`).expect(200)
  return { operation, items }
}

const ownerOf = async (path: string) => (await ada.get(path).expect(200)).userId
const latestStep = async (path: string) => (await ada.get(`${path}/timeline`).expect(200)).items[0]

describe('the person of a number', () => {
  test('UA-1: a number is given to a person and taken again, each a step on its timeline and in the history, by the person’s name', async () => {
    const { customer, anna, path } = await annaWithNumber()
    await ada.patch(path, { userId: anna.id }).expect(200)
    expect(await ownerOf(path)).toBe(anna.id)
    expect(await latestStep(path)).toMatchObject({
      kind: 'person.assigned',
      details: { person: 'Anna Kühn' },
    })
    const shown = `Anna Kühn (${email})`
    const changeOf = async () =>
      (await ada.get(`${customer.path}/events?limit=1`).expect(200)).items[0].changes
    expect(await changeOf()).toEqual([{ field: 'userId', before: null, after: shown }])

    await ada.patch(path, { userId: null, lastName: 'Kuehn' }).expect(200)
    expect(await ownerOf(path)).toBeNull()
    const { items } = await ada.get(`${path}/timeline`).expect(200)
    expect(
      items
        .slice(0, 2)
        .map(({ kind }: { kind: string }) => kind)
        .sort(),
    ).toEqual(['person.unassigned', 'subscriber.changed'])
    expect(await changeOf()).toContainEqual({ field: 'userId', before: shown, after: null })
  })

  test('a number is added for a person at once', async () => {
    const { customer, anna } = await annaWithNumber()
    const { id } = await aSubscriber(ada, customer, { userId: anna.id, pbxSipUserName: '1002' })
    expect(await ownerOf(`${customer.path}/subscribers/${id}`)).toBe(anna.id)
  })

  test('Cross-tenant: somebody of another account is refused like somebody who does not exist, when adding and when changing', async () => {
    const { customer, path } = await annaWithNumber()
    const foreign = await aPerson(app, await aCustomer(ada, { name: 'Globex' }), { email })
    const unknown = '01930000-0000-7000-8000-000000000000'
    const body = {
      lastName: 'Kühn',
      email,
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '7',
      pbxSipPassword: 's3cret-7',
    }
    const answers = await Promise.all(
      [foreign.id, unknown].flatMap((userId) => [
        ada.patch(path, { userId }),
        ada.post(`${customer.path}/subscribers`, { ...body, profileId: customer.profileId, userId }),
      ]),
    )
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'subscribers.user-unknown', errors: [{ path: 'userId' }] },
      })
    }
    expect(await ownerOf(path)).toBeNull()
  })

  test('who is deactivated gets no number, and keeps one that they have', async () => {
    const { customer, anna, path } = await annaWithNumber()
    await ada.patch(path, { userId: anna.id }).expect(200)
    await deactivate(customer, anna)
    await ada.patch(path, { userId: anna.id, lastName: 'Kuehn' }).expect(200)
    expect(await ownerOf(path)).toBe(anna.id)

    await ada.patch(path, { userId: null }).expect(200)
    const answer = await ada.patch(path, { userId: anna.id })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'subscribers.user-deactivated', errors: [{ path: 'userId' }] },
    })
  })
})

describe('people found by their address', () => {
  test('each number without a person is given to whom has its address, whatever the case of the letters', async () => {
    const { customer, anna, path, subscriberId } = await annaWithNumber()
    await ada.patch(path, { email: 'Anna.Kuehn@ACME.example' }).expect(200)
    const { version } = await ada.get(path).expect(200)
    const { operation, items } = await assign(customer, { ids: [subscriberId] })
    expect(operation).toMatchObject({ kind: 'person-assignment', done: 1, skipped: 0 })
    expect(items).toMatchObject([{ subjectId: subscriberId, outcome: 'done', code: null }])
    expect(await ada.get(path).expect(200)).toMatchObject({ userId: anna.id, version: version + 1 })
    expect(await latestStep(path)).toMatchObject({
      kind: 'person.assigned',
      details: { person: 'Anna Kühn' },
    })
  })

  test('who has a person keeps them, an address that nobody has and a person who is deactivated are skipped, each with its reason', async () => {
    const { customer, path, subscriberId } = await annaWithNumber()
    const bernd = await aPerson(app, customer, { email: 'bernd@acme.example' })
    await ada.patch(path, { userId: bernd.id }).expect(200)
    const other = await aSubscriber(ada, customer, { email: 'nobody@acme.example', pbxSipUserName: '1002' })
    const clara = await aPerson(app, customer, { email: 'clara@acme.example' })
    await deactivate(customer, clara)
    const ofClara = await aSubscriber(ada, customer, { email: clara.email, pbxSipUserName: '1003' })
    const gone = '01930000-0000-7000-8000-000000000000'
    const { operation, items } = await assign(customer, { ids: [subscriberId, other.id, ofClara.id, gone] })
    expect(operation).toMatchObject({ status: 'done', done: 0, skipped: 3, failed: 1 })
    const codes = new Map(
      items.map((item: { subjectId: string; code: string }) => [item.subjectId, item.code]),
    )
    expect(codes).toEqual(
      new Map([
        [subscriberId, 'subscribers.user-kept'],
        [other.id, 'subscribers.no-user-with-email'],
        [ofClara.id, 'subscribers.user-deactivated'],
        [gone, 'http.not-found'],
      ]),
    )
    for (const { message } of items) expect(message).toMatch(/\.$/)
    expect(await ownerOf(path)).toBe(bernd.id)
  })

  test('Cross-tenant: the address of somebody of another account is an address that nobody has', async () => {
    const customer = await aCustomer(ada)
    await aPerson(app, await aCustomer(ada, { name: 'Globex' }), { email })
    const { id } = await aSubscriber(ada, customer)
    const { items } = await assign(customer, { ids: [id] })
    expect(items).toMatchObject([{ outcome: 'skipped', code: 'subscribers.no-user-with-email' }])
  })

  test('CD-4: of all without a person, those who have one are not asked about', async () => {
    const { customer, subscriberId } = await annaWithNumber()
    const count = (assigned: boolean) =>
      ada.get(`${customer.path}/subscribers/count?assigned=${assigned}`).expect(200)
    expect([await count(false), await count(true)]).toEqual([{ count: 1 }, { count: 0 }])
    const { items } = await assign(customer, { all: true, filter: { assigned: false } })
    expect(items).toMatchObject([{ subjectId: subscriberId, outcome: 'done' }])
    expect([await count(false), await count(true)]).toEqual([{ count: 0 }, { count: 1 }])
    expect((await assign(customer, { all: true, filter: { assigned: false } })).operation).toMatchObject({
      total: 0,
    })
  })
})
