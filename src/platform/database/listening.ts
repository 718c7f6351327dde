import pg from 'pg'
import type { Log } from '../log/log.ts'

/** Hears the notifications of one channel on a connection of its own, and finds its way back after a loss. */
export interface Listening {
  close(): Promise<void>
}

const reconnectDelayMs = 1_000

/**
 * Listens until closed. One connection, however many in the process are told.
 * @param options.heard a notification came, in the order of the commits
 * @param options.connected listening begins, also after a loss: what was notified in between is not made up for, so look again
 */
export function openListening(options: {
  pool: pg.Pool
  channel: string
  log: Log
  heard(payload: string): void
  connected(): void
}): Listening {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ ...options.pool.options, application_name: 'rollcall listening' })
    client = fresh
    fresh.on('notification', ({ payload }) => options.heard(payload ?? ''))
    fresh.on('error', (error) => lost(fresh, error))
    fresh.on('end', () => lost(fresh))
    try {
      await fresh.connect()
      await fresh.query(`listen ${pg.escapeIdentifier(options.channel)}`)
      if (!closed) options.connected()
    } catch (error) {
      lost(fresh, error as Error)
    }
  }

  function lost(which: pg.Client, error?: Error): void {
    if (closed || which !== client) return
    client = undefined
    options.log.warn({ err: error }, 'the listening database connection broke')
    which.end().catch(() => {})
    retry = setTimeout(() => void connect(), reconnectDelayMs)
  }

  void connect()
  return {
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
