import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'

const stopTimeMaxMs = 10_000
const setpriv = '/usr/bin/setpriv'

/** A program of the demo's own. */
export interface Child {
  /** What it says; ends with the program. */
  lines: Readable
  /** What it writes to its standard error. */
  complaints: Readable
  /** Its exit code; null when a signal ended it. */
  ended: Promise<number | null>
  /** Asks it to end, and ends it after ten seconds. */
  stop(): Promise<void>
}

/** Starts a program that ends with the demo, even where that is killed. */
export function startChild(command: string, args: string[], environment: NodeJS.ProcessEnv): Child {
  const [first, ...rest] = boundToUs([command, ...args])
  const child = spawn(first, rest, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { lines: child.stdout, complaints: child.stderr, ended, stop: () => stop(child, ended) }
}

/** A command line that is told to end by the kernel when the process that starts it dies. */
export function boundToUs(command: [string, ...string[]]): [string, ...string[]] {
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', ...command] : command
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopTimeMaxMs)
  await ended
  clearTimeout(impatience)
}
