import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let users: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  users = `${acme.path}/users`
})

const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }
const count = async () => (await ada.get(`${users}/count`).expect(200)).count
const errorPaths = (body: { errors: Array<{ path: string }> }) => body.errors.map(({ path }) => path)

/** What the refusal says, and that nobody was added by it. */
async function refused(given: unknown, by = ada) {
  const before = await count()
  const answer = await by.post(users, given)
  expect(await count()).toBe(before)
  return answer
}

describe('UA-10: adding a person', () => {
  test('needs first name, last name and e-mail address, and nothing else', async () => {
    const answer = await ada.post(users, anna)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`)
    expect(answer.body).toMatchObject({
      ...anna,
      role: 'user',
      mobile: null,
      extension: null,
      smsNumber: null,
      locationId: null,
      language: null,
      origin: 'manual',
      owners: {},
      lastModifiedBy: 'ada',
      lastModifiedFields: [],
    })
    expect(await ada.get(`${users}/${answer.body.id}`).expect(200)).toEqual(answer.body)
    expect((await auditTrailOf(ada, acme)).at(-1)).toBe('user.added')
  })

  test.each([
    'firstName',
    'lastName',
    'email',
  ] as const)('without %s is refused and adds nobody', async (field) => {
    const { [field]: _, ...rest } = anna
    const answer = await refused(rest)
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(errorPaths(answer.body)).toEqual([field])
  })

  test.each([
    { email: 'anna' },
    { email: 'anna@acme' },
    { mobile: '12' },
    { smsNumber: 'call me' },
    { role: 'owner' },
    { language: 'xx' },
    { locationId: 'Berlin' },
    { nickname: 'Änne' },
  ])('with %j is refused, names the field and adds nobody', async (wrong) => {
    const answer = await refused({ ...anna, ...wrong })
    expect(answer).toMatchObject({ status: 422, body: { code: 'http.invalid' } })
    expect(errorPaths(answer.body)).toEqual(Object.keys(wrong))
  })

  test('with an address of another person of the account is refused, in whatever case it is written', async () => {
    await ada.post(users, anna).expect(201)
    const answer = await refused({ ...anna, email: 'ANNA.Kuehn@acme.example' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'users.email-taken' } })
    expect(errorPaths(answer.body)).toEqual(['email'])
    const globex = await aCustomer(ada, { name: 'Globex' })
    await ada.post(`${globex.path}/users`, anna).expect(201)
  })

  test('with the address of another is refused in the same words under an Idempotency-Key', async () => {
    await ada.post(users, anna).expect(201)
    const answer = await ada.post(users, anna, { 'idempotency-key': 'anna-again' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'users.email-taken' } })
    expect(errorPaths(answer.body)).toEqual(['email'])
  })

  test('by many at once under one address adds one', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ada.post(users, anna)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(await count()).toBe(1)
  })

  test('makes them found by their name at once', async () => {
    const { id } = await ada.post(users, anna).expect(201)
    const { items } = await ada.get(`${users}?search=kuhn`).expect(200)
    expect(items.map((each: { id: string }) => each.id)).toEqual([id])
  })

  test('marks them invited, and their e-mail address is looked for at sign-in', async () => {
    const { id } = await ada.post(users, anna).expect(201)
    const directory = () =>
      asSuperuser(app.database, 'select 1 from app.sign_in_directory where account_id = $1', [acme.id])
    expect(await directory()).toHaveLength(1)
    expect((await ada.get(`${users}/${id}`).expect(200)).status).toBe('invited')
  })
})

describe('UA-11: a phone number', () => {
  test('is written in any way with its country code, and kept as E.164', async () => {
    await withUserNumbers(app, acme, ['+12025550143'])
    const given = { ...anna, mobile: '+49 (0)171 / 123 45 67', smsNumber: '+1 (202) 555-0143' }
    expect(await ada.post(users, given).expect(201)).toMatchObject({
      mobile: '+491711234567',
      smsNumber: '+12025550143',
    })
    const { items } = await ada.get(`${users}?search=0171123`).expect(200)
    expect(items).toHaveLength(1)
  })

  test('for SMS is one person’s: another who is given it is refused', async () => {
    await withUserNumbers(app, acme, ['+12025550143'])
    const smsNumber = '+1 202 555 0143'
    await ada.post(users, { ...anna, smsNumber }).expect(201)
    const answer = await refused({ ...anna, email: 'dora@acme.example', smsNumber: '+12025550143' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'users.sms-number-taken' } })
    expect(errorPaths(answer.body)).toEqual(['smsNumber'])
  })
})

test('UA-13: an admin of the account and one of its partner make an Account Admin when adding', async () => {
  const carla = await anAdminOf(app, acme)
  for (const [admin, email] of [
    [ada, 'anna@acme.example'],
    [carla, 'dora@acme.example'],
  ] as const) {
    expect((await admin.post(users, { ...anna, email, role: 'admin' }).expect(201)).role).toBe('admin')
  }
})

describe('UA-14: a location', () => {
  test('is one of the account', async () => {
    const { id } = await ada.post(`${acme.path}/locations`, { name: 'Berlin' }).expect(201)
    expect((await ada.post(users, { ...anna, locationId: id }).expect(201)).locationId).toBe(id)
  })

  test('of nobody and of another account is refused alike', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const { id } = await ada.post(`${globex.path}/locations`, { name: 'Paris' }).expect(201)
    for (const locationId of [id, newId()]) {
      const answer = await refused({ ...anna, locationId })
      expect(answer).toMatchObject({ status: 422, body: { code: 'users.location-unknown' } })
      expect(errorPaths(answer.body)).toEqual(['locationId'])
    }
  })
})

test.each([
  '1001',
  null,
])('UA-40: an extension (%j) is not given by hand, and the refusal says who sets it', async (extension) => {
  const answer = await refused({ ...anna, extension })
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'users.field-fixed', detail: expect.stringContaining('PBX') },
  })
  expect(errorPaths(answer.body)).toEqual(['extension'])
})

test('UA-13: a person without the role of Account Admin adds nobody', async () => {
  const eve = await anAdminOf(app, acme, { email: 'eve@acme.example' })
  await anAdminOf(app, acme)
  await asSuperuser(app.database, `update app.users set role = 'user' where email = $1 and account_id = $2`, [
    'eve@acme.example',
    acme.id,
  ])
  expect(await refused(anna, eve)).toMatchObject({ status: 403, body: { code: 'auth.not-allowed' } })
})
