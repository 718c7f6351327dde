import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** The clients of these subscribers are to fetch their configuration now. @returns the subscribers that have a client */
export async function markForcePending(tx: Tx, subscriberIds: string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`
    update app.clients set force_pending_at = ${now}, force_obeyed_at = null
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) and revoked_at is null
    returning subscriber_id`.execute(tx)
  const withClients = [...new Set(rows.map((row) => row.subscriberId))]
  await sql`update app.subscribers set force_pending_at = ${now}
     where account_id = ${tx.accountId} and subscriber_id = any(${withClients}::uuid[])`.execute(tx)
  return withClients
}

/** Force config is no longer pending where every client has obeyed or ended. */
export async function settleForce(tx: Tx, subscriberIds: string[]): Promise<void> {
  await sql`update app.subscribers s set force_pending_at = null
     where s.account_id = ${tx.accountId} and s.subscriber_id = any(${subscriberIds}::uuid[]) and s.force_pending_at is not null
       and not exists (select from app.clients c where c.account_id = s.account_id and c.subscriber_id = s.subscriber_id
                         and c.revoked_at is null and c.force_pending_at is not null)`.execute(tx)
}
