import type { Log } from '#platform/log/log.ts'

/** What was started, in order; stopped in the reverse one. */
export type Stop = () => Promise<unknown>

/** All stops together take at most this long (bars: stop within ten seconds); then the process ends anyway. */
const stopTimeMaxMs = 10_000

/** Stops everything at SIGTERM or SIGINT, newest first. A second signal ends the process at once. */
export function stopOnSignal(stops: Stop[], log: Log): void {
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopTimeMaxMs).unref()
    for (const each of [...stops].reverse()) {
      await each().catch((error) => log.error({ err: error }, 'something did not stop cleanly'))
    }
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
