import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import type { UserRow } from '../../users/index.ts'
import { profileFor } from '../profiles/service.ts'
import type { ProfileRow } from '../profiles/store.ts'
import { hashesOfOtherUser, ownedFields, standAlone } from './errors.ts'
import { personStep, personToGiveTo } from './person.ts'
import type { NewSubscriber, SubscriberChanges } from './schema.ts'
import { hashesThatNoLongerFit, withSecretsSealed } from './secrets.ts'
import type { SubscriberRow, SubscriberValues } from './store.ts'
import * as store from './store.ts'
import { addToTimelines, lastChangedBy, type NewTimelineEntry } from './timeline.ts'
import { toldChanges } from './told-changes.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** Something was changed that ends open links: another mailbox, no PIN any more (design: revoke in the same transaction). */
    'subscriber.links-ending': {
      subscriberIds: string[]
      because: 'email-changed' | 'person-changed' | 'pin-removed' | 'deleted'
      actorName: string
    }
    /** The client service user name was changed: installed clients need a factory reset (CD-12). */
    'subscriber.identity-changed': { subscriberId: string; actorName: string }
    /** Something that clients are told of was changed: those that wait for changes fetch at once. */
    'subscriber.configuration-changed': { subscriberIds: string[] }
    /** Subscribers are about to be deleted. */
    'subscriber.deleting': { subscriberIds: string[]; actorName: string }
  }
}

/** Fields whose change reaches installed clients, so that they have an update pending. */
export const configured = [
  'profileId',
  'directoryNumber',
  'firstName',
  'lastName',
  'language',
  'pbxSipHost',
  'pbxSipUserName',
  'pbxSipPassword',
  'voicemailNumber',
  'mbgSipUserName',
  'mbgSipPassword',
  'clientServiceHost',
  'clientServicePort',
  'clientServiceUserName',
  'clientServicePassword',
] as const

/** Fields that decide where a phone registers. */
const reachability = ['profileId', 'pbxSipHost', 'pbxSipUserName', 'pbxSipPassword'] as const

/** Adds a subscriber by hand (MU-1). @throws Refusal 422 for an unknown profile, a person it cannot be given to, or missing PBX fields (MU-9) */
export async function addSubscriber(
  platform: Platform,
  actor: Actor,
  given: NewSubscriber,
): Promise<SubscriberRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const profile = await profileFor(tx, given.profileId)
    const person = await personToGiveTo(tx, given.userId)
    const subscriberId = newId()
    const { values, lastName, email } = await valuesOf(platform, tx, subscriberId, given)
    const complete = { ...values, lastName, email, profileId: profile.profileId }
    complete.directoryNumber ??= complete.pbxSipUserName ?? null
    assertPbxFields(profile, complete)
    await store.insertSubscriber(tx, subscriberId, complete, platform.clock.now())
    const added = { subscriberId, kind: 'subscriber.added' as const, actorName: actor.name }
    const steps = person ? [added, personStep(subscriberId, person, actor.name)] : [added]
    await addToTimelines(tx, steps, platform.clock.now())
    const details = { email, firstName: values.firstName ?? '', lastName }
    await record(tx, actor, 'subscriber.added', { kind: 'subscriber', id: subscriberId }, details)
    return (await store.readSubscriber(tx, subscriberId)) as SubscriberRow
  })
}

/**
 * Changes a subscriber. What is absent stays, null clears. @throws Refusal 404 unknown, 412 another version, 422 an owned field (MU-7), missing PBX
 * fields (MU-9), a person it cannot be given to, or a user name for which a stored hash was not made
 */
export async function changeSubscriber(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  given: SubscriberChanges,
  expectedVersion: number | undefined,
): Promise<SubscriberRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const current = await store.readSubscriber(tx, subscriberId, true)
    if (!current) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== current.version)
      throw stale(await lastChangedBy(tx, current))
    const changes = differing(current, given)
    assertOwn(current, changes)
    // What changes nothing must leave no phone with an update pending.
    if (Object.keys(changes).length === 0) return current
    return applyChanges(platform, tx, actor, current, changes)
  })
}

/** MU-7: what a component supplied cannot be changed here; naming it as it is changes nothing. @throws Refusal `subscribers.field-owned` */
function assertOwn(current: SubscriberRow, changes: SubscriberChanges): void {
  const owned = Object.keys(changes).filter((field) => field in current.owners)
  if (owned.length > 0) throw ownedFields(owned)
}

/** The changes without the values that the record holds already; a secret counts as different, because it is never compared. */
function differing(current: SubscriberRow, given: SubscriberChanges): SubscriberChanges {
  const entries = Object.entries(given).filter(
    ([field, value]) => !(field in current) || value !== current[field as keyof SubscriberRow],
  )
  return Object.fromEntries(entries)
}

/** The rules of a change, for form and API; `applyManyChanges` does the same for imports. The subscriber is locked by the caller. */
async function applyChanges(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  current: SubscriberRow,
  changes: SubscriberChanges,
): Promise<SubscriberRow> {
  const now = platform.clock.now()
  const { subscriberId } = current
  const profile = await profileFor(tx, changes.profileId ?? current.profileId)
  const person = await personToGiveTo(tx, changes.userId)
  const hashes = hashesThatNoLongerFit(await platform.sealing.inAccount(tx), current, changes)
  if (hashes.length > 0) throw hashesOfOtherUser(hashes)
  const { values } = await valuesOf(platform, tx, subscriberId, changes)
  if ('directoryNumber' in values && values.directoryNumber === null) {
    values.directoryNumber = values.pbxSipUserName ?? current.pbxSipUserName
  }
  // A record that lost the gateway with its profile can still be given another language.
  if (reachability.some((field) => field in changes)) assertPbxFields(profile, { ...current, ...values })
  const reachesClients = configured.some((field) => field in changes) && current.clientCount > 0
  const identityChanged =
    changes.clientServiceUserName !== undefined &&
    changes.clientServiceUserName !== current.clientServiceUserName
  const redeployRequired = identityChanged && current.clientCount > 0
  const updated = await store.updateSubscriber(
    tx,
    current,
    {
      ...values,
      ...(reachesClients ? { updatePending: true } : {}),
      ...(redeployRequired ? { redeployRequired } : {}),
    },
    undefined,
    now,
  )
  if (!updated) throw notFound()
  await addToTimelines(tx, stepsOf(subscriberId, changes, person, actor.name), now)
  const { email, firstName, lastName } = updated
  const details = { email, firstName, lastName, changes: await toldChanges(tx, current, changes) }
  await record(tx, actor, 'subscriber.changed', { kind: 'subscriber', id: subscriberId }, details)
  if (reachesClients) {
    await platform.events.tell(tx, 'subscriber.configuration-changed', { subscriberIds: [subscriberId] })
  }
  await tellConsequences(platform, tx, actor, current, updated, redeployRequired)
  // Links and clients that ended with the change have changed its state.
  return (await store.readSubscriber(tx, subscriberId)) as SubscriberRow
}

/** Whose the record is stands on its timeline by itself. */
function stepsOf(
  subscriberId: string,
  changes: SubscriberChanges,
  person: UserRow | undefined,
  actorName: string,
): NewTimelineEntry[] {
  const fields = Object.keys(changes).filter((field) => field !== 'userId')
  return [
    ...(fields.length > 0
      ? [{ subscriberId, kind: 'subscriber.changed' as const, actorName, details: { fields } }]
      : []),
    ...('userId' in changes ? [personStep(subscriberId, person, actorName)] : []),
  ]
}

async function tellConsequences(
  { events }: Platform,
  tx: Tx,
  actor: Actor,
  before: SubscriberRow,
  after: SubscriberRow,
  redeployRequired: boolean,
): Promise<void> {
  const subscriberIds = [after.subscriberId]
  const actorName = actor.name
  if (before.email.toLowerCase() !== after.email.toLowerCase()) {
    await events.tell(tx, 'subscriber.links-ending', { subscriberIds, because: 'email-changed', actorName })
  }
  // Whoever had the number may have made themselves a link.
  if (before.userId !== null && before.userId !== after.userId) {
    await events.tell(tx, 'subscriber.links-ending', { subscriberIds, because: 'person-changed', actorName })
  }
  if (before.deploymentPinSecret !== null && after.deploymentPinSecret === null) {
    await events.tell(tx, 'subscriber.links-ending', { subscriberIds, because: 'pin-removed', actorName })
  }
  if (redeployRequired) {
    await events.tell(tx, 'subscriber.identity-changed', { subscriberId: after.subscriberId, actorName })
  }
}

/** Deletes one subscriber: its links end, its clients get the reset document. */
export async function deleteSubscriber(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const current = await store.readSubscriber(tx, subscriberId, true)
    if (!current) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== current.version)
      throw stale(await lastChangedBy(tx, current))
    await removeSubscribers(platform, tx, actor.name, [subscriberId])
    const { email, firstName, lastName } = current
    const details = { email, firstName, lastName }
    await record(tx, actor, 'subscriber.deleted', { kind: 'subscriber', id: subscriberId }, details)
  })
}

/** Removes subscribers from client deployment (CD-11), with everything that hangs from them. @returns those that existed */
export async function removeSubscribers(
  { events }: Platform,
  tx: Tx,
  actorName: string,
  subscriberIds: string[],
): Promise<string[]> {
  await events.tell(tx, 'subscriber.deleting', { subscriberIds, actorName })
  return store.deleteSubscribers(tx, subscriberIds)
}

async function valuesOf(
  platform: Platform,
  tx: Tx,
  subscriberId: string,
  given: SubscriberChanges & Partial<NewSubscriber>,
) {
  const values: SubscriberValues = withSecretsSealed(
    await platform.sealing.inAccount(tx),
    subscriberId,
    given,
  )
  return { values, lastName: given.lastName ?? '', email: given.email ?? '' }
}

/**
 * MU-9, stand-alone deployment: when the profile names no border gateway, nothing but this record can tell a phone where to register. A
 * stored password counts as present.
 */
export function assertPbxFields(
  profile: Pick<ProfileRow, 'doNotDeploy' | 'mbgSipHost'>,
  values: Pick<SubscriberValues, 'pbxSipHost' | 'pbxSipUserName' | 'pbxSipSecret'>,
): void {
  const missing = missingPbxFields(profile, values)
  if (missing.length > 0) throw standAlone(missing)
}

/** Which PBX fields a stand-alone record still lacks. */
export function missingPbxFields(
  profile: Pick<ProfileRow, 'doNotDeploy' | 'mbgSipHost'>,
  values: Pick<SubscriberValues, 'pbxSipHost' | 'pbxSipUserName' | 'pbxSipSecret'>,
): string[] {
  if (profile.doNotDeploy || profile.mbgSipHost !== null) return []
  return [
    ...(values.pbxSipHost ? [] : ['pbxSipHost']),
    ...(values.pbxSipUserName ? [] : ['pbxSipUserName']),
    ...(values.pbxSipSecret ? [] : ['pbxSipPassword']),
  ]
}
