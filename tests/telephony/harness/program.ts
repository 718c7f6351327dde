import { spawn } from 'node:child_process'

export interface Program {
  /** Everything it printed so far, both streams. */
  output(): string
  isRunning(): boolean
  /** Resolves when it has ended and all it printed was read, with its exit code, or null when a signal ended it. */
  ended: Promise<number | null>
  /** Sends the signal and waits for the end; SIGKILL follows when it does not end within five seconds. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a program of the test's own. It ends with the test run, even with one that is killed. */
export function startProgram(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Program {
  const printed: string[] = []
  // The kernel sends the signal when this process dies: a test run that is killed cannot clean up by itself.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)))

  let running = true
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      running = false
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  // Its last words may still be on the way when it has exited.
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
    child.once('error', (error) => {
      printed.push(error.message)
      resolve(127)
    })
  })

  return {
    output: () => printed.join(''),
    isRunning: () => running,
    ended,
    async stop(signal = 'SIGTERM') {
      if (!running) return
      child.kill(signal)
      const impatience = setTimeout(() => child.kill('SIGKILL'), 5000)
      await exited
      clearTimeout(impatience)
    },
  }
}

/** Runs a program of the test's own to its end. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<{ code: number | null; output: string }> {
  const program = startProgram(command, args, options)
  const code = await program.ended
  return { code, output: program.output() }
}
