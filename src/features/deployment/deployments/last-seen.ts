import type { Platform } from '#platform/platform.ts'
import { markSeen, type Sighting } from './fetch-store.ts'

/** How long a sighting waits in memory. A process that is killed loses this much of "last seen" and nothing else. */
const flushIntervalMs = 5_000

/** How many rows one statement updates. */
const batch = 1_000

/** Collects when clients were seen, so that a fetch which changes nothing writes nothing. */
export interface LastSeen {
  note(accountId: string, sighting: Sighting): void
  /** Writes down what was collected. */
  flush(): Promise<void>
  /** Writes down the rest, at stop. */
  close(): Promise<void>
}

/** Begins to collect: one write for each account every few seconds. */
export function openLastSeen({ database, log }: Pick<Platform, 'database' | 'log'>): LastSeen {
  let collected = new Map<string, Map<string, Sighting>>()
  let timer: NodeJS.Timeout | undefined

  function note(accountId: string, sighting: Sighting): void {
    const ofAccount = collected.get(accountId) ?? new Map<string, Sighting>()
    collected.set(accountId, ofAccount.set(sighting.clientId, sighting))
    timer ??= setTimeout(() => void flush(), flushIntervalMs).unref()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const due = collected
    collected = new Map()
    for (const [accountId, sightings] of due) {
      // In the order of ids, so that two processes with the same clients never wait for each other in a circle.
      const ordered = [...sightings.values()].sort((a, b) => (a.clientId < b.clientId ? -1 : 1))
      for (let at = 0; at < ordered.length; at += batch) {
        await database
          .inAccount(accountId, (tx) => markSeen(tx, ordered.slice(at, at + batch)))
          .catch((error) =>
            log.warn({ err: error, accountId }, 'when clients were last seen is not written down'),
          )
      }
    }
  }

  return { note, flush, close: flush }
}
