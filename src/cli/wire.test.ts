import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import { httpServer } from '#platform/outbound/servers.testing.ts'
import { buildPlatform } from './wire.ts'

test('threats "SSRF": the program reaches what its settings allow, its redirect server, and neither of its database URLs', async () => {
  await using pbx = await httpServer((_request, response) => response.end('pbx'))
  await using redirect = await httpServer((_request, response) => response.end('redirect'))
  await using database = await httpServer((_request, response) => response.end('rows'))
  await using owner = await httpServer((_request, response) => response.end('rows'))
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-wire-'))
  const databaseUrl = `postgres://runtime@127.0.0.1:${database.port}/rollcall`
  const platformWith = (allow: string) =>
    buildPlatform({
      config: readConfig({
        DATABASE_URL: databaseUrl,
        DATABASE_OWNER_URL: `postgres://owner@127.0.0.1:${owner.port}/rollcall`,
        ROLLCALL_DATA_DIR: folder,
        ROLLCALL_REDIRECT_ORIGIN: redirect.origin,
        ROLLCALL_OUTBOUND_ALLOW: allow,
      }),
      log: createLog({ level: 'silent' }),
      databaseUrl,
    })

  const { outbound } = await platformWith('127.0.0.0/8')
  expect((await outbound.request(pbx.origin)).body.toString()).toBe('pbx')
  const closed = await platformWith('')
  expect((await closed.outbound.request(redirect.origin)).body.toString()).toBe('redirect')
  const refusals = [
    [outbound, database],
    [outbound, owner],
    [closed.outbound, pbx],
  ] as const
  for (const [way, server] of refusals) {
    await expect(way.request(server.origin)).rejects.toMatchObject({ code: 'outbound.refused-address' })
  }
  await rm(folder, { recursive: true })
})
