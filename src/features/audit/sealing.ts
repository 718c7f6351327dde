import { mayBeRepeated, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { Sweep } from '#platform/queue/index.ts'
import { chainKey, chainStart, sealOf } from './chain.ts'
import { accountsWaiting, eventsWaiting, insertSeals, lastSeal, lockChain, type Seal } from './seals-store.ts'

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
  while ((await sealBatch(platform, accountId)) === batch) {
    // The next thousand.
  }
}

function sealBatch({ database, clock, masterKey }: Sealer, accountId: string): Promise<number> {
  return database.inAccount(accountId, async (tx) => {
    await lockChain(tx)
    const seals = await nextSeals(tx, chainKey(masterKey))
    if (seals.length > 0) await insertSeals(tx, seals, clock.now())
    return seals.length
  })
}

async function nextSeals(tx: Tx, key: ReturnType<typeof chainKey>): Promise<Seal[]> {
  let { position, hash } = (await lastSeal(tx)) ?? { position: 0, hash: chainStart }
  return (await eventsWaiting(tx, batch)).map((event) => {
    position++
    hash = sealOf(key, hash, event)
    return { position, eventId: event.eventId, hash }
  })
}
