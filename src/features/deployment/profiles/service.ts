import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { completeAccount, readAccount } from '../../accounts/index.ts'
import { lastActorOn, record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { profileDefaults } from './choices.ts'
import { profileIsDefault, profileUnknown } from './errors.ts'
import type { NewProfile, Profile, ProfileChanges } from './schema.ts'
import type { ProfileRow } from './store.ts'
import * as store from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** What a profile adds to its subscribers' configuration was changed. */
    'profile.changed': { profileId: string; changed: string[]; actor: Pick<Actor, 'userId' | 'name'> }
    /** A profile is about to be deleted; its subscribers move to the replacement. */
    'profile.deleting': { profileId: string; replacementId: string | undefined; actorName: string }
  }
}

/** The profile every customer has from the start: *Do not deploy*, its default. */
export async function addDefaultProfile(tx: Tx, now: Date): Promise<void> {
  const profileId = newId()
  await store.insertProfile(
    tx,
    profileId,
    { ...profileDefaults, name: 'Do not deploy', doNotDeploy: true },
    now,
  )
  await completeAccount(tx, profileId)
}

/** Adds a profile; what is not given gets the default. */
export async function addProfile(platform: Platform, actor: Actor, given: NewProfile): Promise<ProfileRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const profile = await store.insertProfile(
      tx,
      newId(),
      { ...profileDefaults, ...given },
      platform.clock.now(),
    )
    await record(
      tx,
      actor,
      'profile.added',
      { kind: 'profile', id: profile.profileId },
      { name: profile.name },
    )
    await tellOfCentralAddress(platform, tx, actor, profile, null)
    return profile
  })
}

/** Changes a profile; its subscribers' clients then have an update pending. */
export async function changeProfile(
  platform: Platform,
  actor: Actor,
  profileId: string,
  given: ProfileChanges,
  expectedVersion: number | undefined,
): Promise<ProfileRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await store.readProfile(tx, profileId)
    if (!before) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      throw stale(await lastActorOn(tx, 'profile', profileId))
    const changes = differing(before, given)
    // What changes nothing must leave no phone with an update pending.
    if (Object.keys(changes).length === 0) return before
    const changed = await store.updateProfile(tx, profileId, changes, expectedVersion, platform.clock.now())
    if (!changed) throw stale(await lastActorOn(tx, 'profile', profileId))
    await record(tx, actor, 'profile.changed', { kind: 'profile', id: profileId }, changes)
    await platform.events.tell(tx, 'profile.changed', { profileId, changed: Object.keys(changes), actor })
    await tellOfCentralAddress(platform, tx, actor, changed, before.centralEmail)
    return changed
  })
}

function differing(profile: ProfileRow, given: ProfileChanges): ProfileChanges {
  const entries = Object.entries(given) as Array<[keyof ProfileChanges, unknown]>
  // Lists (codecs, kinds of client) in another order are another value.
  const changed = entries.filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(profile[field]))
  return Object.fromEntries(changed)
}

/** IM-9: from now on one mailbox gets the links of everybody with this profile. */
async function tellOfCentralAddress(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  { name, centralEmail }: ProfileRow,
  before: string | null,
): Promise<void> {
  if (centralEmail === null || centralEmail === before) return
  const details = { profile: name, address: centralEmail }
  await tellAdmins(platform, tx, actor, { what: 'central-address-set', details })
}

/** Deletes a profile; one in use needs a replacement (DP-1). */
export async function deleteProfile(
  platform: Platform,
  actor: Actor,
  profileId: string,
  replacementId: string | undefined,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const profile = await store.readProfile(tx, profileId)
    if (!profile) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== profile.version)
      throw stale(await lastActorOn(tx, 'profile', profileId))
    const account = await readAccount(tx)
    if (account?.defaultProfileId === profileId) throw profileIsDefault()
    if (
      replacementId !== undefined &&
      (replacementId === profileId || !(await store.readProfile(tx, replacementId)))
    ) {
      throw profileUnknown()
    }
    await platform.events.tell(tx, 'profile.deleting', { profileId, replacementId, actorName: actor.name })
    if (!(await store.deleteProfile(tx, profileId, profile.version))) throw stale()
    await record(
      tx,
      actor,
      'profile.deleted',
      { kind: 'profile', id: profileId },
      { name: profile.name, replacementId },
    )
  })
}

/** The named profile, or the account's default. @throws Refusal `deployment-profiles.unknown` */
export async function profileFor(tx: Tx, profileId: string | undefined): Promise<ProfileRow> {
  const id = profileId ?? (await readAccount(tx))?.defaultProfileId ?? undefined
  const profile = id === undefined ? undefined : await store.readProfile(tx, id)
  if (!profile) throw profileUnknown()
  return profile
}

/** A profile as the API shows it. */
export function presentProfile(row: ProfileRow, defaultProfileId: string | null): Profile {
  const { profileId, version, createdAt, updatedAt, ...settings } = row
  return {
    ...settings,
    id: profileId,
    isDefault: profileId === defaultProfileId,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
