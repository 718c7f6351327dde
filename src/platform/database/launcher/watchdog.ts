import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { type OsUser, runningAs } from './os-user.ts'

/**
 * Stops the server when this process ends without stopping it, even by `kill -9`: the system then closes the pipe on
 * which a small shell waits. Call the answer once the server is gone, so that its process number, used again, is safe.
 */
export function watchOver(serverPid: number, osUser: OsUser | undefined): () => void {
  // Run as PostgreSQL's user, it can signal nobody else's processes.
  const script = `trap '' HUP INT TERM; read -r _ || kill -INT "$1"`
  const shell = spawn('/bin/sh', ['-c', script, 'rollcall-watchdog', String(serverPid)], {
    ...runningAs(osUser),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  // Without a watchdog the server still runs; should it be orphaned, the next start stops it.
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.unref()
  const pipe = shell.stdin as Socket
  pipe.unref()
  return () => pipe.end('stopped\n')
}
