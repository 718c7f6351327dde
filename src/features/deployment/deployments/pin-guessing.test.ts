import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { openDatabase } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, timelineOf } from '#tests/harness/people.ts'
import { aLink, linkTokenOf, openPage } from '#tests/harness/phones.ts'
import { languageCodes } from '../subscribers/fields.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
const pin = '482913'

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
  customer = await aCustomer(ada, {}, { pinRequired: true, clientsPerLink: 5 })
})
afterAll(() => app.stop())

let networks = 0
/** An address in a network that nobody has come from. */
const newAddress = () => `10.1.${++networks >> 8}.${networks & 255}`

async function anna(): Promise<{ id: string; token: string }> {
  const { id } = await aSubscriber(ada, customer, { deploymentPin: pin })
  return { id, token: await aLink(app, ada, customer, id) }
}

/** People with a link each, deployed to at once. */
async function links(count: number): Promise<Array<{ id: string; token: string }>> {
  const ids: string[] = []
  for (let made = 0; made < count; made++) {
    ids.push((await aSubscriber(ada, customer, { deploymentPin: pin })).id)
  }
  await deployTo(ada, customer, ids)
  return Promise.all(ids.map(async (id) => ({ id, token: await linkTokenOf(app, ada, customer, id) })))
}

async function attempt(token: string, given: string, address: string, origin = app.serviceOrigin) {
  const answer = await fetch(`${origin}/d/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ client: 'generic', pin: given }),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

async function pressPin(token: string, given: string, address: string, language: string) {
  const url = `${app.serviceOrigin}/d/${token}`
  const headers = { 'x-forwarded-for': address, 'accept-language': language }
  const page = await openPage(url, { headers })
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return openPage(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    body: new URLSearchParams({ nonce, client: 'generic', pin: given }).toString(),
  })
}

const wrongPins = async (id: string) =>
  (await timelineOf(ada, customer, id)).filter((kind) => kind === 'pin.wrong').length
const stopped = { status: 429, body: { code: 'deployment.network-stopped' } }

describe('PIN guessing: one common PIN sprayed over many links', () => {
  test('stops after twenty links of twenty-five; the other five have lost no try, and nobody elsewhere notices', async () => {
    const people = await links(25)
    const thief = newAddress()
    const answers: Array<Awaited<ReturnType<typeof attempt>>> = []
    for (const { token } of people) answers.push(await attempt(token, '1234', thief))
    expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(403))
    for (const answer of answers.slice(20)) {
      expect(answer).toMatchObject(stopped)
      const seconds = Number(answer.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(3_500)
      expect(seconds).toBeLessThanOrEqual(3_600)
    }
    for (const { id } of people.slice(20)) expect(await wrongPins(id)).toBe(0)
    const [first, , , , , , , , , , , , , , , , , , , , spared] = people
    if (!first || !spared) throw new Error('There are twenty-five.')
    // The thief is stopped with the right PIN too, on any link.
    expect(await attempt(first.token, pin, thief)).toMatchObject(stopped)
    // Elsewhere a first wrong PIN on a link that was spared leaves four tries, and the right one opens.
    expect(await attempt(spared.token, '0000', newAddress())).toMatchObject({
      status: 403,
      body: { attemptsLeft: 4 },
    })
    expect((await attempt(first.token, pin, newAddress())).status).toBe(200)
  })

  test('all at the same time, no more than twenty links are tried', async () => {
    const people = await links(30)
    const thief = newAddress()
    const answers = await Promise.all(people.map(({ token }) => attempt(token, '1234', thief)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 403)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  })

  test('the stop ends after an hour, and is told on the page in the language of the reader', async () => {
    const people = await links(21)
    const network = '2001:db8:5:5'
    for (const [at, { token }] of people.slice(0, 20).entries()) {
      expect((await attempt(token, '1234', `${network}::${at + 1}`)).status).toBe(403)
    }
    const last = people[20]
    if (!last) throw new Error('There are twenty-one.')
    const titles = new Set<string>()
    for (const language of languageCodes) {
      const page = await pressPin(last.token, pin, `${network}:ffff::9`, language)
      expect(page.status).toBe(429)
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(page.text).toContain(`<html lang="${language}">`)
      titles.add(/<h1>([^<]+)<\/h1>/.exec(page.text)?.[1] ?? '')
    }
    expect(titles.size).toBe(languageCodes.length)
    app.clock.advance({ minutes: 61 })
    expect((await attempt(last.token, pin, `${network}::1`)).status).toBe(200)
  })

  test('people of one office who enter their own PINs are never stopped, whatever they mistype on the way', async () => {
    const people = await links(30)
    const office = newAddress()
    for (const { token } of people) {
      expect((await attempt(token, '1234', office)).status).toBe(403)
      expect((await attempt(token, pin, office)).status).toBe(200)
    }
  })
})

describe('PIN guessing: one link', () => {
  test('two hundred parallel guesses from a hundred addresses spend exactly five tries; the right PIN is refused then, after a redeployment and after a restart too', async () => {
    const { id, token } = await anna()
    const addresses = Array.from({ length: 100 }, newAddress)
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        attempt(token, String(1_000 + at), addresses[at % 100] as string),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 403)).toHaveLength(4)
    expect(statuses.filter((status) => status === 423)).toHaveLength(196)
    expect(await wrongPins(id)).toBe(5)
    expect(await attempt(token, pin, newAddress())).toMatchObject({ status: 423 })
    const second = await aLink(app, ada, customer, id)
    expect(await attempt(second, pin, newAddress())).toMatchObject({ status: 423 })
    const restarted = await anotherProcess()
    try {
      expect(await attempt(second, pin, newAddress(), restarted.origin)).toMatchObject({ status: 423 })
    } finally {
      await restarted.stop()
    }
  })

  test('tries that were spent, and a stopped network, survive a restart', async () => {
    const people = await links(21)
    const thief = newAddress()
    for (const { token } of people.slice(0, 20)) await attempt(token, '1234', thief)
    const [first, last] = [people[0], people[20]]
    if (!first || !last) throw new Error('There are twenty-one.')
    const restarted = await anotherProcess()
    try {
      expect(await attempt(last.token, pin, thief, restarted.origin)).toMatchObject(stopped)
      expect(await attempt(first.token, '0000', newAddress(), restarted.origin)).toMatchObject({
        body: { attemptsLeft: 3 },
      })
    } finally {
      await restarted.stop()
    }
  })
})

/** A process that was started later, on the same database. */
async function anotherProcess(): Promise<{ origin: string; stop(): Promise<void> }> {
  const database = openDatabase({ url: app.database.runtimeUrl, log: app.platform.log })
  const server: FastifyInstance = await buildHttpServer(
    { ...app.platform, database },
    { trustProxy: true, tls: undefined },
  )
  return {
    origin: await server.listen({ host: '127.0.0.1', port: 0 }),
    async stop() {
      await server.close()
      await database.close()
    },
  }
}
