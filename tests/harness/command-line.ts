import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../dist/rollcall.js')

/** How a command ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A command that runs. */
export interface Running {
  /** Ctrl-C. */
  interrupt(): void
  ended: Promise<Ended>
}

/** The built program as somebody types it, with a home folder of its own and no settings but these. */
export interface CommandLine {
  home: string
  run(args: string[], input?: string): Promise<Ended>
  /** Runs it with `--json` and reads what it wrote. Fails, showing what it said, where it did not end with 0. */
  // biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
  json(args: string[], input?: string): Promise<any>
  start(args: string[], input?: string): Running
  /** The same, whose environment has more. */
  with(more: Record<string, string>): CommandLine
  remove(): Promise<void>
}

/** Opens a command line. Removed by the caller (`afterAll`). */
export async function openCommandLine(settings: Record<string, string> = {}): Promise<CommandLine> {
  return commandLineAt(await mkdtemp(join(tmpdir(), 'rollcall-home-')), settings)
}

function commandLineAt(home: string, settings: Record<string, string>): CommandLine {
  function start(args: string[], input = ''): Running {
    const env = { PATH: process.env.PATH, HOME: home, ...settings }
    const child = spawn(process.execPath, [program, ...args], { env })
    // A command that ends before it has read is none the worse.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    const written = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk) => {
        written[stream] += chunk
      })
    }
    return {
      interrupt: () => child.kill('SIGINT'),
      ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...written })),
    }
  }
  return {
    home,
    start,
    run: (args, input) => start(args, input).ended,
    async json(args, input) {
      const { code, stdout, stderr } = await start([...args, '--json'], input).ended
      if (code !== 0) throw new Error(`rollcall ${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    with: (more) => commandLineAt(home, { ...settings, ...more }),
    remove: () => rm(home, { recursive: true, force: true }),
  }
}
