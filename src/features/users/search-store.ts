import { type RawBuilder, sql } from 'kysely'
import {
  everything,
  onlyReads,
  type PageBounds,
  type PartnerTx,
  rowsByKey,
  type Tx,
} from '#platform/database/index.ts'
import { withNumbersJoined } from './needle.ts'
import type { UserFilter } from './schema.ts'

/**
 * Brings what is searched in step with these people, in the transaction that changed a name, the address or a number of theirs, or their partner.
 * Deleting needs nothing: the rows go with their people.
 */
export async function refreshSearch(tx: Tx, userIds: string[]): Promise<void> {
  // Not an upsert: that would have to read what it writes, and the runtime role may not.
  await sql`delete from app.user_search
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])`.execute(tx)
  await addToSearch(tx, userIds)
}

/** Has these people, who were just added, found. */
export async function addToSearch(tx: Tx, userIds: string[]): Promise<void> {
  await addToSearchFrom(sql`${usersByKey(tx, userIds)} as users`).execute(tx)
}

/** The statement that has the people of this relation found: rows of `app.users`, of one account. */
export function addToSearchFrom(users: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into app.user_search (account_id, user_id, partner_id, sort_name, search)
    select account_id, user_id, partner_id, sort_name,
           app.user_search_text(first_name, last_name, email, extension, mobile, phone_digits)
      from ${users}`
}

/** The rows of `app.users` with these ids, as a relation without a name. */
export function usersByKey(tx: Tx, userIds: string[]): RawBuilder<unknown> {
  return rowsByKey(tx, 'app.users', sql`user_id`, userIds)
}

type Bounds = Partial<Omit<PageBounds, 'limit'>> & { limit: number }

/** Which people match, by name, after that place in the list by name? Never joined, as in the search of subscribers. */
export async function searchUsers(
  tx: Tx,
  filter: UserFilter,
  { after, descending = false, limit }: Bounds,
): Promise<string[]> {
  const { search = '', ...others } = filter
  const { rows } = await sql<{ id: string }>`select id from app.search_users(
      ${withNumbersJoined(search)}, ${JSON.stringify(others)}::jsonb, (${after?.key}::text[])[1], ${after?.id}::uuid,
      ${descending}, ${limit}) as id ${onlyReads}`.execute(tx)
  return rows.map((row) => row.id)
}

/** Everybody with these words, as a relation of one column, `id`: to be asked within another statement. */
export function foundUsers(search: string): RawBuilder<unknown> {
  return sql`app.search_users(${withNumbersJoined(search)}, '{}'::jsonb, null, null, false, ${everything}) as found(id)`
}

/** Whether a row of `app.users as u` has these words, where so many have them that a list in another order is read until it is full. */
export function hasWords(search: string): RawBuilder<boolean> {
  return sql`not exists (
    select from unnest((select app.search_words(${withNumbersJoined(search)}))) word
     where strpos(app.search_text(u.first_name, u.last_name, u.email, u.extension, u.phone_digits), word) = 0)`
}

/** How many people match? */
export async function countFound(tx: Tx, filter: UserFilter): Promise<number> {
  const { search = '', ...others } = filter
  const { rows } = await sql<{ count: string }>`select app.count_searched_users(
      ${withNumbersJoined(search)}, ${JSON.stringify(others)}::jsonb) as count ${onlyReads}`.execute(tx)
  return Number(rows[0]?.count)
}

/** Which people of the partner's customers match, by name, after that place in the list by name? */
export async function searchCustomerUsers(
  tx: PartnerTx,
  search: string,
  { after, limit }: Pick<Bounds, 'after' | 'limit'>,
  { now, lacksSecondFactor }: { now: Date; lacksSecondFactor: boolean },
): Promise<Array<{ accountId: string; userId: string }>> {
  const { rows } = await sql<{ accountId: string; userId: string }>`select account_id, id as user_id
      from app.search_customer_users(
        ${withNumbersJoined(search)}, (${after?.key}::text[])[1], ${after?.id}::uuid, ${limit},
        ${now}::timestamptz, ${lacksSecondFactor}) ${onlyReads}`.execute(tx)
  return rows
}
