import type { Role } from './credentials.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { ensureRolesAndDatabase } from './roles.ts'
import type { Exit, Server } from './server.ts'
import { startServer } from './start-server.ts'
import { keepRunning, type Runner } from './supervisor.ts'

export interface EmbeddedPostgresOptions {
  /** Holds cluster, passwords and socket; made when missing. */
  dataDir: string
  /** Takes what the launcher and PostgreSQL have to say, line by line. */
  log: (line: string) => void
  /** Further settings of PostgreSQL; network, socket and password storage cannot be changed. */
  settings?: Record<string, string>
  /** Default `rollcall`. */
  database?: string
}

export interface EmbeddedPostgres {
  /** For migrations: owns the database. */
  ownerUrl: string
  /** For the program: owns nothing, subject to row-level security. */
  runtimeUrl: string
  /** For the launcher and for tests that clone databases. */
  superuserUrl: string
  socketDir: string
  /** The URL of another database on this server; `owner` unless told. */
  databaseUrl(database: string, role?: Role): string
  /** Of the server now running; another one after a supervised restart. */
  readonly pid: number
  /** Fast shutdown, immediate after 10 s; then frees the data folder. May be called again. */
  stop(): Promise<void>
  /** Settles when the server has ended and the data folder is free; supervised, only after `stop`. */
  exited: Promise<Exit>
}

/**
 * Starts PostgreSQL on a private socket; at the first start makes cluster, roles and database. It ends with this process,
 * however that ends. Every failure is an Error whose message says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return launch(options, (server) => ({
    pid: server.pid as number,
    exited: server.exited,
    stop: server.stop,
  }))
}

/** As `startEmbeddedPostgres`, and starts the server again whenever it ends before `stop`; the URLs stay the same. */
export async function superviseEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return launch(options, (server, folder) => {
    const url = folder.databaseUrl('postgres', 'superuser')
    return keepRunning(server, (signal) => startServer(folder.plan, url, signal), options.log)
  })
}

async function launch(
  options: EmbeddedPostgresOptions,
  run: (server: Server, folder: DataFolder) => Runner,
): Promise<EmbeddedPostgres> {
  const database = options.database ?? 'rollcall'
  const folder = await openDataFolder(options.dataDir, options.settings ?? {}, options.log)
  const server = await startPrepared(folder, database).catch(async (failure) => {
    await folder.close()
    throw failure
  })
  const runner = run(server, folder)
  const exited = runner.exited.then(async (exit) => {
    await folder.close()
    return exit
  })
  // Whoever awaits `stop` learns of a failure; where nobody does, it must not end the process.
  exited.catch(() => undefined)
  return {
    ownerUrl: folder.databaseUrl(database, 'owner'),
    runtimeUrl: folder.databaseUrl(database, 'runtime'),
    superuserUrl: folder.databaseUrl(database, 'superuser'),
    socketDir: folder.plan.socketDir,
    databaseUrl: (name, role = 'owner') => folder.databaseUrl(name, role),
    get pid() {
      return runner.pid
    },
    stop: async () => {
      await runner.stop()
      await exited
    },
    exited,
  }
}

async function startPrepared(folder: DataFolder, database: string): Promise<Server> {
  const maintenanceUrl = folder.databaseUrl('postgres', 'superuser')
  const server = await startServer(folder.plan, maintenanceUrl)
  try {
    const databaseUrl = folder.databaseUrl(database, 'superuser')
    await ensureRolesAndDatabase(maintenanceUrl, databaseUrl, database, folder.credentials)
    return server
  } catch (failure) {
    await server.stop()
    throw failure
  }
}
