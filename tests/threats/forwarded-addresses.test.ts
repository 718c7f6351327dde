import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpServer } from '#cli/wire.ts'
import { readConfig } from '#platform/config/config.ts'
import { openApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

/** What wrong passwords for somebody are answered at a server with this setting, one for each `X-Forwarded-For`. */
async function guesses(setting: string, headers: string[]): Promise<number[]> {
  const { trustProxy } = readConfig({ ROLLCALL_TRUST_PROXY: setting })
  const server = await buildHttpServer(app.platform, { trustProxy, tls: undefined })
  try {
    const caller = openApiClient(await server.listen({ host: '127.0.0.1', port: 0 }))
    const guess = { email: `somebody-${setting.length}-${setting[0]}@acme.example`, password: 'wrong' }
    const statuses: number[] = []
    for (const header of headers) {
      statuses.push((await caller.post('/sessions', guess, { 'x-forwarded-for': header })).status)
    }
    return statuses
  } finally {
    await server.close()
  }
}

const sixTimes = <Value>(make: (at: number) => Value) => Array.from({ length: 6 }, (_, at) => make(at))
const fiveThenAPause = [401, 401, 401, 401, 401, 429]

describe('Password guessing: the address that limits count by', () => {
  test.each([
    ['true', '203.0.113.9'],
    ['1', '203.0.113.9'],
    ['2', '203.0.113.9, 192.0.2.1'],
    ['127.0.0.1', '203.0.113.9'],
    ['127.0.0.1, 192.0.2.0/24', '203.0.113.9, 192.0.2.1'],
  ])('with ROLLCALL_TRUST_PROXY=%s the limit on a network holds, whatever its sender writes before it', async (setting, byProxies) => {
    const another = byProxies.replace('203.0.113.9', '203.0.113.10')
    const statuses = await guesses(setting, [
      ...sixTimes((at) => `10.9.8.${at}, 172.16.0.${at}, ${byProxies}`),
      another,
    ])
    expect(statuses).toEqual([...fiveThenAPause, 401])
  })

  test('is that of the connection where nobody is trusted, or another proxy is', async () => {
    for (const setting of ['false', '192.0.2.7']) {
      expect(
        await guesses(
          setting,
          sixTimes((at) => `203.0.113.${at}`),
        ),
      ).toEqual(fiveThenAPause)
    }
  })
})
