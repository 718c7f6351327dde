import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { waitUntil } from '../../harness/wait-until.ts'

const program = join(import.meta.dirname, '../../../dist/rollcall.js')

/** A process of the built program. */
export interface RunningProgram {
  pid: number
  /** What it has written so far, logs and sentences alike. */
  output(): string
  /** Whether it still runs or how it has ended, and the last it has written: for whoever wonders why a test failed. */
  lastWords(): string
  /** Its exit code; null where a signal ended it. */
  ended: Promise<number | null>
  /** Sends the signal and waits for the end. @returns as `ended` */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Starts `rollcall <command> <args>` with these settings and no others. */
export function startProgram(
  command: string,
  settings: Record<string, string>,
  args: string[] = [],
): RunningProgram {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [program, command, ...args], { env: { PATH, HOME, ...settings } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  // After `close` all of its output has been read.
  let state = 'still runs'
  child.once('exit', (code, signal) => {
    state = `has ended (${signal ?? `code ${code}`})`
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    pid: child.pid as number,
    output: () => output,
    lastWords: () => `rollcall ${command} ${state}. It said last:\n${output.slice(-4_000)}`,
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** Waits until the server at this origin says that it is ready. */
export async function untilReady(origin: string): Promise<void> {
  await waitUntil(async () => (await fetch(`${origin}/readyz`)).ok, {
    what: `${origin} is ready`,
    timeoutMs: 30_000,
  })
}
