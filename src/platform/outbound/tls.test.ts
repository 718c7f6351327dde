import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeTestCertificates } from '#tests/telephony/harness/test-certificates.ts'
import { createOutbound } from './index.ts'
import { httpServer } from './servers.testing.ts'

const outbound = createOutbound({
  allow: ['127.0.0.1'],
  redirectOrigin: () => '',
  databases: [],
  resolve: async () => ['127.0.0.1'],
})
const known = getCACertificates()

let folder: string
let authority: string
let server: Server
let port: number
let location: string | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-outbound-'))
  const files = await makeTestCertificates(folder)
  authority = readFileSync(files.caCertificateFile, 'utf8')
  const identity = { cert: readFileSync(files.certificateFile), key: readFileSync(files.keyFile) }
  server = createServer(identity, (_request, response) => {
    if (location === undefined) response.end('secret')
    else response.writeHead(302, { location }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  setDefaultCACertificates([...known, authority])
  location = undefined
})

test('a server is known by the name that was given, though the connection is made to an address', async () => {
  for (const name of ['localhost', 'localhost.']) {
    expect((await outbound.request(`https://${name}:${port}/`)).body.toString()).toBe('secret')
  }
})

test.each([
  ['for another name', (port: number) => `https://other.example:${port}/`, true],
  ['of nobody known', (port: number) => `https://localhost:${port}/`, false],
])('a server with a certificate %s is unreachable', async (_what, urlAt, knowsAuthority) => {
  if (!knowsAuthority) setDefaultCACertificates(known)
  await expect(outbound.request(urlAt(port))).rejects.toMatchObject({ code: 'outbound.unreachable' })
})

test('threats "SSRF": a redirect from https to http is not followed', async () => {
  await using plain = await httpServer((_request, response) => response.end('anybody'))
  location = plain.origin
  await expect(outbound.request(`https://localhost:${port}/`, { redirects: 1 })).rejects.toMatchObject({
    code: 'outbound.refused-url',
  })
  expect(plain.connections).toBe(0)
})
