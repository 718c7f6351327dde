import { type RawBuilder, sql } from 'kysely'
import { onlyReads, type PageBounds, rowsByKey, type Tx } from '#platform/database/index.ts'
import type { SubscriberFilter } from './schema.ts'

/**
 * Brings what is searched in step with these subscribers, in the transaction that added them or changed one of `searchedFields`.
 * Deleting needs nothing: the rows go with their subscribers.
 */
export async function refreshSearch(tx: Tx, subscriberIds: string[]): Promise<void> {
  // Not an upsert: that would have to read what it writes, and the runtime role may not.
  await sql`delete from app.subscriber_search
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[])`.execute(tx)
  await addToSearch(tx, subscriberIds)
}

/** Has these subscribers, who were just added, found. */
export async function addToSearch(tx: Tx, subscriberIds: string[]): Promise<void> {
  await addToSearchFrom(sql`${subscribersByKey(tx, subscriberIds)} as subscribers`).execute(tx)
}

/** The statement that has the subscribers of this relation found: rows of `app.subscribers`, of one account. */
export function addToSearchFrom(subscribers: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into app.subscriber_search (account_id, subscriber_id, sort_name, search)
    select account_id, subscriber_id, sort_name, app.search_text(first_name, last_name, email, directory_number, mbg_sip_user_name,
             pbx_sip_user_name, client_service_user_name)
      from ${subscribers}`
}

/** The rows of `app.subscribers` with these ids, as a relation without a name. */
export function subscribersByKey(tx: Tx, subscriberIds: string[]): RawBuilder<unknown> {
  return rowsByKey(tx, 'app.subscribers', sql`subscriber_id`, subscriberIds)
}

/** What a search looks into. */
export const searchedFields: ReadonlySet<string> = new Set([
  'firstName',
  'lastName',
  'email',
  'directoryNumber',
  'mbgSipUserName',
  'pbxSipUserName',
  'clientServiceUserName',
])

/**
 * Which subscribers match, by name, after that place in the list by name? Never joined: their rows are read by id in a statement of their
 * own, because a join would hide the function's indexes behind the fence, and a distributed database refuses it.
 */
export async function searchSubscribers(
  tx: Tx,
  filter: SubscriberFilter,
  { after, descending = false, limit }: Partial<PageBounds> & { limit: number },
  now: Date,
): Promise<string[]> {
  const { search, ...others } = filter
  const { rows } = await sql<{ id: string }>`select id from app.search_subscribers(
      ${search}, ${JSON.stringify({ ...others, now })}::jsonb, (${after?.key}::text[])[1], ${after?.id}::uuid,
      ${descending}, ${limit}) as id ${onlyReads}`.execute(tx)
  return rows.map((row) => row.id)
}

/** How many subscribers match? */
export async function countFound(tx: Tx, filter: SubscriberFilter, now: Date): Promise<number> {
  const { search, ...others } = filter
  const { rows } = await sql<{ count: string }>`select app.count_searched_subscribers(
      ${search}, ${JSON.stringify({ ...others, now })}::jsonb) as count ${onlyReads}`.execute(tx)
  return Number(rows[0]?.count)
}
