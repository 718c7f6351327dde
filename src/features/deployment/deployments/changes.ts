import { z } from 'zod'
import type { Platform } from '#platform/platform.ts'
import { type AccountSealing, parseCredential } from '#platform/secrets/index.ts'
import { hearWakes } from './changes-store.ts'
import { configurationOf, storedVersion } from './configuration-of.ts'
import { clientUnknown } from './errors.ts'
import { type FoundClient, readAtCredentials } from './fetch-store.ts'
import { isComplete, type SealingsAtHand } from './fetch-unchanged.ts'
import type { LastSeen } from './last-seen.ts'
import { type Waiter, waitingRoom } from './waiting-room.ts'

const waitMaxSeconds = 25

/** Query of `GET /client/v1/changes`: the version the client has, and how long it waits. */
export const ChangesQuery = z.object({
  since: z.string().max(100).optional(),
  wait: z.coerce.number().int().min(0).max(waitMaxSeconds).default(waitMaxSeconds),
})
export type ChangesQuery = z.infer<typeof ChangesQuery>

/** What a client is told: fetch this URL now. */
export interface Change {
  /** The version that is due; null for a reset. */
  version: string | null
  due: 'configuration' | 'reset'
  url: string
}

/** Lets clients wait until something is due. A waiting client costs memory and an open request, never a database connection. */
export interface Changes {
  /**
   * @param gone aborted when the client hangs up
   * @returns undefined when nothing came in time
   * @throws Refusal 404 for an unknown credential
   */
  waitFor(bearer: string, query: ChangesQuery, gone: AbortSignal): Promise<Change | undefined>
  /** Sends everybody home who waits, and stops listening. */
  close(): Promise<void>
}

/** Opens the waiting room of this process. It listens to the database once the first client waits. */
export function openChanges(platform: Platform, sealingOf: SealingsAtHand, lastSeen: LastSeen): Changes {
  const room = waitingRoom<Change>({
    look,
    log: platform.log,
    hear: (ears) => hearWakes(platform.database, platform.log, ears),
  })

  /** Looks for many waiting clients of one account at once what is due for each. */
  async function look(accountId: string, waiters: Waiter<Change>[]): Promise<void> {
    const found = await readAtCredentials(platform.database, waiters)
    for (const [at, waiter] of waiters.entries()) {
      const client = found[at]
      if (!client) {
        waiter.fail(clientUnknown())
        continue
      }
      const change = changeFor(accountId, await sealingOf(accountId), client, waiter)
      if (change) waiter.end(change)
      else room.seat(waiter, client.client)
    }
  }

  function changeFor(
    accountId: string,
    sealing: AccountSealing,
    found: FoundClient,
    { since, credential }: Waiter<Change>,
  ): Change | undefined {
    // The URL that the client presented itself: a copy learns no newer one by asking.
    const url = `${platform.origins.service}/client/v1/${credential}`
    const reset: Change = { version: null, due: 'reset', url }
    if (!isComplete(found)) return reset
    const { client, subscriber, profile, account } = found
    const isCopy = found.cameWithPrevious && client.isCredentialUsed
    if (isCopy && profile.blockCopiedClients) return reset
    const configuration = configurationOf(sealing, subscriber, profile, account.language)
    const version = storedVersion(platform, accountId, configuration)
    const due = client.isForcePending || version !== since
    return due ? { version, due: 'configuration', url } : undefined
  }

  return {
    async waitFor(bearer, { since, wait }, gone) {
      const credential = parseCredential(bearer)
      if (!credential) throw clientUnknown()
      const { accountId, hash } = credential
      return room.wait({ accountId, hash, credential: bearer, since }, wait * 1_000, gone, ({ clientId }) =>
        lastSeen.note(accountId, { clientId, at: platform.clock.now(), userAgent: null, address: null }),
      )
    },
    close: room.close,
  }
}
