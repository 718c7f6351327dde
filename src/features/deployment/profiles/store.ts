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

/**
 * Which profile is this? Until the transaction ends nobody else changes it: `to-change`, and `to-rely-on` for any number at a time; gives it to a
 * subscriber: `to-end`; or ends it: `to-keep`.
 */
export async function lockProfile(
  tx: Tx,
  profileId: string,
  why: 'to-change' | 'to-rely-on' | 'to-end' | 'to-keep',
): Promise<ProfileRow | undefined> {
  const query = tx
    .selectFrom('app.deploymentProfiles')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
  const locks = {
    'to-change': 'forNoKeyUpdate',
    'to-rely-on': 'forShare',
    'to-end': 'forUpdate',
    'to-keep': 'forKeyShare',
  } as const
  return (await query[locks[why]]().executeTakeFirst()) as ProfileRow | undefined
}

/** Which profiles of the account do not deploy, and are to stay? Nobody else changes or ends them until the transaction ends. */
export async function lockThoseThatDoNotDeploy(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.deploymentProfiles')
    .select('profileId')
    .where('accountId', '=', tx.accountId)
    .where('doNotDeploy', '=', true)
    .where(
      sql<boolean>`not exists (select from app.operations o where o.account_id = ${tx.accountId} and o.kind = 'profile-replacement'
         and o.finished_at is null and o.parameters->>'profileId' = profile_id::text)`,
    )
    .orderBy('profileId')
    .forNoKeyUpdate()
    .execute()
  return rows.map(({ profileId }) => profileId)
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

/** Changes a profile that the caller has locked. */
export async function updateProfile(
  tx: Tx,
  profileId: string,
  changes: Partial<ProfileSettings>,
  now: Date,
): Promise<ProfileRow> {
  const row = await tx
    .updateTable('app.deploymentProfiles')
    .set((eb) => ({ ...changes, updatedAt: now, version: eb('version', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(whenViolated('deployment_profiles_name', profileNameTaken))
    .catch(whenViolated('deployment_profiles_central_pin', centralNeedsPin))
  return row as ProfileRow
}

/** Deletes a profile that nobody uses and that the caller has locked. */
export async function deleteProfile(tx: Tx, profileId: string): Promise<void> {
  await tx
    .deleteFrom('app.deploymentProfiles')
    .where('accountId', '=', tx.accountId)
    .where('profileId', '=', profileId)
    .execute()
}
