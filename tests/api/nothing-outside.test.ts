import { Socket } from 'node:net'
import { dirname } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  acme = await aCustomer(ada)
})
afterAll(() => app.stop())

/** To where connections were opened, by whatever part of the program, or would have been had the name led anywhere. */
let reached: Set<string>

beforeEach(() => {
  reached = new Set()
  const open = Socket.prototype.connect as (this: Socket, ...given: unknown[]) => Socket
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...given: unknown[]) {
    reached.add(destinationOf(given))
    return open.apply(this, given)
  } as typeof Socket.prototype.connect)
  const { request } = app.platform.outbound
  vi.spyOn(app.platform.outbound, 'request').mockImplementation((url, ...given) => {
    reached.add(new URL(url).host)
    return request(url, ...given)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** `localhost:5432`, or the path of a socket of this machine. */
function destinationOf(given: unknown[]): string {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0]
  if (typeof first === 'object') return first.path ?? `${first.host ?? 'localhost'}:${first.port}`
  return typeof first === 'number' ? `${given[1] ?? 'localhost'}:${first}` : String(first)
}

/** Connections that went elsewhere than to the parts of Rollcall: its database, its service, its redirect server. */
function elsewhere(): string[] {
  const database = decodeURIComponent(app.database.runtimeUrl)
  const origins = [app.serviceOrigin, app.redirectOrigin].map((origin) => new URL(origin).host)
  return [...reached].filter((destination) => {
    const isDatabase = destination.startsWith('/')
      ? database.includes(dirname(destination))
      : database.includes(destination)
    return !isDatabase && !origins.includes(destination)
  })
}

test('MU-8: a record created here is not synchronised to any other application', async () => {
  const anna = await aSubscriber(ada, acme, {
    mbgSipUserName: '1001',
    mbgSipPassword: 's3cret-at-the-gateway',
    clientServiceHost: 'client.acme.example',
    clientServiceUserName: 'anna',
    clientServicePassword: 's3cret-at-the-client-service',
  })
  expect(anna).toMatchObject({ origin: 'manual', owners: {} })
  const path = `${acme.path}/subscribers/${anna.id}`
  await ada
    .patch(path, { lastName: 'Weber', clientServiceUserName: 'anna.weber', pbxSipPassword: 'n3w' })
    .expect(200)

  const selection = { ids: [anna.id] }
  const { id } = await ada.post(`${acme.path}/synchronisations`, { selection }).expect(202)
  expect(await finished(ada, acme, id)).toMatchObject({ done: 0, skipped: 1 })
  const [item] = (await ada.get(`${acme.path}/operations/${id}/items`).expect(200)).items
  expect(item).toMatchObject({ outcome: 'skipped', code: 'synchronisation.manual' })

  const deletion = await ada.post(`${acme.path}/subscriber-deletions`, { selection }).expect(202)
  expect(await finished(ada, acme, deletion.id)).toMatchObject({ done: 1 })

  expect(elsewhere()).toEqual([])
  expect(app.mail.messages).toEqual([])
})

test('what MU-8 watches for is seen where there is something: the mail of a deployment leaves', async () => {
  const anna = await aSubscriber(ada, acme)
  await deployTo(ada, acme, [anna.id])
  await waitUntil(() => app.mail.messages.length === 1, { what: 'the mail has come' })
  expect(elsewhere()).toEqual([new URL(app.mail.url).host])
})
