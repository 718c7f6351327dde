import { describe, expect, test } from 'vitest'
import { startTwilioSimulator } from '#dev/simulators/twilio/simulator.ts'

// biome-ignore lint/suspicious/noExplicitAny: what was answered, as the tests read it.
type Json = any

const sid = `AC${'3'.repeat(32)}`
const authToken = 'the-auth-token'

async function play() {
  const simulator = await startTwilioSimulator({
    port: 0,
    accounts: [
      {
        sid,
        authToken,
        numbers: Array.from({ length: 5 }, (_, place) => ({ number: `+1202555010${place}` })),
        available: [{ number: '+15005550006' }, { number: '+15005550007', sms: false }],
      },
    ],
  })
  const ask = (path: string, init: RequestInit = {}, token = authToken) =>
    fetch(`${simulator.origin}/2010-04-01/Accounts/${sid}/${path}`, {
      ...init,
      headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
    })
  const json = async (path: string, init?: RequestInit): Promise<Json> => (await ask(path, init)).json()
  return { simulator, ask, json, [Symbol.asyncDispose]: () => simulator.stop() }
}

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

describe('the Twilio that is played', () => {
  test('pages by next_page_uri, relative and null at the end, and loses none when one is released between', async () => {
    await using played = await play()
    const first = await played.json('IncomingPhoneNumbers.json?PageSize=2')
    expect(first.next_page_uri).toMatch(/^\/2010-04-01\/.*PageToken=PA/)
    const account = played.simulator.accounts.get(sid)
    account?.numbers.shift()
    const second = await played.json(first.next_page_uri.split(`${sid}/`)[1])
    const third = await played.json(second.next_page_uri.split(`${sid}/`)[1])
    const numbers = [first, second, third].flatMap((page) => page.incoming_phone_numbers)
    expect(numbers.map((number: { phone_number: string }) => number.phone_number)).toEqual(
      Array.from({ length: 5 }, (_, place) => `+1202555010${place}`),
    )
    expect(third.next_page_uri).toBeNull()
  })

  test('filters by a pattern, and says what a number can', async () => {
    await using played = await play()
    const { incoming_phone_numbers: found } = await played.json('IncomingPhoneNumbers.json?PhoneNumber=202*3')
    expect(found).toMatchObject([{ phone_number: '+12025550103', capabilities: { sms: true, voice: true } }])
  })

  test('rents a number that is available, and releases it', async () => {
    await using played = await play()
    const search = 'AvailablePhoneNumbers/US/Local.json?SmsEnabled=true&Contains=500555'
    expect((await played.json(search)).available_phone_numbers).toHaveLength(1)
    const bought = await played.ask('IncomingPhoneNumbers.json', form({ PhoneNumber: '+15005550006' }))
    expect(bought.status).toBe(201)
    const { sid: number } = (await bought.json()) as Json
    expect((await played.json(search)).available_phone_numbers).toEqual([])
    const renamed = await played.json(`IncomingPhoneNumbers/${number}.json`, form({ FriendlyName: 'Desk' }))
    expect(renamed.friendly_name).toBe('Desk')
    const released = await played.ask(`IncomingPhoneNumbers/${number}.json`, { method: 'DELETE' })
    expect(released.status).toBe(204)
    expect((await played.json(search)).available_phone_numbers).toHaveLength(1)
  })

  test('says no as Twilio does', async () => {
    await using played = await play()
    const refused = await played.ask('IncomingPhoneNumbers.json', {}, 'wrong')
    expect([refused.status, await refused.json()]).toEqual([
      401,
      {
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      },
    ])
    const none = await played.json('IncomingPhoneNumbers.json', form({ AreaCode: '533' }))
    expect(none).toMatchObject({ code: 21452, status: 400 })
    played.simulator.trouble({ kind: 'too-many-requests', times: 1, retryAfter: 3 })
    const busy = await played.ask('IncomingPhoneNumbers.json')
    expect([busy.status, busy.headers.get('retry-after'), ((await busy.json()) as Json).code]).toEqual([
      429,
      '3',
      20429,
    ])
  })
})
