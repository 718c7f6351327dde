import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/index.ts'
import type { ProfileRow } from '../profiles/store.ts'
import type { SubscriberRow } from '../subscribers/store.ts'
import type { ClientRow } from './clients-store.ts'

/** A client and everything its configuration is made of, as one read finds them. */
export interface FoundClient {
  client: ClientRow & { credentialHash: string; previousCredentialHash: string | null }
  subscriber: SubscriberRow | null
  profile: ProfileRow | null
  account: { language: string; status: string }
}

/** Which clients bear these credentials, as their present or their previous ones? One round trip, outside any transaction. */
export async function readAtCredentials(
  database: Pick<Database, 'ask'>,
  accountId: string,
  credentialHashes: Buffer[],
): Promise<FoundClient[]> {
  const rows = await database.ask<{ found: Record<keyof FoundClient, Record<string, unknown> | null> }>(
    'select found from app.clients_at_credentials($1, $2) found',
    [accountId, credentialHashes],
  )
  return rows.map(({ found }) => ({
    client: rowOf(found.client) as unknown as FoundClient['client'],
    subscriber: rowOf(found.subscriber) as unknown as SubscriberRow | null,
    profile: rowOf(found.profile) as unknown as ProfileRow | null,
    account: found.account as unknown as FoundClient['account'],
  }))
}

/** How PostgreSQL writes a `bytea` in JSON. */
export function byteaText(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}

/** A row that came as JSON, as the driver would have given it: names in camel case, moments as dates. */
function rowOf(json: Record<string, unknown> | null): Record<string, unknown> | null {
  if (json === null) return null
  const row: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(json)) {
    row[propertyOf(column)] = typeof value === 'string' && column.endsWith('_at') ? new Date(value) : value
  }
  return row
}

const properties = new Map<string, string>()

function propertyOf(column: string): string {
  let property = properties.get(column)
  if (property === undefined) {
    property = column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
    properties.set(column, property)
  }
  return property
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
