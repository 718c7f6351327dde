import { twilioNumbers } from '#connectors/twilio/index.ts'
import { passwordCost } from '#features/auth/index.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { openDatabase } from '#platform/database/index.ts'
import { createEventBus } from '#platform/events/events.ts'
import { createLog } from '#platform/log/log.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import { createSealing, masterKeyOf } from '#platform/secrets/index.ts'
import { buildHttpServer } from './wire.ts'

/** The OpenAPI document of every route, made without a database. */
export async function buildOpenApiDocument(): Promise<object> {
  const log = createLog({ level: 'silent' })
  const masterKey = masterKeyOf(Buffer.alloc(32))
  const database = openDatabase({ url: 'postgres://nobody@localhost:1/none', log })
  const outbound = createOutbound({ allow: [], redirectOrigin: () => '', databases: [] })
  const app = await buildHttpServer(
    {
      database,
      clock: systemClock,
      log,
      events: createEventBus([]),
      permissions: [],
      stillMay: async () => false,
      sealing: createSealing(masterKey),
      masterKey,
      origins: { service: 'http://localhost:7070', redirect: 'http://localhost:7071' },
      outbound,
      connectors: { numbers: twilioNumbers(outbound) },
      passwordCost,
      redirectSecret: 'not used for this',
    },
    { trustProxy: false, tls: undefined },
  )
  await app.ready()
  const document = app.swagger()
  await app.close()
  await database.close()
  return document
}
