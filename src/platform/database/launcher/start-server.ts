import { realpath } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { clearLeftovers } from './leftover.ts'
import { type Server, type ServerPlan, spawnServer } from './server.ts'

/** What PostgreSQL says while processes of an earlier server are still ending. Seen for up to 2 s after a kill -9. */
const earlierServerEnding = /lock file "postmaster.pid" already exists|pre-existing shared memory block/
const attempts = 8

const notYetListening = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03'])

/**
 * Starts the server and answers when it takes connections and has proved to be the one of this cluster.
 * `url` is the superuser's; `signal` gives up the start.
 */
export async function startServer(plan: ServerPlan, url: string, signal?: AbortSignal): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    await clearLeftovers(plan.clusterDir, plan.socketDir, plan.log)
    const server = spawnServer(plan)
    try {
      await untilProven(server, plan, url, signal)
      return server
    } catch (failure) {
      await server.stop()
      const mayPass = earlierServerEnding.test((failure as Error).message) && attempt < attempts
      if (!mayPass) throw failure
      await pause(Math.min(100 * 2 ** attempt, 3_000), undefined, { signal })
    }
  }
}

/** No time limit: replaying the log of a large database takes minutes, and stopping it would begin it again. */
async function untilProven(
  server: Server,
  plan: ServerPlan,
  url: string,
  signal?: AbortSignal,
): Promise<void> {
  const begun = Date.now()
  let told = 0
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 1.5, 500)) {
    signal?.throwIfAborted()
    if (server.hasExited()) throw await earlyExit(server, plan)
    if (await isOurs(plan, url)) break
    const waitedSeconds = Math.floor((Date.now() - begun) / 1000)
    if (waitedSeconds >= told + 10) {
      told = waitedSeconds
      plan.log(
        `The database is still starting after ${told} s; after an unclean stop it repairs itself first.`,
      )
    }
    await pause(pauseMs)
  }
  // A server that answers while ours has ended is another one.
  if (server.hasExited()) throw await earlyExit(server, plan)
}

/** False while nothing answers yet. A stranger on our socket would refuse the password or show another folder. */
async function isOurs(plan: ServerPlan, url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    const shown = rows[0]?.data_directory ?? ''
    if ((await realpath(shown).catch(() => shown)) === plan.clusterDir) return true
    throw new Error(
      `Another database server (of ${shown}) answers on ${plan.socketDir}. Stop it, then start Rollcall again.`,
    )
  } catch (failure) {
    const { code, message } = failure as { code?: string; message: string }
    if (code && notYetListening.has(code)) return false
    if (/terminated|timeout/.test(message)) return false
    if (code === '28P01' || code === '28000') throw wrongPassword(plan, failure)
    throw failure
  } finally {
    await client.end().catch(() => undefined)
  }
}

function wrongPassword(plan: ServerPlan, cause: unknown): Error {
  return new Error(
    `The database in ${plan.clusterDir} refuses the passwords in postgres-credentials.json beside it. ` +
      'Put back the file that belongs to this database from your backup.',
    { cause },
  )
}

async function earlyExit(server: Server, plan: ServerPlan): Promise<Error> {
  const { code, signal } = await server.exited
  const how = signal ? `by ${signal}` : `with code ${code}`
  const words = (await server.lastWords()) || 'nothing'
  return new Error(
    `The database in ${plan.clusterDir} ended ${how} while starting. PostgreSQL said: ${words} ` +
      'Remove that cause and start Rollcall again.',
  )
}
