import { mayBeRepeated, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { Sweep } from '#platform/queue/index.ts'
import { chainKey, chainStart, sealOf } from './chain.ts'
import {
  accountsWaiting,
  eventsWaiting,
  insertSeals,
  lastSeal,
  lockChain,
  type Seal,
  type Waiting,
} from './seals-store.ts'

type Sealer = Pick<Platform, 'database' | 'clock' | 'masterKey'>

/** Sealed in one transaction: some 20 ms. */
const batch = 1_000

/**
 * Seals what was committed, some seconds after the act: a chain made inside the act would have all acts of an account wait for each other.
 * Safe in several workers at once.
 */
export function sealingSweep(platform: Sealer): Sweep {
  return { name: 'seal events', everySeconds: 2, run: () => sealEverything(platform) }
}

/** Seals every event of every account that waits. Where it fails for one, because somebody meddled with it, the others are sealed all the same. */
export async function sealEverything(platform: Sealer): Promise<void> {
  const failures: unknown[] = []
  for (const accountId of await platform.database.inDirectory(accountsWaiting)) {
    try {
      await sealAccount(platform, accountId)
    } catch (error) {
      // Without its database it fails for everybody.
      if (mayBeRepeated(error)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function sealAccount(platform: Sealer, accountId: string): Promise<void> {
  let after: string | undefined
  do {
    // Each batch goes on after the one before: what that has just taken away would have to be passed over from the beginning.
    after = await sealBatch(platform, accountId, after)
  } while (after !== undefined)
}

/** @returns the last event of the batch, where more may wait after it */
function sealBatch(
  { database, clock, masterKey }: Sealer,
  accountId: string,
  after: string | undefined,
): Promise<string | undefined> {
  return database.inAccount(accountId, async (tx) => {
    await lockChain(tx)
    const waiting = await eventsWaiting(tx, batch, after)
    const seals = await nextSeals(tx, chainKey(masterKey), waiting)
    if (seals.length > 0) await insertSeals(tx, seals, clock.now())
    return waiting.length === batch ? waiting.at(-1)?.waitingId : undefined
  })
}

/** Where an event is gone there is nothing to seal: it goes on waiting, and the verifier says so. */
async function nextSeals(tx: Tx, key: ReturnType<typeof chainKey>, waiting: Waiting[]): Promise<Seal[]> {
  let { position, hash } = (await lastSeal(tx)) ?? { position: 0, hash: chainStart }
  return waiting.flatMap(({ event }): Seal[] => {
    if (event === null) return []
    position++
    hash = sealOf(key, hash, event)
    return [{ position, eventId: event.eventId, hash }]
  })
}
