import { setTimeout as pause } from 'node:timers/promises'
import type { Exit, Server } from './server.ts'

const firstPauseMs = 200
const longestPauseMs = 30_000
/** A server that ran this long has recovered: its next end is a new matter, answered at once. */
const calmMs = 60_000

/** A server, or one server after the other, until stopped. */
export interface Runner {
  readonly pid: number
  exited: Promise<Exit>
  stop(): Promise<void>
}

/** Starts the server again whenever it ends, at once and then with growing pauses, until `stop` is called. */
export function keepRunning(
  first: Server,
  startAgain: (signal: AbortSignal) => Promise<Server>,
  log: (line: string) => void,
): Runner {
  const stopping = new AbortController()
  const { signal } = stopping
  let server = first
  let pauseMs = 0

  async function run(): Promise<Exit> {
    for (;;) {
      const begun = Date.now()
      const exit = await server.exited
      if (signal.aborted) return exit
      if (Date.now() - begun > calmMs) pauseMs = 0
      log(
        `The database server ended unexpectedly (${exit.signal ?? `code ${exit.code}`}). Starting it again.`,
      )
      const next = await nextServer()
      if (!next) return exit
      server = next
      // Stopped in the very moment the start was done: nobody else knows of this server.
      if (signal.aborted) await server.stop()
      else log('The database server runs again.')
    }
  }

  async function nextServer(): Promise<Server | undefined> {
    while (!signal.aborted) {
      try {
        await pause(pauseMs, undefined, { signal })
        pauseMs = Math.min(Math.max(pauseMs * 2, firstPauseMs), longestPauseMs)
        return await startAgain(signal)
      } catch (failure) {
        if (!signal.aborted)
          log(`The database server could not be started again: ${(failure as Error).message}`)
      }
    }
    return undefined
  }

  const exited = run()
  return {
    get pid() {
      return server.pid as number
    },
    exited,
    stop: async () => {
      stopping.abort()
      await server.stop()
      await exited
    },
  }
}
