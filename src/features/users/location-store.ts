import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

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

/** Who is at a location? At most `limit` of them. */
export async function idsAtLocation(tx: Tx, locationId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('locationId', '=', locationId)
    .limit(limit)
    .execute()
  return rows.map(({ userId }) => userId)
}
