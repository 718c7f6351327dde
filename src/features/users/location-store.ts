import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ChangedBy } from './store.ts'

/** How many people are at each of these locations? Where nobody is, is left out. */
export async function countAtLocations(
  tx: Tx,
  locationIds: string[],
): Promise<Array<{ locationId: string; people: number }>> {
  const { rows } = await sql<{ locationId: string; people: string }>`
    select wanted.id as location_id,
           (select count(*) from app.users u where u.account_id = ${tx.accountId} and u.location_id = wanted.id) as people
      from unnest(${locationIds}::uuid[]) as wanted(id)`.execute(tx)
  return rows.map(({ locationId, people }) => ({ locationId, people: Number(people) }))
}

/**
 * Sends people of one location to another: everybody, or of these those who are there. 10,000 take 1 to 2 seconds, because each stands in many
 * indexes.
 * @returns who was sent
 */
export async function moveToLocation(
  tx: Tx,
  { fromId, toId, by }: { fromId: string; toId: string; by: ChangedBy },
  now: Date,
  among?: string[],
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    update app.users
       set location_id = ${toId}, version = version + 1, last_modified_at = ${now}, last_modified_by = ${by.userId},
           last_modified_by_name = ${by.name}, last_modified_fields = '{locationId}'
     where account_id = ${tx.accountId} and location_id = ${fromId}
           ${among ? sql`and user_id = any(${among}::uuid[])` : sql``}
    returning user_id`.execute(tx)
  return rows.map(({ userId }) => userId)
}
