import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rentedNumber } from '#dev/simulators/twilio/account.ts'
import type { TwilioSimulator } from '#dev/simulators/twilio/simulator.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { joinTwilio, playTwilio, someNumbers, twilioSid, twilioToken } from '#tests/harness/numbers.ts'
import { aCustomer, aPerson, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { hourlySynchroniser } from './jobs.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let twilio: TwilioSimulator

beforeAll(async () => {
  app = await startTestApp({ outboundAllow: ['127.0.0.1'] })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  twilio = await playTwilio(someNumbers(20))
  await joinTwilio(ada, acme, twilio)
})
afterEach(() => twilio.stop())

const rented = () => {
  const account = twilio.accounts.get(twilioSid)
  if (!account) throw new Error('The account is not played.')
  return account
}
const synchronise = async (given: object = {}) => {
  const { id } = await ada.post(`${acme.path}/sms-number-synchronisations`, given).expect(202)
  return finished(ada, acme, id)
}
const listed = async (query = ''): Promise<string[]> => {
  const { items } = await ada.get(`${acme.path}/sms-numbers?limit=500&${query}`).expect(200)
  return items.map(({ number }: { number: string }) => number)
}
const account = () => ada.get(`${acme.path}/twilio-account`).expect(200)
const hourly = () => hourlySynchroniser(app.platform).run({ accountId: acme.id } as never)

describe('bringing the numbers up to date', () => {
  test('is an operation that says how many there are, and lists those that can send SMS', async () => {
    rented().numbers.push(rentedNumber({ number: '+12025550999', sms: false }))
    expect(await synchronise()).toMatchObject({
      kind: 'sms-number-synchronisation',
      status: 'done',
      total: 20,
      done: 20,
      failure: null,
    })
    expect(await listed()).toEqual(someNumbers(20).map(({ number }) => number))
    expect(await account()).toMatchObject({ numbers: 20, free: 20, state: 'working' })
  })

  test('names the country of a number; where several share a code, the one whose numbering plan it is', async () => {
    rented().numbers.push(
      rentedNumber({ number: '+442079460123' }),
      rentedNumber({ number: '+447700900123' }),
    )
    await synchronise()
    const { items } = await ada.get(`${acme.path}/sms-numbers?search=44`).expect(200)
    expect(items.map(({ country }: { country: string }) => country)).toEqual(['GB', 'GB'])
  })

  test('forgets what is gone and free, keeps what somebody has as gone, and has it back when it is', async () => {
    const [held, free] = ['+12025550105', '+12025550106']
    await aPerson(app, acme, { email: 'anna@acme.example', columns: { smsNumber: held } })
    rented().numbers = rented().numbers.filter(({ number }) => number !== held && number !== free)
    await synchronise()
    expect(await listed()).not.toContain(free)
    const gone = async () => {
      const { items } = await ada.get(`${acme.path}/sms-numbers?search=5550105`).expect(200)
      return items[0].isGone
    }
    expect(await gone()).toBe(true)
    expect(await account()).toMatchObject({ numbers: 18, free: 18 })
    rented().numbers.push(rentedNumber({ number: held }))
    await synchronise()
    expect(await gone()).toBe(false)
  })

  test('stops when five and more than a tenth are gone, changes nothing, and goes on when that is meant', async () => {
    rented().numbers.splice(0, 4)
    expect((await synchronise()).status).toBe('done')
    rented().numbers.splice(0, 5)
    expect(await synchronise()).toMatchObject({
      status: 'failed',
      failure: expect.stringMatching(/^5 of 16 numbers are not in the Twilio account any more\./),
    })
    expect(await listed()).toHaveLength(16)
    expect(await account()).toMatchObject({ state: 'failing', failure: { code: 'numbers.too-many-gone' } })
    expect((await synchronise({ evenIfManyGone: true })).status).toBe('done')
    expect(await listed()).toHaveLength(11)
    expect(await account()).toMatchObject({ state: 'working', failure: null })
  })

  test('that Twilio refuses fails with the sentence, which stands at the account too, and leaves the list as it was', async () => {
    twilio.trouble({ kind: 'broken', times: 4 })
    const { failure } = await synchronise()
    expect(failure).toContain('Twilio has a fault at the moment.')
    expect(await account()).toMatchObject({
      state: 'failing',
      failure: { code: 'twilio.unavailable', message: failure },
    })
    expect(await listed()).toHaveLength(20)
  })

  /** Changes the Twilio account while its numbers are read. @returns how the synchronisation ended */
  async function whileNumbersAreRead(changes: object, atTwilio = () => {}) {
    twilio.trouble({ kind: 'slow', times: 1, ms: 400 })
    const before = twilio.requests.length
    const synchronising = synchronise()
    await waitUntil(() => twilio.requests.length > before || undefined, { what: 'Twilio is asked' })
    await ada.patch(`${acme.path}/twilio-account`, changes).expect(200)
    atTwilio()
    return synchronising
  }

  test('with the credentials of before does not overwrite what is read with those of now', async () => {
    expect(await whileNumbersAreRead({ secret: twilioToken })).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('was changed while its numbers were read'),
    })
  })

  test('goes on while User numbers are turned on or off', async () => {
    const { synchronisedAt } = await account()
    app.clock.advance({ minutes: 1 })
    expect(await whileNumbersAreRead({ userNumbers: false })).toMatchObject({ status: 'done', done: 20 })
    const after = await account()
    expect(after).toMatchObject({ userNumbers: false, state: 'working' })
    expect(after.synchronisedAt > synchronisedAt).toBe(true)
  })

  test('that fails stands at the account, also where User numbers were turned on or off meanwhile', async () => {
    const failed = await whileNumbersAreRead({ userNumbers: false }, () => rented().secrets.clear())
    expect(failed).toMatchObject({ status: 'failed' })
    expect(await account()).toMatchObject({ state: 'failing', failure: { code: 'twilio.unauthorised' } })
  })

  test('can be cancelled while it reads', async () => {
    twilio.trouble({ kind: 'slow', times: 1, ms: 400 })
    const { id } = await ada.post(`${acme.path}/sms-number-synchronisations`, {}).expect(202)
    await ada.post(`${acme.path}/operations/${id}/cancellation`).expect(200)
    expect((await finished(ada, acme, id)).status).toBe('cancelled')
  })
})

describe('every hour', () => {
  const waiting = () =>
    asSuperuser(
      app.database,
      `select 1 from graphile_worker._private_jobs where key = $1 and run_at > now() + interval '50 minutes'`,
      [`numbers:synchronise:${acme.id}`],
    )

  test('the list is brought up to date by itself, once an hour, and says what became different', async () => {
    rented().numbers.push(rentedNumber({ number: '+12025550998' }))
    await hourly()
    expect(await listed()).toContain('+12025550998')
    expect(await waiting()).toHaveLength(1)
    expect(await auditTrailOf(ada, acme)).toContain('sms-number.synchronised')
  })

  test('a fault stands at the account, and the next hour tries again', async () => {
    twilio.trouble({ kind: 'broken', times: 4 })
    await hourly()
    expect(await account()).toMatchObject({ state: 'failing' })
    expect(await waiting()).toHaveLength(1)
    await hourly()
    expect(await account()).toMatchObject({ state: 'working' })
  })

  test('nothing is asked of Twilio once it is turned off', async () => {
    await ada.patch(`${acme.path}/integrations/twilio`, { isOn: false }).expect(200)
    const before = twilio.requests.length
    await hourly()
    expect(twilio.requests).toHaveLength(before)
  })
})

describe('the list of numbers', () => {
  test('is searched by digits however they are written, and by name; by who has one; and is paged by number', async () => {
    rented().numbers.push(rentedNumber({ number: '+442079460123', friendlyName: 'Réception London' }))
    await synchronise()
    const anna = await aPerson(app, acme, {
      email: 'anna@acme.example',
      firstName: 'Anna',
      lastName: 'Kühn',
      columns: { smsNumber: '+12025550107' },
    })
    for (const search of [
      '020 7946 0123',
      '0044 (20) 7946-0123',
      '+44 (020) 7946–0123',
      'tel:+44-20-7946',
      'reception',
      'LONDON',
    ]) {
      expect(await listed(`search=${encodeURIComponent(search)}`)).toEqual(['+442079460123'])
    }
    expect(await listed('free=true')).toHaveLength(20)
    const { items } = await ada.get(`${acme.path}/sms-numbers?free=false`).expect(200)
    expect(items).toEqual([
      {
        number: '+12025550107',
        friendlyName: '+12025550107',
        country: 'US',
        user: { id: anna.id, name: 'Anna Kühn' },
        isGone: false,
      },
    ])
    const count = (query: string) => ada.get(`${acme.path}/sms-numbers/count?${query}`).expect(200)
    expect(await count('')).toEqual({ count: 21 })
    expect(await count('free=true&search=London')).toEqual({ count: 1 })
    const first = await ada.get(`${acme.path}/sms-numbers?limit=15`).expect(200)
    const second = await ada.get(`${acme.path}/sms-numbers?limit=15&cursor=${first.nextCursor}`).expect(200)
    const both = [...first.items, ...second.items].map(({ number }) => number)
    expect(both).toEqual(await listed())
    expect(second.nextCursor).toBeNull()
  })

  test('of another account has none of them', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    expect(await ada.get(`${globex.path}/sms-numbers`).expect(200)).toEqual({ items: [], nextCursor: null })
  })
})
