import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { wakeClients } from './changes-store.ts'
import { settleForce } from './force-store.ts'

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
  forceObeyedAt: Date | null
  copiedAt: Date | null
  suspicious: string | null
  delivered: string | null
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
  'forceObeyedAt',
  'copiedAt',
  'suspicious',
  'delivered',
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
    suspicious: string | null
  },
): Promise<void> {
  await tx
    .insertInto('app.clients')
    .values({ accountId: tx.accountId, ...client, credentialIssuedAt: client.createdAt })
    .execute()
  await sql`update app.subscribers set client_count = client_count + 1
     where account_id = ${tx.accountId} and subscriber_id = ${client.subscriberId}`.execute(tx)
}

/** Which client bears this credential, as its present or its previous one? Locked: of two fetches at once one replaces the credential. */
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
    .forUpdate()
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

/** Which clients does this subscriber have, newest first, older than that one? */
export async function listClients(
  tx: Tx,
  subscriberId: string,
  limit: number,
  before: string | undefined,
): Promise<ClientRow[]> {
  return tx
    .selectFrom('app.clients')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .$if(before !== undefined, (query) => query.where('clientId', '<', before as string))
    .orderBy('clientId', 'desc')
    .limit(limit)
    .execute()
}

/** Gives a client another name. */
export async function renameClient(tx: Tx, clientId: string, name: string): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set({ name })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .execute()
}

/** It turned out to be lost after it had ended in another way. */
export async function markLost(tx: Tx, clientId: string): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set({ revokedBecause: 'lost' })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .where('revokedAt', 'is not', null)
    .execute()
}

/**
 * Ends clients: their next fetch gets the reset document. Whose last one ends is *revoked* and has no update pending: nobody is left to
 * fetch it.
 * @returns those that were alive
 */
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
  if (rows.length === 0) return rows
  const endedOf = new Map<string, number>()
  for (const { subscriberId } of rows) endedOf.set(subscriberId, (endedOf.get(subscriberId) ?? 0) + 1)
  const ids = [...endedOf.keys()]
  // Only a deployment that was downloaded is over with its clients: a newer link that was sent can still be used.
  await sql`update app.subscribers s
       set client_count = s.client_count - e.ended,
           update_pending = s.update_pending and s.client_count > e.ended,
           state = case when s.state = 'downloaded' and s.client_count <= e.ended then 'revoked' else s.state end
      from unnest(${ids}::uuid[], ${[...endedOf.values()]}::int[]) as e(subscriber_id, ended)
     where s.account_id = ${tx.accountId} and s.subscriber_id = e.subscriber_id`.execute(tx)
  // Nobody waits any more for an ended client to obey; and if it listens, it learns of its end at once.
  await settleForce(tx, ids)
  await wakeClients(tx, ids)
  return rows
}
