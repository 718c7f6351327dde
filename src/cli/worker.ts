import Fastify, { type FastifyInstance } from 'fastify'
import { type Config, readConfig } from '#platform/config/config.ts'
import { assertRuntimeRoleIsFenced } from '#platform/database/index.ts'
import { answerHealth } from '#platform/http/index.ts'
import { createLog } from '#platform/log/log.ts'
import { countRequests, metricsPage } from '#platform/metrics/index.ts'
import type { Platform } from '#platform/platform.ts'
import { assertMasterKeyFits } from '#platform/secrets/index.ts'
import { requireDatabaseUrl } from './database.ts'
import { listen } from './listen.ts'
import { metricsOf } from './metrics.ts'
import { type Stop, stopOnSignal } from './stopping.ts'
import { buildPlatform, startBackgroundWork } from './wire.ts'

/** `rollcall worker`: any number of them. */
export async function runWorker(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'info' })
  const platform = await buildPlatform({ config, log, databaseUrl: requireDatabaseUrl(config, 'worker') })
  await assertRuntimeRoleIsFenced(platform.database.pool)
  await assertMasterKeyFits(platform.database, platform.masterKey)
  const stops: Stop[] = [() => platform.database.close()]
  if (config.workerPort !== undefined) {
    const app = await buildWatchServer(platform, config)
    stops.push(() => app.close())
    const port = await listen(app, {
      host: config.host,
      port: config.workerPort,
      setting: 'ROLLCALL_WORKER_PORT',
    })
    log.info({ port }, 'the worker is listening')
  }
  const work = await startBackgroundWork(platform, config)
  stops.push(() => work.stop())
  log.info('the worker is working')
  stopOnSignal(stops, log)
}

/** What a worker answers: whether it is well, and its metrics. Nothing of anybody. */
async function buildWatchServer(platform: Platform, config: Config): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, forceCloseConnections: true })
  countRequests(app, 'worker')
  answerHealth(app, platform.database)
  await app.register(metricsPage(await metricsOf(platform, config)))
  return app
}
