import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log/log.ts'

/** Work that every worker looks for every few seconds, because what leads to it enqueues nothing. Safe in several workers at once. */
export interface Sweep {
  name: string
  everySeconds: number
  run(): Promise<void>
}

/** Runs sweeps until stopped. One that fails is tried again at its next turn. */
export function startSweeps(sweeps: Sweep[], log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = sweeps.map((sweep) => keepOn(sweep, stopping.signal, log))
  return {
    async stop() {
      stopping.abort()
      // As long as jobs have: what a silent database holds is given up.
      await Promise.race([Promise.all(running), delay(8_000, undefined, { ref: false })])
    },
  }
}

async function keepOn({ name, everySeconds, run }: Sweep, signal: AbortSignal, log: Log): Promise<void> {
  while (!signal.aborted) {
    await run().catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error, sweep: name }, 'a sweep failed and is tried again')
    })
    await delay(everySeconds * 1_000, undefined, { signal }).catch(() => {})
  }
}
