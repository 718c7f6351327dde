import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#tests/harness/free-port.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench } from './harness/bench.ts'
import { timesOf } from './harness/times.ts'

const starts = 7

export const bench: Bench = {
  name: 'start',
  what: '`npm start` on a data folder that is there, until the server says that it is ready.',
  async run() {
    const folder = join(tmpdir(), `rollcall-bench-start-${process.pid}`)
    try {
      // Builds the program and makes the data folder.
      const firstMs = await startOnce(folder)
      const durations: number[] = []
      while (durations.length < starts) durations.push(await startOnce(folder))
      const times = timesOf(durations)
      return [
        { what: 'warm start, median', value: times.p50 / 1_000, unit: 's', bar: { value: { atMost: 3 } } },
        { what: 'first start', value: firstMs / 1_000, unit: 's' },
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Starts the product, waits until it is ready, stops it. @returns milliseconds until it was ready */
async function startOnce(folder: string): Promise<number> {
  const [port, redirectPort] = [await freePort(), await freePort()]
  const { PATH, HOME } = process.env
  const begun = performance.now()
  const program = spawn('npm', ['start'], {
    stdio: 'ignore',
    env: {
      PATH,
      HOME,
      ROLLCALL_DATA_DIR: folder,
      ROLLCALL_PORT: String(port),
      ROLLCALL_REDIRECT_PORT: String(redirectPort),
    },
  })
  const ended = once(program, 'close')
  await waitUntil(async () => (await fetch(`http://localhost:${port}/readyz`)).ok, {
    what: 'the product is ready',
    timeoutMs: 120_000,
  })
  const ms = performance.now() - begun
  program.kill('SIGTERM')
  await ended
  return ms
}
