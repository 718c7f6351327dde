import { type RawBuilder, sql } from 'kysely'
import { boundOf, type Place, rowsByKey, type Tx } from '#platform/database/index.ts'

/** From where the directory is read on, and how many people. */
export interface DirectoryBounds {
  after: Place | undefined
  limit: number
}

/** Somebody, as the directory shows them. */
export interface DirectoryRow {
  userId: string
  firstName: string
  lastName: string
  email: string
  mobile: string | null
  extension: string | null
  smsNumber: string | null
  location: string | null
  lines: Array<{ number: string; domain: string | null }>
  sortKey: string
}

/**
 * Which people of the account, but the deactivated, come by name after that one? So many are read in the order of names at once, until enough of them
 * fit: the planner, who knows nothing of an account's size, would read and sort everybody who fits.
 * @param fits a condition on `u`, of whom the id is there
 */
export async function listByName(
  tx: Tx,
  { after, limit }: DirectoryBounds,
  fits: RawBuilder<boolean> = sql`true`,
  entriesAtOnce = limit * 2,
): Promise<string[]> {
  const found: string[] = []
  let from = after
  for (;;) {
    found.push(...(await amongNext(tx, { after: from, limit: limit - found.length }, fits, entriesAtOnce)))
    if (found.length === limit) return found
    const { rows: ends } = await sql<Place>`
      select u.user_id as id, array[u.sort_name]::text as key from ${nextEntries(tx, from, entriesAtOnce)}
       order by u.sort_name, u.user_id offset ${entriesAtOnce - 1}`.execute(tx)
    from = ends[0]
    if (from === undefined) return found
  }
}

/** Who of so many people of the account that come next by name fits and is not deactivated? */
export async function amongNext(
  tx: Tx,
  { after, limit }: DirectoryBounds,
  fits: RawBuilder<boolean>,
  entriesCount: number,
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select u.user_id from ${nextEntries(tx, after, entriesCount)}
     where ${fits}
       and exists (select from app.users t
         where t.account_id = ${tx.accountId} and t.user_id = u.user_id and t.status <> 'inactive' offset 0)
     order by u.sort_name, u.user_id
     limit ${limit}`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/** Nothing is read that another index has beside the name, or the planner would take all of the account from there and sort it. */
function nextEntries(tx: Tx, after: Place | undefined, count: number): RawBuilder<unknown> {
  return sql`(select u.user_id, u.sort_name from app.users u
     where u.account_id = ${tx.accountId} and ${comesAfter(after)}
     order by u.sort_name, u.user_id limit ${count}) u`
}

/** Whether `u` stands after this place in the order of names. */
export function comesAfter(after: Place | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql`true`
  return sql`(u.sort_name, u.user_id) > (${boundOf(after, 0, 'text')}, ${after.id}::uuid)`
}

/** The first of these people by name: who they are and under which numbers they are called. */
export async function readInNameOrder(tx: Tx, userIds: string[], limit: number): Promise<DirectoryRow[]> {
  if (userIds.length === 0) return []
  const { rows } = await sql<DirectoryRow>`
    select u.user_id, u.first_name, u.last_name, u.email, u.mobile, u.extension, u.sms_number, array[u.sort_name]::text as sort_key,
           (select l.name from app.locations l
             where l.account_id = ${tx.accountId} and l.location_id = u.location_id) as location,
           (select coalesce(json_agg(json_build_object('number', s.directory_number, 'domain', coalesce(p.pbx_sip_domain, s.pbx_sip_host))
                      order by length(s.directory_number), s.directory_number, s.subscriber_id), '[]')
              from app.subscribers s
              join app.deployment_profiles p on p.account_id = s.account_id and p.profile_id = s.profile_id
             where s.account_id = ${tx.accountId} and s.user_id = u.user_id and s.directory_number is not null) as lines
      from (select u.* from ${rowsByKey(tx, 'app.users', sql`user_id`, userIds)} u order by u.sort_name, u.user_id limit ${limit}) u
     order by u.sort_name, u.user_id`.execute(tx)
  return rows
}

/** Where these people stand in the order of names: the first so many. */
export async function placesInNameOrder(tx: Tx, userIds: string[], limit: number): Promise<Place[]> {
  if (userIds.length === 0) return []
  const { rows } = await sql<Place>`
    select u.user_id as id, array[u.sort_name]::text as key
      from ${rowsByKey(tx, 'app.users', sql`user_id`, userIds)} u
     order by u.sort_name, u.user_id
     limit ${limit}`.execute(tx)
  return rows
}
