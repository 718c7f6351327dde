import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
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

/** Less than the safety net's five seconds: what comes sooner was woken. */
const atOnceMs = 3_000

async function aListeningPhone(given: object = {}, client = 'generic') {
  const { id } = await aSubscriber(ada, customer, given)
  const phone = await aPhone(app, await aLink(app, ada, customer, id), { client })
  const fetched = await fetchAsPhone(phone.url)
  return { id, url: phone.url, version: fetched.headers.get('x-rollcall-configuration-version') ?? '' }
}

async function changes(
  { url, version }: { url: string; version: string },
  {
    wait = 25,
    origin = app.serviceOrigin,
    signal,
  }: { wait?: number; origin?: string; signal?: AbortSignal } = {},
) {
  const credential = url.slice(url.lastIndexOf('/') + 1)
  const answer = await fetch(`${origin}/client/v1/changes?since=${version}&wait=${wait}`, {
    headers: { authorization: `Bearer ${credential}` },
    ...(signal ? { signal } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Does something that is due for a waiting client. @returns its answer, and how long after the act it came */
async function whileWaiting(
  phone: { url: string; version: string },
  act: () => Promise<unknown>,
  origin?: string,
) {
  const answer = changes(phone, origin === undefined ? {} : { origin })
  await isSeated(phone)
  await act()
  const actedAt = performance.now()
  return { ...(await answer), afterMs: performance.now() - actedAt }
}

/** A request that came after it was answered, so the one before it sits and waits. */
async function isSeated({ url }: { url: string }) {
  await waitUntil(async () => (await changes({ url, version: 'another' }, { wait: 0 })).status === 200, {
    what: 'the server answers this client',
  })
}

describe('GET /client/v1/changes', () => {
  test('answers 204 when nothing came in time', async () => {
    expect(await changes(await aListeningPhone(), { wait: 0 })).toEqual({ status: 204, body: undefined })
  })

  test('answers at once when the client has another version, with the URL that it asked with', async () => {
    const phone = await aListeningPhone()
    expect(await changes({ ...phone, version: 'older' })).toEqual({
      status: 200,
      body: { version: phone.version, due: 'configuration', url: phone.url },
    })
  })

  test('CD-8: force config wakes a waiting client at once, though its configuration is the same', async () => {
    const phone = await aListeningPhone()
    const woken = await whileWaiting(phone, async () => {
      const path = `${customer.path}/forced-configurations`
      const { id } = await ada.post(path, { selection: { ids: [phone.id] } }).expect(202)
      await finished(ada, customer, id)
    })
    expect(woken).toMatchObject({ status: 200, body: { version: phone.version, due: 'configuration' } })
    expect(woken.afterMs).toBeLessThan(atOnceMs)
    await fetchAsPhone(phone.url)
    expect((await changes(phone, { wait: 0 })).status).toBe(204)
  })

  test('a removed client is told of its reset at once', async () => {
    const phone = await aListeningPhone()
    const path = `${customer.path}/subscribers/${phone.id}/clients`
    const [client] = (await ada.get(path).expect(200)).items
    const woken = await whileWaiting(phone, () => ada.delete(`${path}/${client.id}`).expect(204))
    expect(woken).toMatchObject({ status: 200, body: { version: null, due: 'reset', url: phone.url } })
    expect(woken.afterMs).toBeLessThan(atOnceMs)
  })

  test('CD-12: another client service user name resets the waiting client', async () => {
    const phone = await aListeningPhone({ clientServiceUserName: 'akuehn' })
    const woken = await whileWaiting(phone, () =>
      ada.patch(`${customer.path}/subscribers/${phone.id}`, { clientServiceUserName: 'anna' }).expect(200),
    )
    expect(woken.body).toMatchObject({ due: 'reset' })
  })

  test('CD-11: deleting its subscriber resets the waiting client at once', async () => {
    const phone = await aListeningPhone()
    const woken = await whileWaiting(phone, () =>
      ada.delete(`${customer.path}/subscribers/${phone.id}`).expect(204),
    )
    expect(woken.body).toMatchObject({ due: 'reset' })
    expect(woken.afterMs).toBeLessThan(atOnceMs)
  })

  test('wakes across processes: the act is done in one, the client waits in another', async () => {
    const other = await buildHttpServer(app.platform, { trustProxy: false, tls: undefined })
    const origin = await other.listen({ host: '127.0.0.1', port: 0 })
    try {
      const phone = await aListeningPhone()
      const woken = await whileWaiting(
        phone,
        async () => {
          const path = `${customer.path}/forced-configurations`
          await ada.post(path, { selection: { ids: [phone.id] } }).expect(202)
        },
        origin,
      )
      expect(woken).toMatchObject({ status: 200, body: { due: 'configuration' } })
    } finally {
      await other.close()
    }
  })

  test('a notification that was lost is made up for within seconds', async () => {
    const phone = await aListeningPhone()
    const woken = await whileWaiting(phone, () =>
      asSuperuser(app.database, "update app.subscribers set last_name = 'Silent' where subscriber_id = $1", [
        phone.id,
      ]),
    )
    expect(woken.body).toMatchObject({ due: 'configuration' })
  })

  test('a listening connection that broke is made anew', async () => {
    const phone = await aListeningPhone()
    const listeners = "select pid from pg_stat_activity where application_name = 'rollcall listening'"
    const woken = await whileWaiting(phone, async () => {
      const [before] = await asSuperuser(app.database, listeners)
      await asSuperuser(app.database, 'select pg_terminate_backend($1)', [before.pid])
      await waitUntil(async () => (await asSuperuser(app.database, listeners))[0]?.pid > 0, {
        what: 'the server listens again',
      })
      const path = `${customer.path}/forced-configurations`
      await ada.post(path, { selection: { ids: [phone.id] } }).expect(202)
    })
    expect(woken.body).toMatchObject({ due: 'configuration' })
  })

  test('of one client at most three requests wait: the oldest goes home with 204', async () => {
    const phone = await aListeningPhone()
    const hungUp = new AbortController()
    const oldest = changes(phone)
    const others: Promise<unknown>[] = []
    let done = false
    void oldest.then(() => {
      done = true
    })
    while (others.length < 12 && !done) {
      others.push(changes(phone, { signal: hungUp.signal }).catch(() => 'hung up'))
      await isSeated(phone)
    }
    expect((await oldest).status).toBe(204)
    expect(others.length).toBeLessThan(12)
    hungUp.abort()
    await Promise.all(others)
  })

  test('thirty waiting clients hold no database connection', async () => {
    const phones = await Promise.all(Array.from({ length: 10 }, () => aListeningPhone()))
    const hungUp = new AbortController()
    const waiting = phones.flatMap((phone) =>
      Array.from({ length: 3 }, () => changes(phone, { signal: hungUp.signal }).catch(() => 'hung up')),
    )
    for (const phone of phones) await isSeated(phone)
    const taken = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and application_name = 'rollcall' and state <> 'idle'`
    await waitUntil(async () => (await asSuperuser(app.database, taken))[0].count === 0, {
      what: 'no connection is taken',
    })
    hungUp.abort()
    await Promise.all(waiting)
  })

  test('an unknown, malformed or missing credential answers alike', async () => {
    const credentials = [
      randomCredential(customer.id, 16).text,
      randomCredential(newId(), 16).text,
      'x',
      undefined,
    ]
    const answers = await Promise.all(
      credentials.map(async (credential) => {
        const answer = await fetch(`${app.serviceOrigin}/client/v1/changes?wait=25`, {
          headers: credential === undefined ? {} : { authorization: `Bearer ${credential}` },
        })
        const problem = (await answer.json()) as object
        return JSON.stringify({ status: answer.status, ...problem, requestId: '' })
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('deployment.client-unknown')
  })

  test('the server stops although clients wait', async () => {
    const other = await buildHttpServer(app.platform, { trustProxy: false, tls: undefined })
    const origin = await other.listen({ host: '127.0.0.1', port: 0 })
    const phone = await aListeningPhone()
    const answer = changes(phone, { origin })
    const stoppedAt = performance.now()
    await isSeated(phone)
    await changes({ ...phone, version: 'another' }, { origin })
    await other.close()
    expect((await answer).status).toBe(204)
    expect(performance.now() - stoppedAt).toBeLessThan(atOnceMs)
  })
})
