import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, newId } from '#platform/database/index.ts'
import { type Credential, randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { openClientReads } from './fetch-reads.ts'

describe('phones that fetch at the same moment', () => {
  let app: TestApp
  let ada: ApiClient
  const phones: Array<{ name: string; url: string; remove(): Promise<unknown> }> = []

  beforeAll(async () => {
    app = await startTestApp()
    ada = await app.ada()
    for (const account of ['Acme', 'Globex']) {
      const customer = await aCustomer(ada, { name: account })
      for (const person of ['Anna', 'Bernd', 'Clara']) {
        const name = `${person} of ${account}`
        const { id } = await aSubscriber(ada, customer, { firstName: person, lastName: `of ${account}` })
        const { url } = await aPhone(app, await aLink(app, ada, customer, id))
        // Its first fetch by its own URL is written down; from the second on nothing is.
        await fetchAsPhone(url)
        const path = `${customer.path}/subscribers/${id}/clients`
        const remove = async () => {
          const [client] = (await ada.get(path).expect(200)).items
          await ada.delete(`${path}/${client.id}`).expect(204)
        }
        phones.push({ name, url, remove })
      }
    }
  })
  afterAll(() => app.stop())

  const unknownUrl = () => `${app.serviceOrigin}/client/v1/${randomCredential(newId(), 16).text}`

  test('get each its own configuration, whichever accounts they are of, and an unknown one among them gets none', async () => {
    const answers = await Promise.all(
      [...phones, ...phones].map(async ({ url, name }) => ({ name, url, ...(await fetchAsPhone(url)) })),
    )
    const [unknown] = await Promise.all(
      [unknownUrl(), ...phones.map(({ url }) => url)].map((url) => fetchAsPhone(url)),
    )
    for (const { name, url, text } of answers) {
      expect(JSON.parse(text)).toMatchObject({ reset: false, displayName: name, configUri: url })
    }
    expect(unknown?.status).toBe(404)
  })

  test('and one of which was removed before: that one gets the reset document, the others their configuration', async () => {
    const [removed, ...others] = phones
    await removed?.remove()
    const answers = await Promise.all([...others, removed].map((phone) => fetchAsPhone(phone?.url ?? '')))
    expect(answers.map(({ text }) => JSON.parse(text).reset)).toEqual([...others.map(() => false), true])
  })
})

/** A database that answers when the test says so. */
function slowDatabase() {
  const asked: Array<{ hashes: Buffer[]; answer(): void; fail(error: Error): void }> = []
  const database = {
    ask: (_statement: string, [accounts, concatenated]: [string[], Buffer]) =>
      new Promise((resolve, reject) => {
        const hashes = accounts.map((_account, at) => concatenated.subarray(32 * at, 32 * at + 32))
        const answer = () => resolve(hashes.map((hash, at) => rowFor(hash, at + 1)))
        asked.push({ hashes, answer, fail: reject })
      }),
    whileCallerWaits: (act: () => unknown) => act(),
  } as unknown as Pick<Database, 'ask' | 'whileCallerWaits'>
  const nth = (count: number) => waitUntil(() => asked[count - 1], { what: `read ${count} has begun` })
  return { database, asked, nth }
}

function rowFor(hash: Buffer, place: number) {
  const client = { clientId: hash.toString('hex'), credentialIssuedAt: '2026-03-01T12:00:00Z' }
  return {
    account: {},
    profiles: null,
    clients: [{ place, cameWithPrevious: false, client, subscriber: null }],
  }
}

const aCredential = (): Credential => ({ accountId: newId(), hash: randomBytes(32) })

describe('reads', () => {
  test('who asks while a read is under way is in none that began before, and all of them are in the next', async () => {
    const { database, asked, nth } = slowDatabase()
    const reads = openClientReads(database)
    const first = reads.find(aCredential())
    const early = await nth(1)
    const credentials = Array.from({ length: 5 }, aCredential)
    const later = credentials.map((each) => reads.find(each))
    early.answer()
    await first
    const next = await nth(2)
    expect(next.hashes).toEqual(credentials.map(({ hash }) => hash))
    next.answer()
    const found = await Promise.all(later)
    expect(found.map((each) => each?.client.clientId)).toEqual(
      credentials.map(({ hash }) => hash.toString('hex')),
    )
    expect(asked).toHaveLength(2)
  })

  test('of many who wait half are in the next, so that the others are read while these are answered', async () => {
    const { database, nth } = slowDatabase()
    const reads = openClientReads(database)
    const first = reads.find(aCredential())
    const early = await nth(1)
    const crowd = Array.from({ length: 60 }, () => reads.find(aCredential()))
    early.answer()
    await first
    const half = await nth(2)
    expect(half.hashes).toHaveLength(30)
    half.answer()
    await Promise.all(crowd.slice(0, 30))
    const rest = await nth(3)
    // So few that to divide them again would cost more than it brings.
    expect(rest.hashes).toHaveLength(16)
    rest.answer()
    const last = await nth(4)
    expect(last.hashes).toHaveLength(14)
    last.answer()
    await Promise.all(crowd)
  })

  test('one that gets stuck holds up nobody who comes after', async () => {
    const { database, nth } = slowDatabase()
    const reads = openClientReads(database)
    const stuck = reads.find(aCredential())
    const hung = await nth(1)
    const after = reads.find(aCredential())
    const beside = await nth(2)
    beside.answer()
    expect(await after).toBeDefined()
    hung.answer()
    expect(await stuck).toBeDefined()
  })

  test('behind one that is stuck and fails in the end nobody waits as long once more', async () => {
    const { database, nth } = slowDatabase()
    const reads = openClientReads(database)
    const stuck = reads.find(aCredential())
    const hung = await nth(1)
    // So many that some of them still wait for a read of their own, however slow this machine is.
    const crowd = Array.from({ length: 5_000 }, () => reads.find(aCredential()).catch(() => 'in vain'))
    await nth(2)
    hung.fail(new Error('nothing was said'))
    await expect(stuck).rejects.toThrow('nothing was said')
    expect(await crowd.at(-1)).toBe('in vain')
  })

  test('one that fails, fails for those who were in it and for nobody else', async () => {
    const { database, nth } = slowDatabase()
    const reads = openClientReads(database)
    const first = reads.find(aCredential())
    const failing = await nth(1)
    const second = reads.find(aCredential())
    failing.fail(new Error('the connection broke'))
    await expect(first).rejects.toThrow('the connection broke')
    const next = await nth(2)
    next.answer()
    expect(await second).toBeDefined()
  })
})
