import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isFolderInUse, isServerOf, processIdentity } from './process-facts.ts'
import { removeSocketFiles } from './socket-folder.ts'

/**
 * Deals with what an earlier server on this cluster left: one that outlived its launcher is stopped, a lock file whose
 * process number now belongs to something else is removed. Only for the holder of the data folder's lock.
 */
export async function clearLeftovers(
  clusterDir: string,
  socketDir: string,
  log: (line: string) => void,
): Promise<void> {
  const lockFile = join(clusterDir, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(lockFile, 'utf8').catch(() => ''), 10)
  if (pid > 0 && (await processIdentity(pid))) {
    if (await isServerOf(clusterDir, pid)) {
      log(`Stopping a database server (process ${pid}) that an earlier Rollcall left running.`)
      await stopServer(pid, clusterDir)
    } else if (!(await isFolderInUse(clusterDir))) {
      // PostgreSQL takes any live process of its user for a server. It is safe to remove the file, which also guards
      // against backends that outlive their server, only because no process is left in the folder.
      await rm(lockFile, { force: true })
    }
  }
  await removeSocketFiles(socketDir)
}

/** Fast shutdown, then immediate: a server that does not end in 10 s hangs on something. */
async function stopServer(pid: number, clusterDir: string): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    sendSignal(pid, signal, clusterDir)
    const deadline = Date.now() + waitMs
    for (let pauseMs = 20; Date.now() < deadline; pauseMs = Math.min(pauseMs * 2, 500)) {
      if (!(await isServerOf(clusterDir, pid)) || !(await processIdentity(pid))) return
      await pause(pauseMs)
    }
  }
  throw new Error(
    `A database server (process ${pid}) still runs on ${clusterDir} and does not stop. ` +
      `Stop it with "kill -QUIT ${pid}", then start Rollcall again.`,
  )
}

function sendSignal(pid: number, signal: NodeJS.Signals, clusterDir: string): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ESRCH') return
    throw new Error(
      `A database server (process ${pid}) of another user runs on ${clusterDir}. ` +
        `Stop it with "kill -INT ${pid}" as that user or as root, then start Rollcall again.`,
      { cause },
    )
  }
}
