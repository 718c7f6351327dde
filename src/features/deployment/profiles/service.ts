import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { completeAccount, readAccount, setDefaultProfile } from '../../accounts/index.ts'
import { changesBetween, lastActorOn, record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { profileDefaults } from './choices.ts'
import { lastDoNotDeploy, profileInReplacement, profileUnknown } from './errors.ts'
import { isBeingReplaced } from './replacement-store.ts'
import type { NewProfile, Profile, ProfileChanges } from './schema.ts'
import { assertPbxFieldsKnown } from './stand-alone.ts'
import type { ProfileRow } from './store.ts'
import * as store from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** What a profile adds to its subscribers' configuration was changed. */
    'profile.changed': { profileId: string; changed: string[]; actor: Pick<Actor, 'userId' | 'name'> }
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

/**
 * Changes a profile; its subscribers' clients then have an update pending. `isDefault` makes it the one that new subscribers get.
 * @param pbxFieldsMissing how many of its subscribers the caller knows to lack PBX fields without a border gateway (MU-9)
 */
export async function changeProfile(
  platform: Platform,
  actor: Actor,
  profileId: string,
  { isDefault, ...given }: ProfileChanges,
  pbxFieldsMissing: number,
  expectedVersion: number | undefined,
): Promise<ProfileRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const now = platform.clock.now()
    const before = await store.lockProfile(tx, profileId, 'to-change')
    if (!before) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      throw stale(await lastActorOn(tx, 'profile', profileId))
    const changes = differing(before, given)
    const becomesDefault = isDefault === true && (await readAccount(tx))?.defaultProfileId !== profileId
    const fields = Object.keys(changes)
    // What changes nothing must leave no phone with an update pending.
    if (fields.length === 0 && !becomesDefault) return before
    if (changes.doNotDeploy === false && (await isLastThatDoesNotDeploy(tx, profileId)))
      throw lastDoNotDeploy()
    await assertPbxFieldsKnown(tx, profileId, {
      before,
      after: { ...before, ...changes },
      confirmed: pbxFieldsMissing,
    })
    if (becomesDefault) await makeDefault(tx, profileId, now)
    const changed = fields.length === 0 ? before : await store.updateProfile(tx, profileId, changes, now)
    const told = { ...changes, ...(becomesDefault ? { isDefault } : {}) }
    const details = { name: changed.name, changes: changesBetween({ ...before, isDefault: false }, told) }
    await record(tx, actor, 'profile.changed', { kind: 'profile', id: profileId }, details)
    await platform.events.tell(tx, 'profile.changed', { profileId, changed: fields, actor })
    await tellOfCentralAddress(platform, tx, actor, changed, before.centralEmail)
    return changed
  })
}

/** The profile is locked by the caller, so that none that is about to end becomes the default. */
async function makeDefault(tx: Tx, profileId: string, now: Date): Promise<void> {
  if (await isBeingReplaced(tx, profileId)) throw profileInReplacement()
  await setDefaultProfile(tx, profileId, now)
}

/** Whether the account would have no profile left for those who are to get no softphone. Others are locked. */
export async function isLastThatDoesNotDeploy(tx: Tx, profileId: string): Promise<boolean> {
  return (await store.lockThoseThatDoNotDeploy(tx)).every((id) => id === profileId)
}

function differing(
  profile: ProfileRow,
  given: Partial<store.ProfileSettings>,
): Partial<store.ProfileSettings> {
  const entries = Object.entries(given) as Array<[keyof store.ProfileSettings, unknown]>
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
