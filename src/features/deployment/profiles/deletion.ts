import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type Refusal, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../../accounts/index.ts'
import { lastActorOn, record } from '../../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../../operations/index.ts'
import { countSubscribers, selectIntoItems } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import {
  lastDoNotDeploy,
  profileInReplacement,
  profileInUse,
  profileIsDefault,
  profileUnknown,
  replacementGone,
} from './errors.ts'
import { isBeingReplaced, isInReplacement, moveToProfile } from './replacement-store.ts'
import { isLastThatDoesNotDeploy } from './service.ts'
import { assertPbxFieldsKnown } from './stand-alone.ts'
import type { ProfileRow } from './store.ts'
import * as store from './store.ts'

/** What the caller says about those who have the profile. */
interface Replacement {
  /** The profile that they get instead. */
  replacementId?: string | undefined
  /** How many of them the caller knows to lack PBX fields then (MU-9). */
  pbxFieldsMissing: number
}

/**
 * Deletes a profile; one in use needs a replacement (DP-1).
 * @returns the operation that moves its subscribers and ends it; undefined where nobody had it, so that it is gone
 * @throws Refusal `deployment-profiles.in-use`, `.is-default`, `.last-do-not-deploy`, `.unknown`, `.pbx-fields-missing`
 */
export async function deleteProfile(
  platform: Platform,
  actor: Actor,
  profileId: string,
  { replacementId, pbxFieldsMissing }: Replacement,
  expectedVersion: number | undefined,
): Promise<OperationRow | undefined> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const profile = await store.lockProfile(tx, profileId, 'to-end')
    if (!profile) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== profile.version)
      throw stale(await lastActorOn(tx, 'profile', profileId))
    const refusal = (await isInReplacement(tx, profileId))
      ? profileInReplacement()
      : await whyItStays(tx, profile)
    if (refusal) throw refusal
    const replacement =
      replacementId === undefined ? undefined : await otherThan(tx, profileId, replacementId)
    const subject = { kind: 'profile', id: profileId }
    const details = { name: profile.name, replacementId }
    const count = await countSubscribers(tx, { profileId })
    if (count === 0) {
      await store.deleteProfile(tx, profileId)
      await record(tx, actor, 'profile.deleted', subject, details)
      return undefined
    }
    if (!replacement) throw profileInUse(count)
    await assertPbxFieldsKnown(tx, profileId, {
      before: profile,
      after: replacement,
      confirmed: pbxFieldsMissing,
    })
    await record(tx, actor, 'profile-replacement.started', subject, { ...details, count })
    return startOperation(platform, tx, actor, 'profile-replacement', { profileId, replacementId })
  })
}

async function otherThan(tx: Tx, profileId: string, replacementId: string): Promise<ProfileRow> {
  const replacement =
    replacementId === profileId ? undefined : await store.lockProfile(tx, replacementId, 'to-keep')
  if (!replacement) throw profileUnknown()
  // Two that replace each other would never come to an end.
  if (await isBeingReplaced(tx, replacementId)) throw profileInReplacement()
  return replacement
}

async function whyItStays(tx: Tx, { profileId, doNotDeploy }: ProfileRow): Promise<Refusal | undefined> {
  const account = await readAccount(tx)
  if (account?.defaultProfileId === profileId) return profileIsDefault()
  return doNotDeploy && (await isLastThatDoesNotDeploy(tx, profileId)) ? lastDoNotDeploy() : undefined
}

/** The visible operation that gives a profile's subscribers the replacement, and ends the profile with the last of them. */
export function profileReplacementOperation(platform: Platform): OperationKind {
  return {
    kind: 'profile-replacement',
    chunkSize: 1_000,
    expand: (tx, operation) => {
      const { profileId } = idsIn(operation)
      return selectIntoItems(tx, operation.operationId, { profileId }, [], platform.clock.now())
    },
    async work(tx, operation, subjectIds) {
      const { profileId, replacementId } = idsIn(operation)
      const profile = await store.readProfile(tx, profileId)
      // Nobody can be on a profile that has ended; on one that is to stay, they stay too.
      const refusal = profile && (await whyItStays(tx, profile))
      if (refusal) throw refusal
      if (!(await store.lockProfile(tx, replacementId, 'to-keep'))) throw replacementGone()
      return move(platform, tx, operation, subjectIds)
    },
    async finished(tx, operation, status) {
      if (status === 'done' && operation.failed === 0) await endWhenEmpty(platform, tx, operation)
    },
  }
}

async function move(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const { profileId, replacementId } = idsIn(operation)
  const now = platform.clock.now()
  const moved = await moveToProfile(tx, subjectIds, profileId, replacementId, now)
  await platform.events.tell(tx, 'subscriber.configuration-changed', {
    subscriberIds: moved.filter(({ hasClients }) => hasClients).map(({ subscriberId }) => subscriberId),
  })
  const step = { kind: 'subscriber.changed' as const, details: { fields: ['profileId'] } }
  const by = operation.createdByName === null ? {} : { actorName: operation.createdByName }
  await addToTimelines(
    tx,
    moved.map(({ subscriberId }) => ({ subscriberId, ...step, ...by })),
    now,
  )
  const ids = new Set(moved.map(({ subscriberId }) => subscriberId))
  return subjectIds.map((subjectId) =>
    ids.has(subjectId) ? { subjectId, outcome: 'done' } : left(subjectId),
  )
}

const left = (subjectId: string): ItemOutcome => ({
  subjectId,
  outcome: 'skipped',
  code: 'deployment-profiles.left',
  message: 'It has got another profile in the meantime, or does not exist any more.',
})

/** Ends the profile; or, where people have got it in the meantime, starts the same for them. */
async function endWhenEmpty(platform: Platform, tx: Tx, operation: OperationRow): Promise<void> {
  const { profileId, replacementId } = idsIn(operation)
  // From here on nobody gets the profile, so that none can come after they were counted.
  const profile = await store.lockProfile(tx, profileId, 'to-end')
  if (!profile) return
  if ((await countSubscribers(tx, { profileId })) > 0) {
    if (await isBeingReplaced(tx, replacementId)) return
    const { createdBy: userId, createdByName, author } = operation
    const asker = { userId, name: createdByName as string, author }
    await startOperation(platform, tx, asker, operation.kind, operation.parameters)
    return
  }
  if (await whyItStays(tx, profile)) return
  await store.deleteProfile(tx, profileId)
  const details = { name: profile.name, replacementId }
  await record(tx, rollcall, 'profile.deleted', { kind: 'profile', id: profileId }, details)
}

const rollcall = { kind: 'system', name: 'Rollcall' } as const

function idsIn({ parameters }: OperationRow): { profileId: string; replacementId: string } {
  return { profileId: String(parameters.profileId), replacementId: String(parameters.replacementId) }
}
