import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildRedirectServer, RedirectStore, redirectMeasure } from '#features/deployment/index.ts'
import { type Config, ConfigError, readConfig } from '#platform/config/config.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { loadMetricsToken, metricsPage } from '#platform/metrics/index.ts'
import { listen } from './listen.ts'
import { stopOnSignal } from './stopping.ts'

/** `rollcall redirect`: a process of its own, best on a machine of its own. */
export async function runRedirect(): Promise<void> {
  const config = readConfig(process.env)
  if (config.redirectSecret === undefined) {
    throw new ConfigError(
      'Set ROLLCALL_REDIRECT_SECRET to the same value here and at the service, so that they know each other.',
    )
  }
  const log = createLog({ level: config.logLevel ?? 'info' })
  const { app, measure, stop } = await openRedirect(config, config.redirectSecret, log)
  await app.register(metricsPage({ token: await loadMetricsToken(config.dataDir, log), measures: [measure] }))
  const port = await listen(app, {
    host: config.host,
    port: config.redirectPort,
    setting: 'ROLLCALL_REDIRECT_PORT',
  })
  log.info({ port }, 'the redirect server is listening')
  stopOnSignal([stop], log)
}

/** Builds the redirect server on its own store, which is no part of the product's database. */
export async function openRedirect(
  config: Pick<Config, 'dataDir'>,
  secret: string,
  log: Log,
): Promise<{ app: FastifyInstance; measure(): void; stop(): Promise<void> }> {
  const folder = join(config.dataDir, 'redirect')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const store = new RedirectStore(join(folder, 'links.sqlite'))
  const app = buildRedirectServer({ store, secret, log })
  return {
    app,
    measure: redirectMeasure(store),
    async stop() {
      await app.close()
      store.close()
    },
  }
}
