import { readConfig } from '#platform/config/config.ts'
import { assertRuntimeRoleIsFenced } from '#platform/database/index.ts'
import { createLog } from '#platform/log/log.ts'
import { assertMasterKeyFits } from '#platform/secrets/index.ts'
import { requireDatabaseUrl } from './database.ts'
import { stopOnSignal } from './stopping.ts'
import { buildPlatform, startBackgroundWork } from './wire.ts'

/** `rollcall worker`: any number of them. */
export async function runWorker(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'info' })
  const platform = await buildPlatform({ config, log, databaseUrl: requireDatabaseUrl(config, 'worker') })
  await assertRuntimeRoleIsFenced(platform.database.pool)
  await assertMasterKeyFits(platform.database, platform.masterKey)
  const work = await startBackgroundWork(platform, config)
  log.info('the worker is working')
  stopOnSignal([() => platform.database.close(), () => work.stop()], log)
}
