import { type ChildProcess, spawn } from 'node:child_process'
import { totalmem } from 'node:os'
import { createInterface } from 'node:readline'
import type { Binaries } from './binaries.ts'
import { type OsUser, runningAs } from './os-user.ts'
import { socketPort } from './socket-folder.ts'
import { watchOver } from './watchdog.ts'

const fastShutdownMs = 10_000

/** All that a server needs to run. */
export interface ServerPlan {
  binaries: Binaries
  osUser: OsUser | undefined
  clusterDir: string
  socketDir: string
  settings: Record<string, string>
  log: (line: string) => void
}

/** How a server ended; both are null when it could not be spawned. */
export interface Exit {
  code: number | null
  signal: string | null
}

/** One running `postgres`, ready or not. */
export interface Server {
  pid: number | undefined
  exited: Promise<Exit>
  hasExited(): boolean
  /** The last lines it wrote, complete once it has exited. */
  lastWords(): Promise<string>
  stop(): Promise<void>
}

const defaultSettings = {
  shared_buffers: sharedBuffers(),
  work_mem: '16MB',
  jit: 'off',
  random_page_cost: '1.1',
  // An import of 100,000 rows writes 0.7 GB of log. A checkpoint in its middle has each page of the indexes written whole again.
  max_wal_size: '3GB',
  checkpoint_timeout: '15min',
  max_connections: '100',
  // What was in memory is read again after a restart, beside the first requests: the records of a page of people lie all over the disk, and each costs
  // them 0.1 ms until then.
  shared_preload_libraries: 'pg_prewarm',
  log_min_messages: 'fatal',
  // A statement can hold personal data; the log must not.
  log_min_error_statement: 'panic',
  log_line_prefix: '',
}

/**
 * An eighth of the memory, from 256 MB to 4 GB; a million people and subscribers are 6 GB. With 256 MB an import of 100,000 rows into their indexes
 * takes a quarter more of the processor, to write pages out and read them again. Pages are taken as they are needed.
 */
function sharedBuffers(): string {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  const eighth = Math.floor(memory / 8 / 2 ** 20)
  return `${Math.min(Math.max(eighth, 256), 4_096)}MB`
}

/** Spawns PostgreSQL with its watchdog. */
export function spawnServer(plan: ServerPlan): Server {
  const settings = { ...defaultSettings, ...plan.settings, ...fixedSettings(plan.socketDir) }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(plan.binaries.postgres, ['-D', plan.clusterDir, ...options], {
    ...runningAs(plan.osUser),
    // A process group of its own: Ctrl-C must reach us first, who still have requests to finish.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const unwatch = child.pid === undefined ? () => undefined : watchOver(child.pid, plan.osUser)
  const lines = collectLines(child, plan.log)
  let exit: Exit | undefined
  const exited = new Promise<Exit>((resolve) => {
    const end = (code: number | null, signal: string | null) => {
      unwatch()
      exit = { code, signal }
      resolve(exit)
    }
    child.once('exit', end)
    child.once('error', (failure) => {
      lines.push(failure.message)
      if (child.pid === undefined) end(null, null)
    })
  })
  // Backends of a killed server hold its stderr open a little longer.
  const drained = Promise.withResolvers<void>()
  child.once('close', drained.resolve)
  return {
    pid: child.pid,
    exited,
    hasExited: () => exit !== undefined,
    lastWords: async () => {
      await within(1_000, drained.promise)
      return lines.join(' ')
    },
    stop: () => stopChild(child, exited),
  }
}

/** What no caller may change: no network, one private socket, passwords that are never stored in clear. */
function fixedSettings(socketDir: string) {
  return {
    listen_addresses: '',
    port: String(socketPort),
    // A list of folders: quotes keep blanks and commas of ours from ending an entry.
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    logging_collector: 'off',
  }
}

/** Keeps reading, or a full pipe would block the server, and remembers the last 20 lines. */
function collectLines(child: ChildProcess, log: (line: string) => void): string[] {
  const lines: string[] = []
  if (!child.stderr) return lines
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line.trim())
    if (lines.length > 20) lines.shift()
    log(line)
  })
  return lines
}

async function stopChild(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  child.kill('SIGINT')
  const impatience = setTimeout(() => child.kill('SIGQUIT'), fastShutdownMs)
  await exited
  clearTimeout(impatience)
}

async function within(waitMs: number, promise: Promise<void>): Promise<void> {
  const timeout = Promise.withResolvers<void>()
  const timer = setTimeout(timeout.resolve, waitMs)
  await Promise.race([promise, timeout.promise])
  clearTimeout(timer)
}
