import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface ClientRow {
  clientId: string
  subscriberId: string
  deploymentId: string | null
  kind: string
  name: string
  generation: number
  credentialIssuedAt: Date
  credentialUsedAt: Date | null
  userAgent: string | null
  configurationVersion: string | null
  createdAt: Date
  downloadedAt: Date | null
  lastSeenAt: Date | null
  forcePendingAt: Date | null
  copiedAt: Date | null
  revokedAt: Date | null
  revokedBecause: string | null
  resetDeliveredAt: Date | null
}

const columns = [
  'clientId',
  'subscriberId',
  'deploymentId',
  'kind',
  'name',
  'generation',
  'credentialIssuedAt',
  'credentialUsedAt',
  'userAgent',
  'configurationVersion',
  'createdAt',
  'downloadedAt',
  'lastSeenAt',
  'forcePendingAt',
  'copiedAt',
  'revokedAt',
  'revokedBecause',
  'resetDeliveredAt',
] as const

/** Adds a client at its first download. */
export async function insertClient(
  tx: Tx,
  client: Pick<
    ClientRow,
    'clientId' | 'subscriberId' | 'deploymentId' | 'kind' | 'name' | 'userAgent' | 'createdAt'
  > & {
    credentialHash: Buffer
    address: string | null
  },
): Promise<void> {
  await tx
    .insertInto('app.clients')
    .values({ accountId: tx.accountId, ...client, credentialIssuedAt: client.createdAt })
    .execute()
  await sql`update app.subscribers set client_count = client_count + 1
     where account_id = ${tx.accountId} and subscriber_id = ${client.subscriberId}`.execute(tx)
}

/** Which client bears this credential, as its present or its previous one? */
export async function findClient(
  tx: Tx,
  credentialHash: Buffer,
): Promise<(ClientRow & { previous: boolean }) | undefined> {
  const row = await tx
    .selectFrom('app.clients')
    .select(columns)
    .select(sql<boolean>`credential_hash <> ${credentialHash}`.as('previous'))
    .where('accountId', '=', tx.accountId)
    .where((eb) =>
      eb.or([eb('credentialHash', '=', credentialHash), eb('previousCredentialHash', '=', credentialHash)]),
    )
    .executeTakeFirst()
  return row
}

/** Which client is this? */
export async function readClient(tx: Tx, clientId: string): Promise<ClientRow | undefined> {
  return tx
    .selectFrom('app.clients')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .executeTakeFirst()
}

/** Which clients does this subscriber have, newest first? */
export async function listClients(tx: Tx, subscriberId: string): Promise<ClientRow[]> {
  return tx
    .selectFrom('app.clients')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .orderBy('clientId', 'desc')
    .limit(100)
    .execute()
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

/** The client fetched; `version` when it got a configuration that it did not have before. */
export async function markFetched(
  tx: Tx,
  client: Pick<ClientRow, 'clientId'>,
  seen: {
    version: string | undefined
    userAgent: string | null
    address: string | null
    ownUrl: boolean
    copied: boolean
    forceObeyed: boolean
  },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set((eb) => ({
      lastSeenAt: now,
      userAgent: seen.userAgent,
      address: seen.address,
      ...(seen.version === undefined ? {} : { configurationVersion: seen.version, downloadedAt: now }),
      ...(seen.ownUrl ? { credentialUsedAt: eb.fn.coalesce('credentialUsedAt', eb.val(now)) } : {}),
      ...(seen.copied ? { copiedAt: now } : {}),
      ...(seen.forceObeyed ? { forceObeyedAt: now, forcePendingAt: null } : {}),
    }))
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', client.clientId)
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

/** Ends clients: their next fetch gets the reset document. @returns those that were alive */
export async function revokeClients(
  tx: Tx,
  which: { subscriberIds: string[] } | { clientId: string },
  because: string,
  now: Date,
): Promise<Array<{ clientId: string; subscriberId: string }>> {
  const condition =
    'clientId' in which
      ? sql`client_id = ${which.clientId}`
      : sql`subscriber_id = any(${which.subscriberIds}::uuid[])`
  const { rows } = await sql<{ clientId: string; subscriberId: string }>`
    update app.clients set revoked_at = ${now}, revoked_because = ${because}
     where account_id = ${tx.accountId} and ${condition} and revoked_at is null
    returning client_id, subscriber_id`.execute(tx)
  if (rows.length > 0) {
    await sql`update app.subscribers s set client_count = (select count(*) from app.clients c
         where c.account_id = s.account_id and c.subscriber_id = s.subscriber_id and c.revoked_at is null)
       where s.account_id = ${tx.accountId} and s.subscriber_id = any(${rows.map((row) => row.subscriberId)}::uuid[])`.execute(
      tx,
    )
  }
  return rows
}

/** The reset document reached the client. */
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
