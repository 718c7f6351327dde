import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, auditTrailOf, timelineOf } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, openPage, ownUrlIn, pressForm } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

async function annaWithPhone(given: object = {}, client = 'generic') {
  const { id } = await aSubscriber(ada, customer, given)
  const token = await aLink(app, ada, customer, id)
  return { id, token, ...(await aPhone(app, token, { client })) }
}
// Time moves in these tests, and with it Ada's session ends.
const admin = async () => {
  ada = await app.ada()
  return ada
}
const shown = async (id: string) => (await admin()).get(`${customer.path}/subscribers/${id}`).expect(200)
const clientsOf = async (id: string) =>
  (await (await admin()).get(`${customer.path}/subscribers/${id}/clients`).expect(200)).items
const fetched = async (url: string) => ownUrlIn((await fetchAsPhone(url)).text)
const isReset = (text: string) => JSON.parse(text).reset === true

test('the softphones of a subscriber come in pages, the newest first', async () => {
  const { id } = await aSubscriber(ada, customer)
  for (let n = 0; n < 2; n++) await aPhone(app, await aLink(app, ada, customer, id), { client: 'generic' })
  const path = `${customer.path}/subscribers/${id}/clients`
  const [newer, older] = await clientsOf(id)
  expect(newer.id > older.id).toBe(true)
  const first = await ada.get(`${path}?limit=1`).expect(200)
  expect(first.items).toEqual([newer])
  const second = await ada.get(`${path}?limit=1&cursor=${first.nextCursor}`).expect(200)
  expect(second).toEqual({ items: [older], nextCursor: null })
})

describe("a client's own URL", () => {
  test('hands out the present configuration, and the same URL for a day', async () => {
    const phone = await annaWithPhone()
    await ada.patch(`${customer.path}/subscribers/${phone.id}`, { pbxSipPassword: 'n3w-s3cret' }).expect(200)
    expect((await shown(phone.id)).flags.updatePending).toBe(true)
    const again = await fetchAsPhone(phone.url)
    expect(again.text).toContain('n3w-s3cret')
    expect(ownUrlIn(again.text)).toBe(phone.url)
    expect((await shown(phone.id)).flags.updatePending).toBe(false)
    expect(
      (await timelineOf(ada, customer, phone.id)).filter((kind) => kind === 'client.downloaded'),
    ).toHaveLength(2)
  })

  test('is replaced after a day; the one before works until the new one is used, then it means two copies', async () => {
    const phone = await annaWithPhone()
    await fetchAsPhone(phone.url)
    app.clock.advance({ hours: 25 })
    const second = await fetched(phone.url)
    expect(second).not.toBe(phone.url)
    expect(await fetched(phone.url)).toBe(second)
    expect((await clientsOf(phone.id))[0].copied).toBe(false)
    expect(await fetched(second)).toBe(second)
    expect((await clientsOf(phone.id))[0].copied).toBe(false)
    expect((await fetchAsPhone(phone.url)).status).toBe(200)
    expect(await clientsOf(phone.id)).toMatchObject([{ copied: true, revokedAt: null }])
  })

  test('two generations old, it is unknown', async () => {
    const phone = await annaWithPhone()
    app.clock.advance({ hours: 25 })
    const second = await fetched(phone.url)
    await fetchAsPhone(second)
    app.clock.advance({ hours: 25 })
    await fetched(second)
    expect((await fetchAsPhone(phone.url)).status).toBe(404)
  })

  test('of a copy gets the reset document where the profile blocks copies', async () => {
    await admin()
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, {
        name: 'Strict',
        pinRequired: false,
        blockCopiedClients: true,
      })
      .expect(201)
    const phone = await annaWithPhone({ profileId })
    app.clock.advance({ hours: 25 })
    const second = await fetched(phone.url)
    await fetchAsPhone(second)
    const copy = await fetchAsPhone(phone.url)
    expect(isReset(copy.text)).toBe(true)
    expect(copy.text).not.toContain('s3cret')
    expect((await fetchAsPhone(second)).text).toContain('s3cret-Anna')
  })

  test('shows a browser a page and not the passwords', async () => {
    await admin()
    const phone = await annaWithPhone()
    const page = await openPage(phone.url)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.text).not.toContain('s3cret')
  })

  test('unknown, malformed or of an unknown account answers alike', async () => {
    const answers = await Promise.all(
      [randomCredential(customer.id, 16).text, randomCredential(newId(), 16).text, 'x'].map(
        async (credential) => {
          const { status, text } = await fetchAsPhone(`${app.serviceOrigin}/client/v1/${credential}`)
          return JSON.stringify({ status, ...JSON.parse(text), requestId: '' })
        },
      ),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('"status":404')
  })
})

describe('a client that ends', () => {
  test('Remove: its next fetch gets the reset document, and its ticket is over', async () => {
    await admin()
    const phone = await annaWithPhone()
    const [client] = await clientsOf(phone.id)
    const path = `${customer.path}/subscribers/${phone.id}/clients/${client.id}`
    await ada.delete(path).expect(204)
    expect(await shown(phone.id)).toMatchObject({ clientCount: 0 })
    const last = await fetchAsPhone(phone.url)
    expect(last.status).toBe(200)
    expect(isReset(last.text)).toBe(true)
    expect(last.text).not.toContain('s3cret')
    expect((await fetchAsPhone(phone.ticketUrl)).status).toBe(410)
    expect(await clientsOf(phone.id)).toMatchObject([
      { revokedBecause: 'removed', revokedAt: expect.any(String) },
    ])
    expect((await timelineOf(ada, customer, phone.id)).slice(-2)).toEqual(['client.revoked', 'client.reset'])
    await ada.delete(path).expect(204)
    expect((await auditTrailOf(ada, customer)).filter((action) => action === 'client.removed')).toHaveLength(
      1,
    )
  })

  test('of one subscriber is not removed under the name of another', async () => {
    const [anna, bob] = [await annaWithPhone(), await annaWithPhone()]
    const [client] = await clientsOf(anna.id)
    expect((await ada.delete(`${customer.path}/subscribers/${bob.id}/clients/${client.id}`)).status).toBe(404)
    expect((await fetchAsPhone(anna.url)).text).toContain('s3cret')
  })

  test('CD-11: with its subscriber gets the reset document, and its ticket is over', async () => {
    const phone = await annaWithPhone()
    await ada.delete(`${customer.path}/subscribers/${phone.id}`).expect(204)
    const last = await fetchAsPhone(phone.url)
    expect(isReset(last.text)).toBe(true)
    expect(last.text).not.toContain('s3cret')
    expect((await fetchAsPhone(phone.ticketUrl)).status).toBe(410)
  })

  test('that is a linphone gets the reset in its own format', async () => {
    const phone = await annaWithPhone({}, 'linphone')
    const [client] = await clientsOf(phone.id)
    await ada.delete(`${customer.path}/subscribers/${phone.id}/clients/${client.id}`).expect(204)
    const last = await fetchAsPhone(phone.url)
    expect(last.headers.get('content-type')).toContain('xml')
    expect(last.text).not.toContain('s3cret')
    expect(last.text).toMatch(/config-uri/)
    expect(last.text).not.toContain('/client/v1/')
  })
})

describe('CD-12 MU-10: another client service user name', () => {
  test('ends the clients at once, and a new deployment is required until a new client downloads', async () => {
    const phone = await annaWithPhone({ clientServiceUserName: 'akuehn' })
    const ended = {
      clientCount: 0,
      state: 'revoked',
      downloadedAt: expect.any(String),
      flags: { redeployRequired: true, updatePending: false },
    }
    const answer = await ada
      .patch(`${customer.path}/subscribers/${phone.id}`, { clientServiceUserName: 'anna' })
      .expect(200)
    expect(answer).toMatchObject(ended)
    expect(await shown(phone.id)).toMatchObject(ended)
    expect(isReset((await fetchAsPhone(phone.url)).text)).toBe(true)
    const fresh = await aLink(app, ada, customer, phone.id)
    expect((await shown(phone.id)).flags.redeployRequired).toBe(true)
    const document = (await aPhone(app, fresh)).document
    expect((await shown(phone.id)).flags.redeployRequired).toBe(false)
    // The SIP secret is not changed by it.
    expect(document).toContain('s3cret-Anna')
  })

  test('changes nothing where it stays the same, or where nobody has a client', async () => {
    const phone = await annaWithPhone({ clientServiceUserName: 'akuehn' })
    await ada
      .patch(`${customer.path}/subscribers/${phone.id}`, { clientServiceUserName: 'akuehn' })
      .expect(200)
    expect(await shown(phone.id)).toMatchObject({ clientCount: 1, flags: { redeployRequired: false } })
    const bob = await aSubscriber(ada, customer, { clientServiceUserName: 'bob' })
    await ada.patch(`${customer.path}/subscribers/${bob.id}`, { clientServiceUserName: 'robert' }).expect(200)
    expect((await shown(bob.id)).flags.redeployRequired).toBe(false)
  })
})

describe('a new phone', () => {
  test('is told to the person by mail; one press on *Not me* blocks it, and the link', async () => {
    const email = 'notme@acme.example'
    const phone = await annaWithPhone({ email })
    const { raw } = await app.mail.waitForMessage(async (message) => {
      if (!message.envelope.to.includes(email)) return false
      return ((await app.mail.parse(message.raw)).text ?? '').includes('/phones/')
    })
    const text = (await app.mail.parse(raw)).text ?? ''
    expect(text).not.toContain('s3cret')
    const link = /https?:\/\/\S+\/d\/\S+\/phones\/[0-9a-f-]+/.exec(text)?.[0] ?? ''
    const page = await openPage(link)
    expect(page.status).toBe(200)
    expect((await fetchAsPhone(phone.url)).text).toContain('s3cret-Anna')
    const withoutNonce = await openPage(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'nonce=none',
    })
    expect(withoutNonce.status).toBe(303)
    expect((await clientsOf(phone.id))[0].revokedAt).toBeNull()
    expect((await pressForm(page, link, {})).status).toBe(200)
    expect(await clientsOf(phone.id)).toMatchObject([{ revokedBecause: 'not-me' }])
    expect(isReset((await fetchAsPhone(phone.url)).text)).toBe(true)
    expect((await openPage(`${app.serviceOrigin}/d/${phone.token}`)).status).toBe(410)
    await waitUntil(async () => (await timelineOf(ada, customer, phone.id)).includes('client.revoked'), {
      what: 'the press is on the timeline',
    })
  })

  test("is not blocked with another person's link", async () => {
    const [anna, bob] = [await annaWithPhone(), await annaWithPhone()]
    const ticketId = newId()
    for (const path of [
      `/d/${bob.token}/phones/${ticketId}`,
      `/d/x/phones/${ticketId}`,
      `/d/${anna.token}/phones/x`,
    ]) {
      expect((await openPage(`${app.serviceOrigin}${path}`)).status).toBe(404)
    }
  })
})
