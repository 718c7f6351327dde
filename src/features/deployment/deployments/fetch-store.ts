import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/index.ts'
import type { Credential } from '#platform/secrets/index.ts'
import type { ConfiguredSubscriber, ConfiguringProfile } from './configuration-of.ts'

/** A client and all that its configuration is made of, as one read finds them. */
export interface FoundClient {
  /** Whether it was asked for by the credential before its present one. */
  cameWithPrevious: boolean
  client: {
    clientId: string
    subscriberId: string
    kind: string
    generation: number
    configurationVersion: string | null
    credentialIssuedAt: Date
    isCredentialUsed: boolean
    isForcePending: boolean
    isKnownAsCopied: boolean
    isRevoked: boolean
  }
  subscriber: (ConfiguredSubscriber & { updatePending: boolean }) | null
  profile: (ConfiguringProfile & { blockCopiedClients: boolean }) | null
  account: { language: string; status: string }
}

/**
 * Which clients bear these credentials, as their present or their previous ones? One round trip for any number, of any accounts, outside any
 * transaction.
 * @returns what was found for each, in the order in which it was asked
 */
export async function readAtCredentials(
  database: Pick<Database, 'ask'>,
  credentials: Credential[],
): Promise<Array<FoundClient | undefined>> {
  const accounts = await database.ask<FoundInAccount>('select * from app.clients_at_credentials($1, $2)', [
    credentials.map(({ accountId }) => accountId),
    Buffer.concat(credentials.map(({ hash }) => hash)),
  ])
  const found = new Array<FoundClient | undefined>(credentials.length)
  for (const { account, profiles, clients } of accounts) {
    for (const { place, cameWithPrevious, client, subscriber } of clients) {
      found[place - 1] = {
        cameWithPrevious,
        client: { ...client, credentialIssuedAt: new Date(client.credentialIssuedAt) },
        subscriber,
        profile: (subscriber && profiles?.[subscriber.profileId]) ?? null,
        account,
      }
    }
  }
  return found
}

/** What the database found in one account. `place` counts from 1 what was asked. */
interface FoundInAccount {
  account: FoundClient['account']
  profiles: Record<string, NonNullable<FoundClient['profile']>> | null
  clients: Array<{
    place: number
    cameWithPrevious: boolean
    client: Omit<FoundClient['client'], 'credentialIssuedAt'> & { credentialIssuedAt: string }
    subscriber: (NonNullable<FoundClient['subscriber']> & { profileId: string }) | null
  }>
}

/** Replaces the credential. The one before stays known, so that a lost answer locks nobody out. */
export async function replaceCredential(
  tx: Tx,
  clientId: string,
  credential: { generation: number; hash: Buffer; keepPrevious: boolean },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set((eb) => ({
      generation: credential.generation,
      ...(credential.keepPrevious ? { previousCredentialHash: eb.ref('credentialHash') } : {}),
      credentialHash: credential.hash,
      credentialIssuedAt: now,
      credentialUsedAt: null,
    }))
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .execute()
}

/** The client fetched. `got` when that was a configuration that it did not have before, and what stands in it, sealed. */
export async function markFetched(
  tx: Tx,
  clientId: string,
  seen: {
    got: { version: string; delivered: string } | undefined
    userAgent: string | null
    address: string | null
    ownUrl: boolean
    forceObeyed: boolean
  },
  now: Date,
): Promise<void> {
  const { got } = seen
  await tx
    .updateTable('app.clients')
    .set((eb) => ({
      lastSeenAt: now,
      userAgent: seen.userAgent,
      address: seen.address,
      ...(got ? { configurationVersion: got.version, delivered: got.delivered, downloadedAt: now } : {}),
      ...(seen.ownUrl ? { credentialUsedAt: eb.fn.coalesce('credentialUsedAt', eb.val(now)) } : {}),
      ...(seen.forceObeyed ? { forceObeyedAt: now, forcePendingAt: null } : {}),
    }))
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .execute()
}

/** Two copies of this client are in use. */
export async function markCopied(tx: Tx, clientId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set({ copiedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .execute()
}

/** A client of the subscriber has fetched this version of its configuration (CD-3); others may still have an older one. */
export async function markDownloaded(
  tx: Tx,
  subscriberId: string,
  version: string,
  now: Date,
  firstDownload: boolean,
): Promise<void> {
  await sql`update app.subscribers s
       set downloaded_at = ${now}, state = 'downloaded',
           update_pending = exists (select from app.clients c where c.account_id = s.account_id and c.subscriber_id = s.subscriber_id
             and c.revoked_at is null and c.configuration_version is distinct from ${version}),
           redeploy_required = s.redeploy_required and not ${firstDownload}::boolean,
           pin_failures = case when ${firstDownload}::boolean then 0 else pin_failures end,
           pin_locked_at = case when ${firstDownload}::boolean then null else pin_locked_at end
     where s.account_id = ${tx.accountId} and s.subscriber_id = ${subscriberId}`.execute(tx)
}

/** A client has this version; an update is no longer pending when all of the subscriber's have. */
export async function settleUpdate(tx: Tx, subscriberId: string, version: string): Promise<void> {
  await sql`update app.subscribers s set update_pending = false
     where s.account_id = ${tx.accountId} and s.subscriber_id = ${subscriberId} and s.update_pending
       and not exists (select from app.clients c where c.account_id = s.account_id and c.subscriber_id = s.subscriber_id
                         and c.revoked_at is null and c.configuration_version is distinct from ${version})`.execute(
    tx,
  )
}

/** The reset document reached the client; true the first time. */
export async function markResetDelivered(tx: Tx, clientId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('app.clients')
    .set({ resetDeliveredAt: now, lastSeenAt: now })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .where('resetDeliveredAt', 'is', null)
    .returning('clientId')
    .executeTakeFirst()
  return row !== undefined
}

export interface Sighting {
  clientId: string
  at: Date
  userAgent: string | null
  address: string | null
}

/** Clients were seen. An older sighting never overwrites a newer one. */
export async function markSeen(tx: Tx, sightings: Sighting[]): Promise<void> {
  await sql`update app.clients c
       set last_seen_at = s.at, user_agent = coalesce(s.user_agent, c.user_agent), address = coalesce(s.address, c.address)
      from unnest(${sightings.map((each) => each.clientId)}::uuid[], ${sightings.map((each) => each.at)}::timestamptz[],
                  ${sightings.map((each) => each.userAgent)}::text[], ${sightings.map((each) => each.address)}::text[])
        as s(client_id, at, user_agent, address)
     where c.account_id = ${tx.accountId} and c.client_id = s.client_id
       and (c.last_seen_at is null or c.last_seen_at < s.at)`.execute(tx)
}
