import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { aCustomer } from '../harness/people.ts'
import { type Gate, openGate } from './harness/gate.ts'
import { type Installation, startInstallation } from './harness/installation.ts'

let rollcall: Installation
let ada: ApiClient
let gate: Gate

beforeAll(async () => {
  rollcall = await startInstallation({
    async databaseUrl(url) {
      const [, socketDir = ''] = /[?]host=([^&]+)/.exec(url) ?? []
      gate = await openGate({ path: join(decodeURIComponent(socketDir), '.s.PGSQL.5432') })
      return url.replace(/@\/(\w+)[?].*/, `@127.0.0.1:${gate.port}/$1`)
    },
  })
  ada = rollcall.ada
})
afterEach(() => gate.open())
afterAll(async () => {
  await rollcall.stop()
  await gate.close()
})

/** Milliseconds are measured by the test, because the bound is the promise. */
async function timed<T>(act: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const begun = performance.now()
  const answer = await act()
  return { answer, ms: performance.now() - begun }
}

test('a database that takes connections and says nothing makes every request answer 503 with Retry-After within ten seconds', async () => {
  await ada.get('/accounts').expect(200)
  gate.fallSilent()
  // More than there are connections, so that some find one that is open, some make one, and some wait for one.
  const requests = Array.from({ length: 24 }, (_, at) =>
    timed(() =>
      at % 2 === 0
        ? ada.get('/accounts')
        : ada.post('/accounts', { kind: 'customer', name: 'Acme', country: 'DE' }),
    ),
  )
  for (const { answer, ms } of await Promise.all(requests)) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'http.unavailable' } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(ms).toBeLessThan(10_000)
  }
  await gate.open()
  await aCustomer(ada)
}, 60_000)

test('a softphone that asks for its configuration is told so within ten seconds too', async () => {
  gate.fallSilent()
  const credential = `${'A'.repeat(22)}.${'A'.repeat(43)}`
  const { answer, ms } = await timed(() => fetch(`${rollcall.serviceOrigin}/client/v1/${credential}`))
  expect(answer.status).toBe(503)
  expect(ms).toBeLessThan(10_000)
}, 30_000)

test('a silent database is told by readiness within three seconds, however often it is asked, and until it speaks', async () => {
  gate.fallSilent()
  for (const _ of Array.from({ length: 3 })) {
    const { answer, ms } = await timed(() => fetch(`${rollcall.serviceOrigin}/readyz`))
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'the database does not answer' }])
    expect(ms).toBeLessThan(3_000)
  }
  expect((await fetch(`${rollcall.serviceOrigin}/healthz`)).status).toBe(200)
  await gate.open()
  expect((await fetch(`${rollcall.serviceOrigin}/readyz`)).status).toBe(200)
}, 30_000)
