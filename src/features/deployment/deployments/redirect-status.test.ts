import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { openPage } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

const statusOf = (customer: { path: string }) => ada.get(`${customer.path}/redirect-server`).expect(200)

/** Does this with another address of the redirect server, which is then put back. */
async function withRedirectOrigin<Result>(origin: string, act: () => Promise<Result>): Promise<Result> {
  const before = app.platform.origins.redirect
  app.platform.origins.redirect = origin
  try {
    return await act()
  } finally {
    app.platform.origins.redirect = before
  }
}

describe('the redirect server, as an account sees it', () => {
  test('DP-5: where it is, that it answers, and how many links of this account it holds', async () => {
    const acme = await aCustomer(ada)
    const other = await aCustomer(ada, { name: 'Umbrella' })
    const anna = await aSubscriber(ada, acme)
    await deployTo(ada, acme, [anna.id])
    const status = await waitUntil(
      async () => {
        const asked = await statusOf(acme)
        return asked.heldLinks === 1 && asked.emailContentVersion !== null ? asked : undefined
      },
      { what: 'the redirect server holds the link' },
    )
    expect(status).toEqual({
      origin: app.redirectOrigin,
      bypassed: false,
      answers: true,
      problem: null,
      heldLinks: 1,
      waitingLinks: 0,
      emailContentVersion: expect.any(Number),
    })
    expect(await statusOf(other)).toMatchObject({ heldLinks: 0, waitingLinks: 0 })
  })

  test('DP-5: one that does not answer is said to be so, with what to do', async () => {
    const acme = await aCustomer(ada)
    const status = await withRedirectOrigin('http://localhost:1', () => statusOf(acme))
    expect(status).toMatchObject({
      answers: false,
      heldLinks: null,
      emailContentVersion: null,
      problem: { code: 'redirect.unreachable', message: expect.stringContaining('Check that it runs') },
    })
  })

  test('DP-5: what answers there and is no redirect server is told apart from silence', async () => {
    const acme = await aCustomer(ada)
    const status = await withRedirectOrigin(app.serviceOrigin, () => statusOf(acme))
    expect(status).toMatchObject({
      answers: false,
      problem: { code: expect.stringMatching(/^(redirect|http)\./) },
    })
  })

  test('DP-5: an account that bypasses it is told so', async () => {
    const acme = await aCustomer(ada)
    await ada.patch(acme.path, { redirectBypass: true }).expect(200)
    expect(await statusOf(acme)).toMatchObject({ bypassed: true })
  })

  test('DP-5: admins of another account learn nothing of it', async () => {
    const acme = await aCustomer(ada)
    const other = await aCustomer(ada, { name: 'Umbrella' })
    const carla = await anAdminOf(app, other, { email: 'carla@umbrella.example' })
    await carla.get(`${acme.path}/redirect-server`).expect(404)
    await carla.get(`${other.path}/redirect-server`).expect(200)
  })
})

describe('a link taken by hand', () => {
  test('CD-13: works at the redirect server when it is answered, without waiting for the worker', async () => {
    const acme = await aCustomer(ada)
    for (const name of ['Kühn', 'Lang', 'Maier']) {
      const { id } = await aSubscriber(ada, acme, { lastName: name, pbxSipUserName: name })
      const { link } = await ada.post(`${acme.path}/subscribers/${id}/links`).expect(201)
      const answer = await openPage(link)
      expect(answer.status).toBe(307)
      expect(answer.headers.get('location')).toBe(link.replace(app.redirectOrigin, app.serviceOrigin))
    }
  })

  test('CD-13: is answered also while the redirect server does not answer', async () => {
    const acme = await aCustomer(ada)
    const { id } = await aSubscriber(ada, acme)
    const made = await withRedirectOrigin('http://localhost:1', () =>
      ada.post(`${acme.path}/subscribers/${id}/links`).expect(201),
    )
    const token = made.link.split('/d/')[1]
    await waitUntil(async () => (await openPage(`${app.redirectOrigin}/d/${token}`)).status === 307, {
      what: 'the job has told the redirect server',
      timeoutMs: 30_000,
    })
  })
})
