import type { Platform } from '#platform/platform.ts'
import type { AccountSealing, Credential } from '#platform/secrets/index.ts'
import { configurationOf, storedVersion } from './configuration-of.ts'
import { clientCredential, documentFor, type HandedDocument } from './documents.ts'
import type { Fetcher } from './fetch.ts'
import { openClientReads } from './fetch-reads.ts'
import type { FoundClient } from './fetch-store.ts'
import type { LastSeen } from './last-seen.ts'

/** A client's URL is replaced when it is older than this. */
const credentialLifeHours = 24

/** What is not answered in this time is not asked again in another way: whoever fetches has waited for one silence. */
const secondWayWithinMs = 2_000

/**
 * Answers fetches that change nothing, which is nearly all of them: one read, shared by all who come at the same time, and no transaction. Nothing
 * of the answer is kept from one fetch to the next, so that a change made in any process holds for the very next fetch.
 */
export interface UnchangedFetches {
  /** @returns undefined when the fetch must be written down, or cannot be answered this way */
  answer(credential: ShownCredential, fetcher: Fetcher): Promise<HandedDocument | undefined>
}

/** A credential as the client showed it. */
type ShownCredential = Credential & { text: string }

/** One for a process, so that all who come to it at the same time share a read. */
export function openUnchangedFetches(
  platform: Platform,
  sealingOf: SealingsAtHand,
  lastSeen: LastSeen,
): UnchangedFetches {
  const { database, clock } = platform
  const reads = openClientReads(database)

  async function answer(credential: ShownCredential, fetcher: Fetcher): Promise<HandedDocument | undefined> {
    const { accountId } = credential
    const found = await reads.find(credential)
    const now = clock.now()
    if (!found || !isComplete(found) || mustBeWritten(found, now)) return undefined
    const { client, account } = found
    const sealing = await sealingOf(accountId)
    const configuration = configurationOf(sealing, found.subscriber, found.profile, account.language)
    const version = storedVersion(platform, accountId, configuration)
    if (version !== client.configurationVersion) return undefined
    const { userAgent, address } = seenOf(fetcher)
    lastSeen.note(accountId, { clientId: client.clientId, at: now, userAgent, address })
    // Who came with the present one knows it already: making it again takes a twentieth of the fetch.
    const present = found.cameWithPrevious
      ? clientCredential(platform, accountId, client.clientId, client.generation)
      : credential
    return documentFor(platform, { kind: client.kind, credential: present.text }, configuration, version)
  }

  return {
    async answer(credential, fetcher) {
      const begun = performance.now()
      try {
        return await answer(credential, fetcher)
      } catch (error) {
        if (performance.now() - begun > secondWayWithinMs) throw error
        // Done again in the transaction of a full fetch, which repeats after a lost connection and says what is wrong.
        return undefined
      }
    },
  }
}

/** A client that is alive, with all that its configuration is made of. */
type CompleteClient = FoundClient & {
  subscriber: NonNullable<FoundClient['subscriber']>
  profile: NonNullable<FoundClient['profile']>
}

/** Whether the client has a configuration at all; otherwise it is to be reset. */
export function isComplete(found: FoundClient): found is CompleteClient {
  const { client, subscriber, profile, account } = found
  return !client.isRevoked && subscriber !== null && profile !== null && account.status === 'active'
}

function mustBeWritten(
  { cameWithPrevious, client, subscriber, profile }: CompleteClient,
  now: Date,
): boolean {
  if (client.isForcePending || subscriber.updatePending) return true
  // The previous URL before the new one was ever used: its answer was lost, the same is handed out again.
  if (cameWithPrevious) {
    return client.isCredentialUsed && (!client.isKnownAsCopied || profile.blockCopiedClients)
  }
  return !client.isCredentialUsed || isOld(client.credentialIssuedAt, now)
}

/** Whether a client's URL is to be replaced. */
export function isOld(credentialIssuedAt: Date, now: Date): boolean {
  return now.getTime() - credentialIssuedAt.getTime() > credentialLifeHours * 3_600_000
}

/** Who fetched, as it is kept. */
export function seenOf({ userAgent, address }: Fetcher) {
  return { userAgent: userAgent?.slice(0, 300) ?? null, address: address ?? null }
}

/** The keys of an account, without a transaction where they were needed before. */
export type SealingsAtHand = (accountId: string) => Promise<AccountSealing>

const sealingsKept = 2_000

/** Keeps the keys of accounts at hand. They are only ever added to, and whoever fails for want of a new one takes the long way. */
export function openSealings({ database, sealing }: Pick<Platform, 'database' | 'sealing'>): SealingsAtHand {
  const kept = new Map<string, AccountSealing>()
  return async (accountId) => {
    const known = kept.get(accountId)
    if (known) return known
    const loaded = await database.inAccount(accountId, (tx) => sealing.inAccount(tx))
    if (kept.size >= sealingsKept) kept.clear()
    kept.set(accountId, loaded)
    return loaded
  }
}
