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

/** Gives a client another name. */
export async function renameClient(tx: Tx, clientId: string, name: string): Promise<void> {
  await tx
    .updateTable('app.clients')
    .set({ name })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .execute()
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
  if (rows.length === 0) return rows
  const ids = [...new Set(rows.map((row) => row.subscriberId))]
  await sql`update app.subscribers s set client_count = (select count(*) from app.clients c
       where c.account_id = s.account_id and c.subscriber_id = s.subscriber_id and c.revoked_at is null)
     where s.account_id = ${tx.accountId} and s.subscriber_id = any(${ids}::uuid[])`.execute(tx)
  // Nobody waits any more for an ended client to obey; and if it listens, it learns of its end at once.
  await settleForce(tx, ids)
  await wakeClients(tx, ids)
  return rows
}
