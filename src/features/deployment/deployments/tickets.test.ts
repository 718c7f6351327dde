import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, timelineOf } from '#tests/harness/people.ts'
import {
  aLink,
  aPhone,
  aTicket,
  fetchAsPhone,
  openPage,
  ownUrlIn,
  pressForm,
  sendForm,
  useLink,
} from '#tests/harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

async function anna(profile?: object): Promise<{ id: string; token: string }> {
  const profileId = profile
    ? (
        await ada
          .post(`${customer.path}/deployment-profiles`, { name: newId(), pinRequired: false, ...profile })
          .expect(201)
      ).id
    : customer.profileId
  const { id } = await aSubscriber(ada, customer, { profileId })
  return { id, token: await aLink(app, ada, customer, id) }
}
const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const clientsOf = async (id: string) =>
  (await ada.get(`${customer.path}/subscribers/${id}/clients`).expect(200)).items

describe('a ticket', () => {
  test('CD-3: its first fetch makes the client, and that is Downloaded', async () => {
    const { id, token } = await anna()
    const ticket = await aTicket(app, token)
    expect(await shown(id)).toMatchObject({ downloadedAt: null, clientCount: 0 })
    const fetched = await fetchAsPhone(ticket, { headers: { 'user-agent': 'Desk/1.0' } })
    expect(fetched.status).toBe(200)
    expect(fetched.headers.get('content-type')).toContain('application/json')
    expect(fetched.headers.get('cache-control')).toBe('no-store')
    const document = JSON.parse(fetched.text)
    expect(document.accounts).toMatchObject([{ userName: '1001', host: 'pbx.acme.example' }])
    expect(fetched.text).toContain('s3cret-Anna')
    expect(await shown(id)).toMatchObject({
      state: 'downloaded',
      downloadedAt: expect.any(String),
      clientCount: 1,
    })
    expect(await clientsOf(id)).toMatchObject([
      {
        kind: 'generic',
        userAgent: 'Desk/1.0',
        revokedAt: null,
        copied: false,
        downloadedAt: expect.any(String),
      },
    ])
  })

  test('points straight at the service, because softphones follow no redirect', async () => {
    expect((await aTicket(app, (await anna()).token)).startsWith(`${app.serviceOrigin}/c/`)).toBe(true)
  })

  test.each([
    ['a browser that navigates', { headers: { accept: '*/*', 'sec-fetch-mode': 'navigate' } }],
    ['a mail scanner that takes pages', { headers: { accept: 'text/html,*/*' } }],
    ['a look at the headers only', { method: 'HEAD' }],
  ])('gives %s a page and spends nothing', async (_who, init) => {
    const { id, token } = await anna()
    const ticket = await aTicket(app, token)
    const answer = await fetchAsPhone(ticket, init)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.text).not.toContain('s3cret-Anna')
    expect(await clientsOf(id)).toEqual([])
    expect((await fetchAsPhone(ticket)).headers.get('content-type')).toContain('json')
  })

  test('is over after ten minutes', async () => {
    const { id, token } = await anna()
    const ticket = await aTicket(app, token)
    app.clock.advance({ minutes: 9 })
    const inTime = await aTicket(app, token)
    app.clock.advance({ minutes: 9 })
    expect((await fetchAsPhone(inTime)).status).toBe(200)
    const late = await aTicket(app, (await anna()).token)
    app.clock.advance({ minutes: 11 })
    for (const over of [ticket, late]) {
      const answer = await fetchAsPhone(over)
      expect(answer.status).toBe(410)
      expect(JSON.parse(answer.text).code).toBe('deployment.ticket-gone')
      expect(answer.text).not.toContain('s3cret')
    }
    expect(await clientsOf(id)).toHaveLength(1)
  })

  test('fetched again after a lost answer yields the same client with a fresh credential', async () => {
    const { id, token } = await anna()
    const ticket = await aTicket(app, token)
    const first = ownUrlIn((await fetchAsPhone(ticket)).text)
    const second = ownUrlIn((await fetchAsPhone(ticket)).text)
    expect(second).not.toBe(first)
    expect(await clientsOf(id)).toHaveLength(1)
    expect((await fetchAsPhone(first)).status).toBe(404)
    expect((await fetchAsPhone(second)).status).toBe(200)
  })

  test("ends when the client's own URL is used", async () => {
    const { token } = await anna()
    const phone = await aPhone(app, token)
    expect((await fetchAsPhone(phone.url)).status).toBe(200)
    expect((await fetchAsPhone(phone.ticketUrl)).status).toBe(410)
  })

  test('fetched a hundred times at once makes one client, of which one credential is left', async () => {
    const { id, token } = await anna()
    const ticket = await aTicket(app, token)
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetchAsPhone(ticket)))
    const urls = answers.filter(({ status }) => status === 200).map(({ text }) => ownUrlIn(text))
    expect(urls).toHaveLength(100)
    expect(await clientsOf(id)).toHaveLength(1)
    expect((await shown(id)).clientCount).toBe(1)
    const alive = (await Promise.all(urls.map((url) => fetchAsPhone(url)))).filter(
      ({ status }) => status === 200,
    )
    expect(alive).toHaveLength(1)
    expect((await timelineOf(ada, customer, id)).filter((kind) => kind === 'client.downloaded')).toHaveLength(
      1,
    )
  })

  test('asked for anew ends the one before', async () => {
    const { token } = await anna()
    const older = await aTicket(app, token)
    const newer = await aTicket(app, token)
    expect((await fetchAsPhone(older)).status).toBe(410)
    expect((await fetchAsPhone(newer)).status).toBe(200)
  })

  test('that is unknown, malformed or of an unknown account answers alike', async () => {
    const tickets = [randomCredential(customer.id, 16).text, randomCredential(newId(), 16).text, 'x', 'a.b']
    const answers = await Promise.all(
      tickets.map(async (ticket) => {
        const { status, text } = await fetchAsPhone(`${app.serviceOrigin}/c/${ticket}`)
        return JSON.stringify({ status, ...JSON.parse(text), requestId: '' })
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('deployment.ticket-gone')
  })

  test('for a file comes by a press on our page: without the nonce nothing is handed out', async () => {
    const { id, token } = await anna()
    const url = `${app.serviceOrigin}/d/${token}`
    const ready = await pressForm(await openPage(url), url, { client: 'microsip' })
    const action = /action="(\/c\/[^"]+)"/.exec(ready.text)?.[1]
    const ticket = `${app.serviceOrigin}${action}`
    expect((await sendForm(ticket, { nonce: 'x'.repeat(22) })).status).toBe(403)
    expect(await clientsOf(id)).toEqual([])
    const file = await pressForm(ready, ticket, {})
    expect(file.status).toBe(200)
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="/)
    expect(await clientsOf(id)).toMatchObject([{ kind: 'microsip' }])
  })
})

describe('how many clients a link makes', () => {
  test('DP-2: one by default; then the link is used up and says so', async () => {
    const { token } = await anna()
    await aPhone(app, token)
    expect(await useLink(app, token, { client: 'generic' })).toMatchObject({
      status: 410,
      body: { code: 'deployment.link-used' },
    })
    expect((await openPage(`${app.serviceOrigin}/d/${token}`)).status).toBe(410)
  })

  test('DP-2: as many as the profile says', async () => {
    const { id, token } = await anna({ clientsPerLink: 3 })
    for (let phone = 0; phone < 3; phone++) await aPhone(app, token)
    expect((await useLink(app, token, { client: 'generic' })).status).toBe(410)
    expect((await shown(id)).clientCount).toBe(3)
  })

  test('DP-2: not more when two tickets race for the last place', async () => {
    const { id, token } = await anna({ clientsPerLink: 2 })
    await aPhone(app, token)
    const tickets = await Promise.all([1, 2, 3].map(() => useLink(app, token, { client: 'generic' })))
    const urls = tickets.map(({ body }) => body.url)
    await Promise.all(urls.map((url) => fetchAsPhone(url)))
    expect((await shown(id)).clientCount).toBe(2)
  })
})

describe('which apps a link offers', () => {
  test('only those of the profile', async () => {
    const { token } = await anna({ clientKinds: ['linphone'] })
    expect(await useLink(app, token, { client: 'microsip' })).toMatchObject({
      status: 422,
      body: { code: 'deployment.client-not-offered', errors: [{ path: 'client' }] },
    })
    const page = await openPage(`${app.serviceOrigin}/d/${token}`)
    expect(page.text).toMatch(/value="linphone"/)
    expect(page.text).not.toMatch(/value="microsip"/)
  })

  test('with a password that is only known as a hash: linphone, and not those that need it in clear', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, {
        name: 'Hashed',
        pinRequired: false,
        pbxRealm: 'pbx.acme.example',
      })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, {
      profileId,
      pbxSipPassword: {
        ha1: '0123456789abcdef0123456789abcdef',
        realm: 'pbx.acme.example',
        algorithm: 'MD5',
      },
    })
    const token = await aLink(app, ada, customer, id)
    const refused = await useLink(app, token, { client: 'microsip' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'deployment.client-not-offered' } })
    expect(refused.body.errors[0].message).toContain('needs-clear-password')
    const phone = await aPhone(app, token, { client: 'linphone' })
    expect(phone.document).toContain('0123456789abcdef0123456789abcdef')
  })

  test('an app that does not exist is refused as a field', async () => {
    expect(await useLink(app, (await anna()).token, { client: 'zoiper' })).toMatchObject({
      status: 422,
      body: { code: 'http.invalid', errors: [{ path: 'client' }] },
    })
  })
})
