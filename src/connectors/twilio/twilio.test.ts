import { describe, expect, test } from 'vitest'
import { startTwilioSimulator, type Trouble, type TwilioSimulator } from '#dev/simulators/twilio/simulator.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import { allOf, keepsContractOfNumbers } from '../kit/contract.testing.ts'
import type { NumberAccount } from '../kit/index.ts'
import { twilioNumbers } from './index.ts'

const accountSid = `AC${'1'.repeat(32)}`
const keySid = `SK${'2'.repeat(32)}`
const authToken = 'the-auth-token-of-the-account'
const three = ['+12025550101', '+12025550102', '+12025550103'].map((number) => ({ number }))

function outboundThat(allow: string[]) {
  return createOutbound({ allow, redirectOrigin: () => '', databases: [] })
}

/** Twilio, played, and a connector that waits for nothing; how long it would have waited stands in `waitsMs`. */
async function play(numbers: Array<{ number: string; friendlyName?: string; sms?: boolean }> = three) {
  const accounts = [{ sid: accountSid, authToken, keys: { [keySid]: 'the-secret-of-the-key' }, numbers }]
  const simulator = await startTwilioSimulator({ port: 0, accounts })
  const waitsMs: number[] = []
  const provider = twilioNumbers(outboundThat(['127.0.0.1']), async (ms) => void waitsMs.push(ms))
  const account: NumberAccount = { origin: simulator.origin, accountSid, keySid: null, secret: authToken }
  const list = async () => (await allOf({ provider, account })).map(({ number }) => number)
  return {
    ...{ simulator, provider, account, waitsMs, list },
    [Symbol.asyncDispose]: () => simulator.stop(),
  }
}

const fault = (code: string) => ({ name: 'ConnectorError', code })
const page = (entries: unknown[], next: unknown = null) =>
  JSON.stringify({ incoming_phone_numbers: entries, next_page_uri: next })
const answers = (simulator: TwilioSimulator, body: string, times = 1) =>
  simulator.trouble({ kind: 'answers', times, status: 200, body })
const entry = (given: object = {}) => ({
  sid: `PN${'a'.repeat(32)}`,
  phone_number: '+12025550101',
  friendly_name: 'Reception',
  capabilities: { sms: true },
  ...given,
})

keepsContractOfNumbers(play)

describe('credentials', () => {
  test('of an API key sign in as well as the auth token', async () => {
    await using played = await play()
    const account = { ...played.account, keySid, secret: 'the-secret-of-the-key' }
    await played.provider.check(account)
    await expect(played.provider.check({ ...account, secret: authToken })).rejects.toMatchObject(
      fault('twilio.unauthorised'),
    )
  })

  test('threats "SSRF": are sent to no private address, unless the operator allows it', async () => {
    await using played = await play()
    const guarded = twilioNumbers(outboundThat([]))
    await expect(guarded.check(played.account)).rejects.toMatchObject(fault('twilio.insecure-address'))
    const origin = played.account.origin.replace('http:', 'https:')
    await expect(guarded.check({ ...played.account, origin })).rejects.toMatchObject(
      fault('outbound.refused-address'),
    )
    expect(played.simulator.requests).toEqual([])
  })

  test.each([
    '//elsewhere.example/next',
    'https://elsewhere.example/next',
    'http://127.0.0.1:1/next',
  ])('threats "SSRF": are not taken to %s, where a list is said to go on', async (next) => {
    await using played = await play()
    answers(played.simulator, page([entry()], next))
    await expect(played.list()).rejects.toMatchObject(fault('twilio.unreadable'))
  })
})

describe('when Twilio has trouble', () => {
  test.each<[string, Trouble, number[]]>([
    ['answers 500 three times', { kind: 'broken', times: 3 }, [1_000, 2_000, 4_000]],
    ['asks to wait', { kind: 'too-many-requests', times: 2, retryAfter: 7 }, [7_000, 7_000]],
    ['breaks the connection', { kind: 'cut', times: 1 }, [1_000]],
  ])('and %s, it is asked again after as long as it says', async (_what, trouble, waits) => {
    await using played = await play()
    played.simulator.trouble(trouble)
    expect(await played.list()).toEqual(three.map(({ number }) => number))
    expect(played.waitsMs).toEqual(waits)
  })

  test.each<[string, Trouble, string, number]>([
    ['500 without end', { kind: 'broken', times: 99 }, 'twilio.unavailable', 4],
    [
      '429 without end',
      { kind: 'too-many-requests', times: 99, retryAfter: 1 },
      'twilio.too-many-requests',
      4,
    ],
    [
      '429 for an hour',
      { kind: 'too-many-requests', times: 1, retryAfter: 3_600 },
      'twilio.too-many-requests',
      1,
    ],
    ['403', { kind: 'answers', times: 1, status: 403, body: '{}' }, 'twilio.unauthorised', 1],
    ['404', { kind: 'answers', times: 1, status: 404, body: '{}' }, 'twilio.unknown-account', 1],
    ['a redirect', { kind: 'answers', times: 1, status: 302, body: '' }, 'twilio.refused', 1],
  ])('%s is given up with a code', async (_what, trouble, code, requests) => {
    await using played = await play()
    played.simulator.trouble(trouble)
    await expect(played.list()).rejects.toMatchObject(fault(code))
    expect(played.simulator.requests).toHaveLength(requests)
  })

  test('a page that was read is not read again after a fault of the next', async () => {
    const numbers = Array.from({ length: 1_500 }, (_, place) => ({ number: `+1202${5_550_000 + place}` }))
    await using played = await play(numbers)
    const read: number[] = []
    for await (const page of played.provider.list(played.account)) {
      read.push(page.length)
      if (read.length === 1) played.simulator.trouble({ kind: 'broken', times: 1 })
    }
    expect(read).toEqual([1_000, 500])
    expect(played.simulator.requests).toHaveLength(3)
  })
})

describe('threats "hostile answers": a list', () => {
  test('that leads back to itself ends', async () => {
    await using played = await play()
    const path = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?PageSize=1000&Page=1`
    answers(played.simulator, page([entry()], path), 99)
    await expect(played.list()).rejects.toMatchObject(fault('twilio.unreadable'))
    expect(played.simulator.requests).toHaveLength(2)
  })

  test.each([
    ['is no JSON', 'Welcome to the hotel network'],
    ['has no numbers', '{"incoming_phone_numbers":"many"}'],
    ['has a number that is none', page([entry({ phone_number: '0171 1234567' })])],
    ['has a number of 40 digits', page([entry({ phone_number: `+1${'2'.repeat(39)}` })])],
    ['has a SID of another kind', page([entry({ sid: '../../etc' })])],
    ['has 1,001 numbers on a page', page(Array.from({ length: 1_001 }, () => entry()))],
  ])('that %s is refused, and nothing of it is in the sentence', async (_what, body) => {
    await using played = await play()
    answers(played.simulator, body)
    const error: Error = await played.list().then(
      () => Promise.reject(new Error('It was read.')),
      (thrown) => thrown,
    )
    expect(error).toMatchObject(fault('twilio.unreadable'))
    expect(error.message).not.toContain(body.slice(0, 20))
  })

  test('with a name of 10,000 characters has it cut, and no control character in it', async () => {
    await using played = await play()
    answers(played.simulator, page([entry({ friendly_name: `A\u0000\nB${'😀'.repeat(10_000)}` })]))
    const [number] = await allOf(played)
    const name = number?.friendlyName ?? ''
    expect([...name]).toHaveLength(64)
    expect(name).toMatch(/^A B😀+$/u)
  })
})
