import type { Log } from '#platform/log/log.ts'

/** What was started, in order; stopped in the reverse one. */
export type Stop = () => Promise<unknown>

/** All stops together take at most this long (bars: stop within ten seconds); then the process ends anyway. */
const stopTimeMaxMs = 10_000

/** Ctrl-C reaches the process twice when npm started it: from the terminal, and passed on by npm. */
const onePressMs = 1_000

/** Stops everything at SIGTERM or SIGINT, newest first. Whoever presses again ends the process at once. */
export function stopOnSignal(stops: Stop[], log: Log): void {
  let stoppingSince: number | undefined
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > onePressMs) process.exit(1)
      return
    }
    stoppingSince = performance.now()
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
