import type { Platform } from '#platform/platform.ts'
import type { AccountSealing, Credential } from '#platform/secrets/index.ts'
import { configurationOf, storedVersion } from './configuration-of.ts'
import { documentFor, type HandedDocument } from './documents.ts'
import type { Fetcher } from './fetch.ts'
import { byteaText, type FoundClient, readAtCredentials } from './fetch-store.ts'
import type { LastSeen } from './last-seen.ts'

/** A client's URL is replaced when it is older than this. */
const credentialLifeHours = 24

/**
 * Answers fetches that change nothing, which is nearly all of them: one read, no transaction. Nothing of the answer is kept from one fetch to
 * the next, so that a change made in any process holds for the very next fetch.
 */
export interface UnchangedFetches {
  /** @returns undefined when the fetch must be written down, or cannot be answered this way */
  answer(credential: Credential, fetcher: Fetcher): Promise<HandedDocument | undefined>
}

export function openUnchangedFetches(
  platform: Platform,
  sealingOf: SealingsAtHand,
  lastSeen: LastSeen,
): UnchangedFetches {
  const { database, clock } = platform

  async function answer(credential: Credential, fetcher: Fetcher): Promise<HandedDocument | undefined> {
    const { accountId, hash } = credential
    const [found] = await readAtCredentials(database, accountId, [hash])
    const now = clock.now()
    if (!found || !isComplete(found) || mustBeWritten(found, hash, now)) return undefined
    const { client, account } = found
    const sealing = await sealingOf(accountId)
    const configuration = configurationOf(sealing, found.subscriber, found.profile, account.language)
    const version = storedVersion(platform, accountId, configuration)
    if (version !== client.configurationVersion) return undefined
    const { userAgent, address } = seenOf(fetcher)
    lastSeen.note(accountId, { clientId: client.clientId, at: now, userAgent, address })
    return documentFor(platform, accountId, client, configuration, version)
  }

  return {
    // What fails here is done again in the transaction of a full fetch, which repeats after a lost connection and says what is wrong.
    answer: (credential, fetcher) => answer(credential, fetcher).catch(() => undefined),
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
  return client.revokedAt === null && subscriber !== null && profile !== null && account.status === 'active'
}

/** Whether the client came with the URL before its present one. */
export function cameWithPrevious({ client }: FoundClient, hash: Buffer): boolean {
  return client.credentialHash !== byteaText(hash)
}

function mustBeWritten(found: CompleteClient, hash: Buffer, now: Date): boolean {
  const { client, subscriber, profile } = found
  if (client.forcePendingAt !== null || subscriber.updatePending) return true
  // The previous URL before the new one was ever used: its answer was lost, the same is handed out again.
  if (cameWithPrevious(found, hash)) {
    return client.credentialUsedAt !== null && (client.copiedAt === null || profile.blockCopiedClients)
  }
  return client.credentialUsedAt === null || isOld(client.credentialIssuedAt, now)
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
