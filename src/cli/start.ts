import { bootstrap } from '#features/auth/index.ts'
import { type Config, readConfig } from '#platform/config/config.ts'
import { assertRuntimeRoleIsFenced } from '#platform/database/index.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { assertMasterKeyFits } from '#platform/secrets/index.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'
import { listen } from './listen.ts'
import { metricsOf } from './metrics.ts'
import { openRedirect } from './redirect.ts'
import { type Stop, stopOnSignal } from './stopping.ts'
import { buildHttpServer, buildPlatform, startBackgroundWork } from './wire.ts'

/** `rollcall start`: the whole product in one process, with the database beside it. */
export async function runEverything(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const stops: Stop[] = []
  stopOnSignal(stops, log)
  try {
    const started = await startEverything(config, log, stops)
    console.log(welcome(config, started))
  } catch (error) {
    for (const stop of stops.reverse()) await stop().catch(() => {})
    throw error
  }
}

interface Started {
  serviceOrigin: string
  redirectOrigin: string
  setUpToken: string | undefined
}

/** Starts every part, lower ones first; `stops` receives how to stop each as soon as it runs. */
export async function startEverything(config: Config, log: Log, stops: Stop[]): Promise<Started> {
  const database = await openOrStartDatabase(config, log)
  stops.push(() => database.stop())
  await migrateNow(database, log)
  const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
  stops.push(() => platform.database.close())
  await assertRuntimeRoleIsFenced(platform.database.pool)
  await assertMasterKeyFits(platform.database, platform.masterKey)
  const setUp = await bootstrap(platform, config.admin)

  const redirect = await openRedirect(config, platform.redirectSecret, log)
  stops.push(() => redirect.stop())
  const redirectPort = await listen(redirect.app, {
    host: config.host,
    port: config.redirectPort,
    setting: 'ROLLCALL_REDIRECT_PORT',
  })
  // One process, one page: the redirect server has none of its own here.
  const metrics = await metricsOf(platform, config)
  metrics.measures.push(redirect.measure)
  const server = await buildHttpServer(platform, config, metrics)
  stops.push(() => server.close())
  const port = await listen(server, { host: config.host, port: config.port, setting: 'ROLLCALL_PORT' })
  const scheme = config.tls ? 'https' : 'http'
  platform.origins.service = config.publicOrigin ?? `${scheme}://localhost:${port}`
  platform.origins.redirect = config.redirectOrigin ?? `http://localhost:${redirectPort}`

  const work = await startBackgroundWork(platform, config)
  stops.push(() => work.stop())
  return {
    serviceOrigin: platform.origins.service,
    redirectOrigin: platform.origins.redirect,
    setUpToken: setUp?.setUpToken,
  }
}

function welcome(config: Config, started: Started): string {
  const signIn =
    started.setUpToken === undefined
      ? `  Sign in     ${started.serviceOrigin}`
      : `  Set up      ${started.serviceOrigin}/setup/${started.setUpToken}\n              (makes the first admin; once, within 72 hours)`
  const mail =
    config.smtpUrl === undefined
      ? '  Mail        kept and shown as not sent: set ROLLCALL_SMTP_URL to send it'
      : '  Mail        goes out'
  return [
    '',
    'Rollcall is running.',
    signIn,
    `  Redirect    ${started.redirectOrigin}`,
    `  Data        ${config.dataDir}`,
    mail,
    '  Stop        Ctrl-C',
    '',
  ].join('\n')
}
