import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/**
 * Gives the next people of the account, in the order of their ids, to the partner that sees them among those of all its customers, or to nobody.
 * Rows that are right stay as they are.
 * @param after the last of the chunk before
 * @returns the last of this chunk; null: there is none after them
 */
export async function bringInStep(
  tx: Tx,
  partnerId: string | null,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    with chunk as (
      select user_id, partner_id from app.users
       where account_id = ${tx.accountId} and (${after}::uuid is null or user_id > ${after}::uuid)
       order by user_id limit ${limit} for no key update),
    moved as (
      update app.users u set partner_id = ${partnerId}::uuid from chunk
       where u.account_id = ${tx.accountId} and u.user_id = chunk.user_id and chunk.partner_id is distinct from ${partnerId}::uuid
      returning u.user_id),
    found as (
      update app.user_search s set partner_id = ${partnerId}::uuid from moved
       where s.account_id = ${tx.accountId} and s.user_id = moved.user_id)
    select (select user_id from chunk order by user_id desc limit 1) as last`.execute(tx)
  return rows[0]?.last ?? null
}
