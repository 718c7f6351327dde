import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** Sets deployment PINs, sealed, of many subscribers. */
export async function updatePins(
  tx: Tx,
  pins: Array<{ subscriberId: string; sealed: string }>,
  now: Date,
): Promise<void> {
  const rows = pins.map(({ subscriberId, sealed }) => ({ subscriber_id: subscriberId, sealed }))
  await sql`update app.subscribers s
       set deployment_pin_secret = p.sealed, version = s.version + 1, updated_at = ${now}
      from json_to_recordset(${JSON.stringify(rows)}::json) as p(subscriber_id uuid, sealed text)
     where s.account_id = ${tx.accountId} and s.subscriber_id = p.subscriber_id`.execute(tx)
}

/** Forgives wrong PINs: of the subscriber and of its open links. */
export async function resetPinFailures(tx: Tx, subscriberId: string): Promise<void> {
  await sql`update app.subscribers set pin_failures = 0, pin_locked_at = null
     where account_id = ${tx.accountId} and subscriber_id = ${subscriberId}`.execute(tx)
  await sql`update app.deployments set pin_failures = 0
     where account_id = ${tx.accountId} and subscriber_id = ${subscriberId} and revoked_at is null`.execute(
    tx,
  )
}

/** How many subscribers of the profile have clients? */
export async function countWithClients(tx: Tx, profileId: string): Promise<number> {
  const row = await tx
    .selectFrom('app.subscribers')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .where('clientCount', '>', 0)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Makes an operation's items out of the profile's subscribers that have clients. */
export async function withClientsIntoItems(tx: Tx, operationId: string, profileId: string): Promise<void> {
  await sql`insert into app.operation_items (account_id, operation_id, subject_id)
    select account_id, ${operationId}, subscriber_id from app.subscribers
     where account_id = ${tx.accountId} and profile_id = ${profileId} and client_count > 0
    on conflict do nothing`.execute(tx)
}

/** These subscribers' clients have an older configuration now. @returns those that still exist; nothing is pending for who has no client */
export async function markUpdatePending(
  tx: Tx,
  subscriberIds: string[],
): Promise<Array<{ subscriberId: string; updatePending: boolean }>> {
  const { rows } = await sql<{ subscriberId: string; updatePending: boolean }>`
    update app.subscribers set update_pending = client_count > 0
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[])
    returning subscriber_id, update_pending`.execute(tx)
  return rows
}
