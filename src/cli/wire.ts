import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { twilioNumbers } from '#connectors/twilio/index.ts'
import { apiDocument } from '#features/api-document.ts'
import { gatekeeper, passwordCost, stillMay } from '#features/auth/index.ts'
import { mailBudget } from '#features/deployment/index.ts'
import { features } from '#features/index.ts'
import { operationRunner } from '#features/operations/index.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import { type Database, openDatabase, serverAddress } from '#platform/database/index.ts'
import { createEventBus } from '#platform/events/events.ts'
import { buildServer, keyForgetter } from '#platform/http/index.ts'
import type { Log } from '#platform/log/log.ts'
import { type MailBudget, mailSender } from '#platform/mailer/index.ts'
import { type MetricsOptions, metricsPage } from '#platform/metrics/index.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import type { Platform } from '#platform/platform.ts'
import { commitSweeper, forgetCommitsRecurring, startSweeps, startWorker } from '#platform/queue/index.ts'
import { createSealing, loadMasterKey } from '#platform/secrets/index.ts'
import { errorPages } from './error-pages.ts'
import { webPages } from './web-pages.ts'

/** Builds what every slice stands on, for one process. */
export async function buildPlatform(options: {
  config: Config
  log: Log
  databaseUrl: string
  clock?: Clock
}): Promise<Platform> {
  const { config, log } = options
  const masterKey = await loadMasterKey(config.masterKeyFile)
  const database: Database = openDatabase({ url: options.databaseUrl, log })
  const outbound = createOutbound({
    allow: config.outboundAllow,
    redirectOrigin: () => platform.origins.redirect,
    databases: [options.databaseUrl, config.databaseOwnerUrl ?? options.databaseUrl].map(serverAddress),
  })
  const platform: Platform = {
    database,
    clock: options.clock ?? systemClock,
    log,
    events: createEventBus(features.flatMap((feature) => feature.hears?.(() => platform) ?? [])),
    permissions: features.flatMap(({ permissions }) => permissions),
    stillMay: (tx, author) => stillMay(platform, tx, author),
    sealing: createSealing(masterKey),
    masterKey,
    origins: {
      service: config.publicOrigin ?? `http://localhost:${config.port}`,
      redirect: config.redirectOrigin ?? `http://localhost:${config.redirectPort}`,
    },
    outbound,
    passwordCost,
    connectors: { numbers: twilioNumbers(outbound) },
    // Processes that share the master key find the same secret without being told.
    redirectSecret:
      config.redirectSecret ??
      createHash('sha256').update(masterKey.deriveKey('redirect channel').export()).digest('base64url'),
  }
  return platform
}

/** The HTTP server: API, end users' pages, web UI. `metrics`: without them there is no `/metrics`. */
export function buildHttpServer(
  platform: Platform,
  config: Pick<Config, 'trustProxy' | 'tls'>,
  metrics?: MetricsOptions,
): Promise<FastifyInstance> {
  return buildServer({
    database: platform.database,
    clock: platform.clock,
    log: platform.log,
    sealing: platform.sealing,
    masterKey: platform.masterKey,
    routes: features.flatMap((feature) => feature.routes(platform)),
    apiDocument,
    gatekeeper: gatekeeper(platform),
    publicOrigin: () => platform.origins.service,
    trustProxy: config.trustProxy,
    tls: config.tls,
    pages: [
      ...features.flatMap((feature) => feature.pages?.(platform) ?? []),
      errorPages,
      ...(metrics ? [metricsPage(metrics)] : []),
      webPages,
    ],
  })
}

/**
 * The worker: mails, operations, and what comes back by the clock.
 * @param budgetOf what an account may send in 24 hours
 */
export async function startBackgroundWork(
  platform: Platform,
  config: Pick<Config, 'smtpUrl' | 'mailFrom'>,
  budgetOf: MailBudget = mailBudget,
): Promise<{ stop(): Promise<void> }> {
  const sender = mailSender({
    database: platform.database,
    kinds: features.flatMap((feature) => feature.mails?.(platform) ?? []),
    smtpUrl: config.smtpUrl,
    from: config.mailFrom,
    budgetOf,
    clock: platform.clock,
    log: platform.log,
  })
  const operations = features.flatMap((feature) => feature.operations?.(platform) ?? [])
  const worker = await startWorker({
    database: platform.database,
    handlers: [
      sender.handler,
      keyForgetter(platform),
      commitSweeper(platform),
      operationRunner(platform, operations),
      ...features.flatMap((feature) => feature.jobs?.(platform) ?? []),
    ],
    recurring: [forgetCommitsRecurring, ...features.flatMap((feature) => feature.recurring ?? [])],
    log: platform.log,
  })
  const sweeps = startSweeps(
    features.flatMap((feature) => feature.sweeps?.(platform) ?? []),
    platform.log,
  )
  return {
    async stop() {
      await Promise.all([worker.stop(), sweeps.stop()])
      sender.close()
    },
  }
}
