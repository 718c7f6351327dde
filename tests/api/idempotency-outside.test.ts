import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { twilioSid, twilioToken } from '../harness/numbers.ts'
import { aCustomer, anAdminOf, auditTrailOf } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { isReplayed, under } from './keyed-writes.ts'

let app: TestApp
let admin: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let outside: Awaited<ReturnType<typeof somebodyOutside>>

beforeAll(async () => {
  app = await startTestApp({ worker: false, outboundAllow: ['127.0.0.1'] })
  customer = await aCustomer(await app.ada())
  admin = await anAdminOf(app, customer)
  outside = await somebodyOutside()
})
afterEach(() => outside.answerAll())
afterAll(async () => {
  await outside.close()
  await app.stop()
})

/** Somebody who takes requests and answers none of them before being told to. */
async function somebodyOutside() {
  const waiting: ServerResponse[] = []
  let answersAtOnce = false
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    request.resume()
    if (answersAtOnce) answer(response)
    else waiting.push(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  /** What every identity provider says of itself, which for Twilio is nonsense. */
  function answer(response: ServerResponse): void {
    const [authorization_endpoint, token_endpoint, jwks_uri] = ['a', 't', 'k'].map((at) => `${origin}/${at}`)
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ issuer: origin, authorization_endpoint, token_endpoint, jwks_uri }))
  }
  return {
    origin,
    waiting,
    asked: () => asked,
    answerAll() {
      answersAtOnce = true
      for (const response of waiting.splice(0)) answer(response)
    },
    holdBack() {
      answersAtOnce = false
    },
    close: () => new Promise((closed) => server.close(closed)),
  }
}

/** How many connections to the database are in use, and by how many others one is waited for. */
const inUse = ({ pool } = app.platform.database) => pool.totalCount - pool.idleCount + pool.waitingCount

const twilio = () => ({ origin: outside.origin, accountSid: twilioSid, secret: twilioToken })
const provider = () => ({ name: 'Example ID', issuer: outside.origin, clientId: 'rollcall' })

/** More than there are connections. */
const many = Array.from({ length: 14 }, (_, at) => at)

describe('under an Idempotency-Key, who is asked outside is waited for without a connection to the database (threats.md "Hostile answers")', () => {
  test.each([
    [
      'a Twilio account that is saved',
      () => admin.put(`${customer.path}/twilio-account`, twilio(), key()),
      200,
    ],
    [
      'its secret that is changed',
      () => admin.patch(`${customer.path}/twilio-account`, { secret: twilioToken }, key()),
      200,
    ],
    ['its check', () => admin.post(`${customer.path}/twilio-account/checks`, undefined, key()), 200],
    [
      'an identity provider that is saved',
      () => admin.put(`${customer.path}/identity-provider`, provider(), key()),
      200,
    ],
    ['its test', () => admin.post(`${customer.path}/identity-provider/tests`, undefined, key()), 201],
  ])('%s', async (_what, ask, status) => {
    outside.holdBack()
    const asking = many.map(() => ask())
    await waitUntil(() => outside.waiting.length === many.length, {
      what: 'everybody waits for the other side',
    })
    expect(inUse(app.platform.database)).toBe(0)
    await admin.get(customer.path).expect(200)
    outside.answerAll()
    const statuses = (await Promise.all(asking)).map((answer) => answer.status)
    expect(statuses).toContain(status)
  })

  test('a repeat gets the first answer, and nobody is asked again', async () => {
    outside.answerAll()
    const sent = () => admin.put(`${customer.path}/twilio-account`, twilio(), under('repeated'))
    const first = await sent()
    const asked = outside.asked()
    const second = await sent()
    expect(isReplayed(second)).toBe(true)
    expect(second.body).toEqual(first.body)
    expect(outside.asked()).toBe(asked)
  })

  test('of two that ask at once under one key, one acts and both get its answer', async () => {
    outside.holdBack()
    const saved = async () =>
      (await auditTrailOf(admin, customer)).filter((act) => act === 'twilio-account.saved').length
    const before = await saved()
    const both = [1, 2].map(() => admin.put(`${customer.path}/twilio-account`, twilio(), under('twice')))
    await waitUntil(() => outside.waiting.length === 2, { what: 'both wait for the other side' })
    outside.answerAll()
    const answers = await Promise.all(both)
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.filter(isReplayed)).toHaveLength(1)
    expect(await saved()).toBe(before + 1)
  })

  test('where the other side refuses, the key is free again', async () => {
    outside.answerAll()
    const silent = { ...provider(), issuer: `${outside.origin}/unlike` }
    const path = `${customer.path}/identity-provider`
    const refused = await admin.put(path, silent, under('corrected'))
    expect(refused.body.code).toBe('auth.identity-provider-unfit')
    await admin.put(path, provider(), under('corrected')).expect(200)
  })
})

let keys = 0
const key = () => under(`asked-${keys++}`)
