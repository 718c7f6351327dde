import { readConfig } from '#platform/config/config.ts'
import { assertRuntimeRoleIsFenced } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import { assertMasterKeyFits } from '#platform/secrets/index.ts'
import { requireDatabaseUrl } from './database.ts'
import { listen } from './listen.ts'
import { metricsOf } from './metrics.ts'
import { stopOnSignal } from './stopping.ts'
import { buildHttpServer, buildPlatform } from './wire.ts'

/** `rollcall server`: stateless, any number of them behind a load balancer. */
export async function runServer(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'info' })
  const platform = await buildPlatform({ config, log, databaseUrl: requireDatabaseUrl(config, 'server') })
  await assertRuntimeRoleIsFenced(platform.database.pool)
  await assertMasterKeyFits(platform.database, platform.masterKey)
  const app = await buildHttpServer(platform, config, await metricsOf(platform, config))
  const port = await listen(app, { host: config.host, port: config.port, setting: 'ROLLCALL_PORT' })
  log.info({ port }, 'the server is listening')
  stopOnSignal([() => platform.database.close(), () => app.close()], log)
}
