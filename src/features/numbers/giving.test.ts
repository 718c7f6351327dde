import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, aPerson } from '#tests/harness/people.ts'

const numbers = ['+12025550101', '+12025550102', '+12025550103']
const [first = '', second = ''] = numbers

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
})

const anna = { firstName: 'Anna', lastName: 'Kühn', email: 'anna@acme.example' }
const add = (smsNumber: string) => ada.post(`${acme.path}/users`, { ...anna, smsNumber })
const give = (id: string, smsNumber: string | null) => ada.patch(`${acme.path}/users/${id}`, { smsNumber })

describe('UA-12: an SMS number', () => {
  test.each([
    ['without a Twilio account', async () => undefined],
    [
      'without Twilio being on',
      async () => {
        await withUserNumbers(app, acme, numbers)
        await ada.patch(`${acme.path}/integrations/twilio`, { isOn: false }).expect(200)
      },
    ],
    [
      'without User numbers being on',
      async () => {
        await withUserNumbers(app, acme, numbers)
        await ada.patch(`${acme.path}/twilio-account`, { userNumbers: false }).expect(200)
      },
    ],
  ])('%s is given to nobody, and the refusal says how to turn on what is off', async (_what, prepare) => {
    await prepare()
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    for (const answer of [await add(first), await give(dora.id, first)]) {
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: 'numbers.user-numbers-off',
          detail: expect.stringContaining('Integrations and Apps › Twilio'),
          errors: [{ path: 'smsNumber' }],
        },
      })
    }
    expect((await ada.get(`${acme.path}/users/count?search=kühn`).expect(200)).count).toBe(0)
  })

  test('is one of the account’s own: any other is refused, also one that is gone', async () => {
    await withUserNumbers(app, acme, numbers)
    await app.platform.database.inAccount(acme.id, (tx) =>
      tx
        .updateTable('app.smsNumbers')
        .set({ goneAt: new Date() })
        .where('accountId', '=', acme.id)
        .where('number', '=', second)
        .execute(),
    )
    const globex = await aCustomer(ada, { name: 'Globex' })
    await withUserNumbers(app, globex, ['+442079460123'])
    for (const other of ['+12025550199', '+442079460123', second]) {
      expect(await add(other)).toMatchObject({
        status: 422,
        body: { code: 'numbers.unknown', errors: [{ path: 'smsNumber' }] },
      })
    }
    expect(await add(first).expect(201)).toMatchObject({ smsNumber: first })
  })

  test('of somebody else is refused, and given once it is taken from them', async () => {
    await withUserNumbers(app, acme, numbers)
    const { id } = await add(first).expect(201)
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    expect(await give(dora.id, first)).toMatchObject({
      status: 409,
      body: { code: 'users.sms-number-taken' },
    })
    await give(id, null).expect(200)
    expect(await give(dora.id, '+1 (202) 555-0101').expect(200)).toMatchObject({ smsNumber: first })
  })

  test('is taken away, and saved again as it is, also with everything off', async () => {
    await withUserNumbers(app, acme, numbers)
    const { id } = await add(first).expect(201)
    await ada.patch(`${acme.path}/integrations/twilio`, { isOn: false }).expect(200)
    await ada.patch(`${acme.path}/users/${id}`, { smsNumber: first, language: 'de' }).expect(200)
    expect(await give(id, null).expect(200)).toMatchObject({ smsNumber: null })
  })

  test('is one person’s, whoever of 200 asks for one of a few at the same moment', async () => {
    await withUserNumbers(app, acme, numbers)
    const people = await Promise.all(
      Array.from({ length: 50 }, (_, place) => aPerson(app, acme, { email: `p${place}@acme.example` })),
    )
    const asked = Array.from({ length: 200 }, (_, place) => ({
      id: people[place % people.length]?.id ?? '',
      number: numbers[place % numbers.length] ?? '',
    }))
    const answers = await Promise.all(asked.map(({ id, number }) => give(id, number)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
    const { items } = await ada.get(`${acme.path}/sms-numbers?free=false`).expect(200)
    const holders = items.map(({ user }: { user: { id: string } }) => user.id)
    expect(new Set(holders).size).toBe(holders.length)
    // Each number was asked for, and whoever was given one and not another has it.
    expect(items.length).toBeGreaterThan(0)
    for (const { number, user } of items) {
      expect((await ada.get(`${acme.path}/users/${user.id}`).expect(200)).smsNumber).toBe(number)
    }
  })
})
