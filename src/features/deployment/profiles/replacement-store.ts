import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** Is an operation, not ended yet, giving the profile's subscribers another, or another's subscribers this one? */
export function isInReplacement(tx: Tx, profileId: string): Promise<boolean> {
  return isReplacing(
    tx,
    sql<boolean>`${profileId} in (parameters->>'profileId', parameters->>'replacementId')`,
  )
}

/** Is an operation, not ended yet, taking the profile from its subscribers? */
export function isBeingReplaced(tx: Tx, profileId: string): Promise<boolean> {
  return isReplacing(tx, sql<boolean>`parameters->>'profileId' = ${profileId}`)
}

async function isReplacing(tx: Tx, profiles: RawBuilder<boolean>): Promise<boolean> {
  const row = await tx
    .selectFrom('app.operations')
    .select('operationId')
    .where('accountId', '=', tx.accountId)
    .where('kind', '=', 'profile-replacement')
    .where('finishedAt', 'is', null)
    .where(profiles)
    .executeTakeFirst()
  return row !== undefined
}

/** How many subscribers with the profile lack a field that stand-alone deployment needs (MU-9)? */
export async function countLackingPbxFields(tx: Tx, profileId: string): Promise<number> {
  const row = await tx
    .selectFrom('app.subscribers')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .where(
      sql<boolean>`(coalesce(pbx_sip_host, '') = '' or coalesce(pbx_sip_user_name, '') = '' or pbx_sip_secret is null)`,
    )
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/**
 * Gives those of these subscribers that have one profile another. Who has clients has an update pending then.
 * @returns who was moved
 */
export async function moveToProfile(
  tx: Tx,
  subscriberIds: string[],
  fromId: string,
  toId: string,
  now: Date,
): Promise<Array<{ subscriberId: string; hasClients: boolean }>> {
  const { rows } = await sql<{ subscriberId: string; hasClients: boolean }>`
    update app.subscribers
       set profile_id = ${toId}, version = version + 1, updated_at = ${now}, update_pending = update_pending or client_count > 0
     where account_id = ${tx.accountId} and profile_id = ${fromId} and subscriber_id = any(${subscriberIds}::uuid[])
    returning subscriber_id, client_count > 0 as has_clients`.execute(tx)
  return rows
}
