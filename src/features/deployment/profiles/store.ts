import { sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { centralNeedsPin, profileNameTaken } from './errors.ts'
import type { Profile } from './schema.ts'

export type ProfileSettings = Omit<Profile, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'isDefault'>
export type ProfileRow = ProfileSettings & {
  profileId: string
  version: number
  createdAt: Date
  updatedAt: Date
}

/** Adds a profile. */
export async function insertProfile(
  tx: Tx,
  profileId: string,
  settings: ProfileSettings,
  now: Date,
): Promise<ProfileRow> {
  const row = await tx
    .insertInto('app.deploymentProfiles')
    .values({ accountId: tx.accountId, profileId, ...settings, createdAt: now, updatedAt: now })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(whenViolated('deployment_profiles_name', profileNameTaken))
    .catch(whenViolated('deployment_profiles_central_pin', centralNeedsPin))
  return row as ProfileRow
}

/** Which profile is this? */
export async function readProfile(tx: Tx, profileId: string): Promise<ProfileRow | undefined> {
  return (await readProfiles(tx, [profileId]))[0]
}

/** Which profiles are these? */
export async function readProfiles(tx: Tx, profileIds: string[]): Promise<ProfileRow[]> {
  if (profileIds.length === 0) return []
  const rows = await tx
    .selectFrom('app.deploymentProfiles')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('profileId', 'in', profileIds)
    .execute()
  return rows as ProfileRow[]
}

/** Which profiles does the account have, by name? */
export async function listProfiles(tx: Tx): Promise<ProfileRow[]> {
  const rows = await tx
    .selectFrom('app.deploymentProfiles')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .orderBy(sql`lower(name)`)
    .execute()
  return rows as ProfileRow[]
}

/** Which profiles come by name, from the one after that? `sortKey` is what the next page begins after. */
export async function profilesPage(
  tx: Tx,
  limit: number,
  after: { sortKey: string; profileId: string } | undefined,
): Promise<Array<ProfileRow & { sortKey: string }>> {
  const sortKey = sql<string>`lower(name)`
  const rows = await tx
    .selectFrom('app.deploymentProfiles')
    .selectAll()
    .select(sortKey.as('sortKey'))
    .where('accountId', '=', tx.accountId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${sortKey}, profile_id) > (${after?.sortKey}, ${after?.profileId}::uuid)`),
    )
    .orderBy(sortKey)
    .orderBy('profileId')
    .limit(limit)
    .execute()
  return rows as Array<ProfileRow & { sortKey: string }>
}

/** How many profiles does the account have? */
export async function countProfiles(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('app.deploymentProfiles')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Changes a profile; undefined when its version is no longer the expected one. */
export async function updateProfile(
  tx: Tx,
  profileId: string,
  changes: Partial<ProfileSettings>,
  expectedVersion: number | undefined,
  now: Date,
): Promise<ProfileRow | undefined> {
  const row = await tx
    .updateTable('app.deploymentProfiles')
    .set((eb) => ({ ...changes, updatedAt: now, version: eb('version', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .$if(expectedVersion !== undefined, (query) => query.where('version', '=', expectedVersion as number))
    .returningAll()
    .executeTakeFirst()
    .catch(whenViolated('deployment_profiles_name', profileNameTaken))
    .catch(whenViolated('deployment_profiles_central_pin', centralNeedsPin))
  return row as ProfileRow | undefined
}

/** Deletes a profile that nobody uses, as it was read. @returns whether it was still that version */
export async function deleteProfile(tx: Tx, profileId: string, version: number): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('app.deploymentProfiles')
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}
