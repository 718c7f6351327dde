import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from '#platform/config/config.ts'
import { packageRoot } from '#platform/config/package-root.ts'
import { migrate } from '#platform/database/index.ts'
import { superviseEmbeddedPostgres } from '#platform/database/launcher/index.ts'
import type { Log } from '#platform/log/log.ts'

export interface RunningDatabase {
  runtimeUrl: string
  ownerUrl: string
  /** Stops the embedded server; does nothing for one of the operator's own. */
  stop(): Promise<void>
}

/** The operator's database, or the embedded one, started. */
export async function openOrStartDatabase(config: Config, log: Log): Promise<RunningDatabase> {
  if (config.databaseUrl !== undefined) {
    return {
      runtimeUrl: config.databaseUrl,
      ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl,
      stop: async () => {},
    }
  }
  await mkdir(config.dataDir, { recursive: true })
  // The database's OS user passes through; what is secret below is 0700 or 0600.
  if (process.getuid?.() === 0) await chmod(config.dataDir, 0o711)
  const server = await superviseEmbeddedPostgres({
    dataDir: join(config.dataDir, 'database'),
    log: (line) => log.debug({ line }, 'postgres'),
  })
  return { runtimeUrl: server.runtimeUrl, ownerUrl: server.ownerUrl, stop: () => server.stop() }
}

/** A command that runs beside others needs a database that all of them reach. */
export function requireDatabaseUrl(config: Config, command: string): string {
  if (config.databaseUrl === undefined) {
    throw new ConfigError(
      `"rollcall ${command}" needs DATABASE_URL: the embedded database belongs to "rollcall start" alone. Set it, or use "rollcall start".`,
    )
  }
  return config.databaseUrl
}

/** Brings a database to the newest schema. */
export function migrateNow(
  database: Pick<RunningDatabase, 'runtimeUrl' | 'ownerUrl'>,
  log: Log,
): Promise<void> {
  return migrate({ ...database, migrationsDir: join(packageRoot, 'migrations'), log })
}
