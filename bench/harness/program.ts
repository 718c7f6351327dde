import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { bundleProgram } from '../../scripts/build.ts'

const bundle = join(import.meta.dirname, '../../node_modules/.cache/rollcall/bench/rollcall.js')

/** Bundles the program as it is delivered, beside `dist/`, so that a build meanwhile changes nothing. */
export async function buildProgram(): Promise<void> {
  await bundleProgram('src/cli/main.ts', bundle)
}

/** A process of the program. */
export interface RunningProgram {
  pid: number
  output(): string
  /** Its exit code; null where a signal ended it. */
  ended: Promise<number | null>
  /** What it holds in memory now, in MB (`VmRSS`). */
  memoryMb(): number
  /** The most it has held since `forgetPeakMemory`, in MB (`VmHWM`). */
  peakMemoryMb(): number
  forgetPeakMemory(): void
  stop(): Promise<void>
}

/**
 * Starts `rollcall <command> <args>` with these settings and no others.
 * @param show takes its output as it comes
 */
export function startProgram(
  command: string,
  settings: Record<string, string>,
  args: string[] = [],
  show: (text: string) => void = () => {},
): RunningProgram {
  return startNode([bundle, command, ...args], settings, show)
}

/** Starts a file with the Node that runs this. */
export function startNode(
  args: string[],
  settings: Record<string, string>,
  show: (text: string) => void = () => {},
): RunningProgram {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, { env: { PATH, HOME, ...settings } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
      show(String(chunk))
    })
  }
  // After `close` all of its output has been read.
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const pid = child.pid as number
  return {
    pid,
    output: () => output,
    ended,
    memoryMb: () => statusMb(pid, 'VmRSS'),
    peakMemoryMb: () => statusMb(pid, 'VmHWM'),
    // proc(5): 5 resets the peak to what is held now.
    forgetPeakMemory: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function statusMb(pid: number, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  )?.[1]
  return Number(kilobytes) / 1024
}

/** Runs `rollcall <command> <args>` to its end. @throws with its output where it fails */
export async function runProgram(
  command: string,
  settings: Record<string, string>,
  args: string[] = [],
  show?: (text: string) => void,
): Promise<string> {
  const program = startProgram(command, settings, args, show)
  if ((await program.ended) !== 0) throw new Error(`rollcall ${command} failed:\n${program.output()}`)
  return program.output()
}

/** Waits until the server at this origin says that it is ready. */
export async function untilReady(origin: string): Promise<void> {
  await waitUntil(async () => (await fetch(`${origin}/readyz`)).ok, {
    what: `${origin} is ready`,
    timeoutMs: 60_000,
  })
}
