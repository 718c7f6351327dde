import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatekeeper } from '#features/auth/index.ts'
import { buildServer } from '#platform/http/index.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'

const arrival = { timeMaxMs: 300, lookedAtMs: 50 }

let app: TestApp
let server: Awaited<ReturnType<typeof buildServer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  server = await buildServer({
    ...app.platform,
    routes: [],
    apiDocument: { tags: [], examples: {}, refusedByGuard: () => [] },
    gatekeeper: gatekeeper(app.platform),
    publicOrigin: () => app.serviceOrigin,
    trustProxy: false,
    pages: [
      async (pages) => {
        pages.post('/late', async () => 'arrived')
      },
    ],
    arrival,
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await app.stop()
})

/** Sends this much of a request and no more. @returns how it was answered when the connection is over */
async function answerTo(part: string): Promise<string> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(part)
  return text(socket)
}

const head = 'POST /late HTTP/1.1\r\nhost: rollcall.example\r\ncontent-type: application/json\r\n'

test.each([
  ['its head', head],
  ['its body', `${head}content-length: 100\r\n\r\n{"half":`],
])('a request that does not arrive to the end of %s is answered 408, and its connection closed', async (_what, part) => {
  expect(await answerTo(part)).toMatch(/^HTTP\/1\.1 408 /)
})

test('one that arrives in time is answered, on the same server', async () => {
  const body = '{"whole":1}'
  const whole = `${head}connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  expect(await answerTo(whole)).toMatch(/^HTTP\/1\.1 200 [\s\S]*arrived$/)
})
