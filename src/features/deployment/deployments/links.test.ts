import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, timelineOf } from '#tests/harness/people.ts'
import {
  aLink,
  aTicket,
  fetchAsPhone,
  linkTokenOf,
  openPage,
  pressForm,
  sendForm,
  useLink,
} from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterAll(() => app.stop())

const page = (token: string) => openPage(`${app.serviceOrigin}/d/${token}`)
const mailsTo = (email: string) => app.mail.messages.filter(({ envelope }) => envelope.to.includes(email))
const shown = (id: string) => ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const mailed = (email: string, count: number) =>
  waitUntil(() => mailsTo(email).length === count, { what: `${count} mails to ${email}` })

async function anna(given: object = {}): Promise<{ id: string; token: string; ticket: string }> {
  const { id } = await aSubscriber(ada, customer, given)
  const token = await aLink(app, ada, customer, id)
  const pin = (given as { deploymentPin?: string }).deploymentPin
  return { id, token, ticket: await aTicket(app, token, { client: 'generic', ...(pin ? { pin } : {}) }) }
}

async function isOver({ id, token, ticket }: { id: string; token: string; ticket: string }): Promise<void> {
  expect(await useLink(app, token, { client: 'generic', pin: '482913' })).toMatchObject({
    status: 410,
    body: { code: 'deployment.link-revoked' },
  })
  expect((await page(token)).status).toBe(410)
  expect((await fetchAsPhone(ticket)).status).toBe(410)
  expect(await shown(id)).toMatchObject({ state: 'revoked' })
  expect((await timelineOf(ada, customer, id)).at(-1)).toBe('link.revoked')
}

describe('an unknown link', () => {
  test('answers like a malformed one and one of an unknown account: page and data, byte for byte', async () => {
    const tokens = [
      randomCredential(customer.id, 16).text,
      randomCredential(newId(), 16).text,
      'x',
      'a.b',
      '%00',
      "'--",
    ]
    const pages = await Promise.all(tokens.map((token) => page(token)))
    expect(new Set(pages.map(({ status, text }) => JSON.stringify({ status, text }))).size).toBe(1)
    expect(pages[0]?.status).toBe(404)
    const data = await Promise.all(
      tokens.map((token) => useLink(app, token, { client: 'generic', pin: '1234' })),
    )
    expect(
      new Set(data.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: '' }))).size,
    ).toBe(1)
    expect(data[0]).toMatchObject({ status: 404, body: { code: 'deployment.link-unknown' } })
  })

  test('asks for no new link: the answer is the same as for one that may', async () => {
    const { token } = await anna()
    const answers = await Promise.all(
      [token, randomCredential(customer.id, 16).text, 'x'].map((each) =>
        sendForm(`${app.serviceOrigin}/d/${each}/renewal`, { nonce: 'none' }),
      ),
    )
    expect(new Set(answers.map(({ status, text }) => JSON.stringify({ status, text }))).size).toBe(1)
  })

  test('a code that was typed in leads to its link, spaces or not', async () => {
    const { token } = await anna()
    const spaced = token.replace(/(.{4})/g, '$1 ')
    const answer = await sendForm(`${app.serviceOrigin}/d`, { code: spaced })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`/d/${encodeURIComponent(token)}`)
  })
})

describe('a link ends, and its ticket with it, in the act that makes it wrong', () => {
  test('when the e-mail address changes, because the mail lies in the other mailbox', async () => {
    const link = await anna({ email: 'old@links.example' })
    await ada.patch(`${customer.path}/subscribers/${link.id}`, { email: 'new@links.example' }).expect(200)
    await isOver(link)
  })

  test('and not when only the case of the address changes', async () => {
    const link = await anna({ email: 'case@links.example' })
    await ada.patch(`${customer.path}/subscribers/${link.id}`, { email: 'Case@links.example' }).expect(200)
    expect((await page(link.token)).status).toBe(200)
  })

  test('when the PIN is removed, because the mail alone would be enough', async () => {
    const link = await anna({ deploymentPin: '482913' })
    await ada.patch(`${customer.path}/subscribers/${link.id}`, { deploymentPin: null }).expect(200)
    await isOver(link)
  })

  test('when the subscriber is deleted', async () => {
    const link = await anna()
    await ada.delete(`${customer.path}/subscribers/${link.id}`).expect(204)
    expect((await useLink(app, link.token, { client: 'generic' })).body.code).toBe('deployment.link-unknown')
    expect((await fetchAsPhone(link.ticket)).status).toBe(410)
  })

  test('when the account is deactivated, or the profile no longer deploys', async () => {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Stopping', pinRequired: false })
      .expect(201)
    const link = await anna({ profileId })
    await ada.patch(`${customer.path}/deployment-profiles/${profileId}`, { doNotDeploy: true }).expect(200)
    expect((await useLink(app, link.token, { client: 'generic' })).status).toBe(410)
    const other = await anna()
    const status = (value: string) =>
      asSuperuser(app.database, 'update app.accounts set status = $1 where account_id = $2', [
        value,
        customer.id,
      ])
    await status('deactivated')
    expect((await useLink(app, other.token, { client: 'generic' })).status).toBe(410)
    expect((await fetchAsPhone(other.ticket)).status).toBe(410)
    await status('active')
  })

  test('and the redirect server forgets it', async () => {
    const link = await anna()
    const atRedirect = async () =>
      (await fetch(`${app.redirectOrigin}/d/${link.token}`, { redirect: 'manual' })).status
    await waitUntil(async () => (await atRedirect()) === 307, { what: 'the redirect server knows the link' })
    await ada
      .patch(`${customer.path}/subscribers/${link.id}`, { email: 'elsewhere@links.example' })
      .expect(200)
    await waitUntil(async () => (await atRedirect()) === 404, {
      what: 'the redirect server has forgotten it',
    })
  })
})

describe('CD-6: a link for which no app is left', () => {
  const ha1 = { ha1: 'a'.repeat(32), realm: 'pbx.acme.example', algorithm: 'MD5' }

  async function withoutApp(given: object = {}) {
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, {
        name: newId(),
        pinRequired: false,
        clientKinds: ['baresip'],
      })
      .expect(201)
    const { id } = await aSubscriber(ada, customer, { profileId, ...given })
    const token = await aLink(app, ada, customer, id)
    const before = await page(token)
    await ada.patch(`${customer.path}/subscribers/${id}`, { pbxSipPassword: ha1 }).expect(200)
    return { id, token, before, address: `${app.serviceOrigin}/d/${token}` }
  }

  test('says so on its page and whom to ask, also after *Continue* on a page that is still open; no list of nothing', async () => {
    const { token, before, address } = await withoutApp()
    for (const answer of [
      await page(token),
      await pressForm(before, address, { client: 'baresip' }),
      await pressForm(before, address, {}),
    ]) {
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('No app can be set up at present')
      expect(answer.text).toContain('Ask your administrator')
      expect(answer.text).not.toContain('<form')
    }
    expect(await useLink(app, token, { client: 'baresip' })).toMatchObject({
      status: 409,
      body: { code: 'deployment.no-app-offered' },
    })
  })

  test('says so in a page after a wrong PIN too', async () => {
    const { before, address } = await withoutApp({ deploymentPin: '482913' })
    const wrong = await pressForm(before, address, { pin: '0000', client: 'baresip' })
    expect(wrong.status).toBe(409)
    expect(wrong.headers.get('content-type')).toContain('text/html')
  })

  test('works again when there is an app, and nothing was used up', async () => {
    const { id, token } = await withoutApp()
    await ada.patch(`${customer.path}/subscribers/${id}`, { pbxSipPassword: 'n3w-s3cret' }).expect(200)
    expect((await page(token)).status).toBe(200)
    expect(await aTicket(app, token, { client: 'baresip' })).toContain('/c/')
  })

  test('is not handed over either', async () => {
    const { id } = await withoutApp()
    expect(await ada.post(`${customer.path}/subscribers/${id}/links`)).toMatchObject({
      status: 409,
      body: { code: 'deployment.no-app-offered' },
    })
  })
})

// Last, because time moves and sessions end.
describe('an expired link', () => {
  test('says so, offers a new one, which is mailed to the address on file; at most one in an hour', async () => {
    const email = 'expired@links.example'
    const link = await anna({ email })
    await mailed(email, 1)
    app.clock.advance({ hours: 73 })
    ada = await app.ada()
    expect((await shown(link.id)).flags.linkExpired).toBe(true)
    const expired = await page(link.token)
    expect(expired.status).toBe(410)
    expect(expired.text).not.toContain('Anna')
    expect(await useLink(app, link.token, { client: 'generic' })).toMatchObject({
      status: 410,
      body: { code: 'deployment.link-expired' },
    })
    const renewal = `${app.serviceOrigin}/d/${link.token}/renewal`
    expect((await sendForm(renewal, { nonce: 'none' })).status).toBe(200)
    expect(await timelineOf(ada, customer, link.id)).not.toContain('link.asked-anew')
    const answer = await pressForm(expired, renewal, {})
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(email)
    await mailed(email, 2)
    const fresh = await linkTokenOf(app, ada, customer, link.id)
    expect(fresh).not.toBe(link.token)
    expect((await page(fresh)).status).toBe(200)
    for (let press = 0; press < 5; press++) await pressForm(expired, renewal, {})
    app.clock.advance({ minutes: 59 })
    await pressForm(await page(link.token), renewal, {})
    const asked = async () =>
      (await timelineOf(ada, customer, link.id)).filter((kind) => kind === 'link.asked-anew').length
    expect(await asked()).toBe(1)
    app.clock.advance({ minutes: 2 })
    await pressForm(await page(link.token), renewal, {})
    expect(await asked()).toBe(2)
    await mailed(email, 3)
  })

  test('gives no new one where none may be sent: the same answer, and no mail', async () => {
    const email = 'stopped@links.example'
    const link = await anna({ email })
    await mailed(email, 1)
    app.clock.advance({ hours: 73 })
    ada = await app.ada()
    const profiles = (await ada.get(`${customer.path}/deployment-profiles`).expect(200)).items
    const stopped = profiles.find((profile: { doNotDeploy: boolean }) => profile.doNotDeploy)
    const expired = await page(link.token)
    await ada.patch(`${customer.path}/subscribers/${link.id}`, { profileId: stopped.id }).expect(200)
    const renewal = `${app.serviceOrigin}/d/${link.token}/renewal`
    const unknown = await sendForm(`${app.serviceOrigin}/d/x/renewal`, { nonce: 'none' })
    expect((await pressForm(expired, renewal, {})).text).toBe(unknown.text)
    const queued = (await timelineOf(ada, customer, link.id)).filter((kind) => kind === 'deployment.queued')
    expect(queued).toHaveLength(1)
  })
})
