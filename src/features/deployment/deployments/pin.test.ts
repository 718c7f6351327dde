import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, timelineOf } from '#tests/harness/people.ts'
import { aLink, aPhone, openPage, pressForm, sendForm, useLink } from '#tests/harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
const pin = '482913'

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada, {}, { pinRequired: true, clientsPerLink: 5 })
})
afterAll(() => app.stop())

async function anna(): Promise<{ id: string; token: string }> {
  const { id } = await aSubscriber(ada, customer, { deploymentPin: pin })
  return { id, token: await aLink(app, ada, customer, id) }
}
const attempt = (token: string, given: string | undefined) =>
  useLink(app, token, { client: 'generic', ...(given === undefined ? {} : { pin: given }) })
const locked = async (id: string) =>
  (await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).flags.locked

describe('MU-12: the PIN of a link', () => {
  test('is asked for; without it nothing of the person is shown', async () => {
    const { token } = await anna()
    const page = await openPage(`${app.serviceOrigin}/d/${token}`)
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/<input[^>]+name="pin"/)
    for (const detail of ['Anna', 'Kühn', '1001', pin, 's3cret-Anna']) expect(page.text).not.toContain(detail)
    expect(await attempt(token, undefined)).toMatchObject({
      status: 422,
      body: { code: 'deployment.pin-malformed' },
    })
  })

  test('the right one gives a ticket', async () => {
    expect(await attempt((await anna()).token, pin)).toMatchObject({
      status: 200,
      body: { url: expect.stringContaining('/c/'), expiresAt: expect.any(String) },
    })
  })

  test('five wrong ones lock it; then the right one is refused too', async () => {
    const { id, token } = await anna()
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await attempt(token, '0000')).toMatchObject({
        status: 403,
        body: { code: 'deployment.pin-wrong', attemptsLeft },
      })
    }
    const refused = { status: 423, body: { code: 'deployment.locked' } }
    expect(await attempt(token, '0000')).toMatchObject(refused)
    expect(await attempt(token, pin)).toMatchObject(refused)
    expect(await locked(id)).toBe(true)
    expect((await openPage(`${app.serviceOrigin}/d/${token}`)).status).toBe(423)
    const steps = await timelineOf(ada, customer, id)
    expect(steps.filter((kind) => kind === 'pin.wrong')).toHaveLength(5)
    expect(steps.at(-1)).toBe('pin.locked')
  })

  test('a malformed one does not count, in whatever way it is wrong', async () => {
    const { id, token } = await anna()
    for (const malformed of ['', '123', 'abcd', '1'.repeat(21), '48 29 13', '٤٨٢٩']) {
      expect((await attempt(token, malformed)).body.code).toBe('deployment.pin-malformed')
      expect((await attempt(token, malformed)).status).toBe(422)
    }
    expect(await locked(id)).toBe(false)
    expect((await attempt(token, pin)).status).toBe(200)
  })

  test('of a hundred guesses at the same time at most five are looked at, and the right one among the late is refused', async () => {
    const { id, token } = await anna()
    const guesses = Array.from({ length: 100 }, (_, at) => String(1_000 + at))
    const answers = await Promise.all([...guesses, pin].map((guess) => attempt(token, guess)))
    const statuses = answers.map(({ status }) => status)
    const looked = (await timelineOf(ada, customer, id)).filter((kind) => kind === 'pin.wrong').length
    expect(looked).toBeLessThanOrEqual(5)
    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(4)
    expect(statuses.slice(0, 100)).not.toContain(200)
    expect(statuses.filter((status) => status === 423).length).toBeGreaterThanOrEqual(95)
    expect(await attempt(token, pin)).toMatchObject({ status: 423 })
  })

  test('guesses are counted for the person too: a new link gives no new tries', async () => {
    const { id, token } = await anna()
    for (const wrong of ['0000', '1111', '2222']) await attempt(token, wrong)
    const second = await aLink(app, ada, customer, id)
    expect(await attempt(second, '3333')).toMatchObject({ status: 403, body: { attemptsLeft: 1 } })
    expect(await attempt(second, '4444')).toMatchObject({ status: 423 })
    const third = await aLink(app, ada, customer, id)
    expect(await attempt(third, pin)).toMatchObject({ status: 423, body: { code: 'deployment.locked' } })
  })

  test('the right one alone does not wipe wrong ones out; a download does', async () => {
    const { token } = await anna()
    for (const wrong of ['0000', '1111', '2222']) await attempt(token, wrong)
    await attempt(token, pin)
    expect(await attempt(token, '3333')).toMatchObject({ status: 403, body: { attemptsLeft: 1 } })
    const { id, token: other } = await anna()
    for (const wrong of ['0000', '1111']) await attempt(other, wrong)
    await aPhone(app, other, { client: 'generic', pin })
    const fresh = await aLink(app, ada, customer, id)
    expect(await attempt(fresh, '3333')).toMatchObject({ status: 403, body: { attemptsLeft: 4 } })
  })

  test('leading zeros belong to it', async () => {
    const { id } = await aSubscriber(ada, customer, { deploymentPin: '0042' })
    const token = await aLink(app, ada, customer, id)
    expect(await attempt(token, '42')).toMatchObject({ status: 422 })
    expect(await attempt(token, '00042')).toMatchObject({ status: 403 })
    expect(await attempt(token, '0042')).toMatchObject({ status: 200 })
  })
})

describe('a link that is only looked at', () => {
  test('spends nothing: GET and HEAD, as often as scanners like, and the first look is on the timeline once', async () => {
    const { id, token } = await anna()
    const url = `${app.serviceOrigin}/d/${token}`
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
    expect(await timelineOf(ada, customer, id)).not.toContain('link.opened')
    for (let look = 0; look < 8; look++) expect((await openPage(url)).status).toBe(200)
    expect((await timelineOf(ada, customer, id)).filter((kind) => kind === 'link.opened')).toHaveLength(1)
    expect((await attempt(token, pin)).status).toBe(200)
  })

  test('a form without the nonce of our page spends nothing, neither a try nor a ticket', async () => {
    const { id, token } = await anna()
    const url = `${app.serviceOrigin}/d/${token}`
    for (const nonce of ['', 'x'.repeat(22)]) {
      for (const guess of ['0000', pin]) {
        const answer = await sendForm(url, { nonce, pin: guess, client: 'generic' })
        expect(answer).toMatchObject({ status: 303 })
        expect(answer.headers.get('location')).toBe(`/d/${token}`)
      }
    }
    const steps = await timelineOf(ada, customer, id)
    expect(steps).not.toContain('pin.wrong')
    expect(steps).not.toContain('ticket.made')
  })

  test("one person's nonce does not fit another's link", async () => {
    const [mine, theirs] = [await anna(), await anna()]
    const page = await openPage(`${app.serviceOrigin}/d/${mine.token}`)
    const answer = await pressForm(page, `${app.serviceOrigin}/d/${theirs.token}`, { pin, client: 'generic' })
    expect(answer.status).toBe(303)
  })

  test('the form of our page works without JavaScript: a wrong PIN is said at the field, the right one leads on', async () => {
    const { token } = await anna()
    const url = `${app.serviceOrigin}/d/${token}`
    const page = await openPage(url)
    const wrong = await pressForm(page, url, { pin: '0000', client: 'linphone' })
    expect(wrong.status).toBe(403)
    expect(wrong.text).toContain('aria-invalid="true"')
    expect(wrong.text).not.toContain('0000')
    const right = await pressForm(wrong, url, { pin, client: 'linphone' })
    expect(right.status).toBe(200)
    expect(right.text).toContain('linphone-config:')
    expect(right.text).not.toMatch(/href="https?:\/\/[^"]*\/c\//)
  })

  test('a press without an app chosen is asked again and counts nothing', async () => {
    const { id, token } = await anna()
    const url = `${app.serviceOrigin}/d/${token}`
    expect((await pressForm(await openPage(url), url, { pin: '0000' })).status).toBe(422)
    expect(await timelineOf(ada, customer, id)).not.toContain('pin.wrong')
  })
})
