import type { Tx } from '#platform/database/index.ts'
import type { Events } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { type ItemOutcome, type OperationKind, startOperation } from '../../operations/index.ts'
import { countWithClients, markUpdatePending, withClientsIntoItems } from './acts-store.ts'
import { addToTimelines } from './timeline.ts'

/** Starts what a profile's change means for its subscribers (DP-2), where it means anything. */
export async function startProfileChange(
  platform: Platform,
  tx: Tx,
  { profileId, changed, actor }: Events['profile.changed'],
): Promise<void> {
  if (!changed.some((setting) => !staysAtHome.has(setting))) return
  // Nobody has an older configuration: there is nothing to show.
  if ((await countWithClients(tx, profileId)) === 0) return
  const { userId, name } = actor
  // The profile is changed already: that it is shown is nobody's to take back.
  await startOperation(platform, tx, { userId, name, author: null }, 'profile-change', {
    profileId,
    actorName: name,
  })
}

/** Settings that no client is told of. */
const staysAtHome = new Set([
  'name',
  'doNotDeploy',
  'clientKinds',
  'clientsPerLink',
  'linkLifeHours',
  'pinRequired',
  'centralEmail',
  'selfDeployment',
  'blockCopiedClients',
])

/** The visible operation that marks a changed profile's subscribers *update pending*. */
export function profileChangeOperation(platform: Platform): OperationKind {
  return {
    kind: 'profile-change',
    chunkSize: 2_000,
    expand: (tx, operation) =>
      withClientsIntoItems(tx, operation.operationId, String(operation.parameters.profileId)),
    async work(tx, operation, subjectIds) {
      const found = await markUpdatePending(tx, subjectIds)
      const pending = new Map(found.map((row) => [row.subscriberId, row.updatePending]))
      const subscriberIds = [...pending].filter(([, isPending]) => isPending).map(([id]) => id)
      await platform.events.tell(tx, 'subscriber.configuration-changed', { subscriberIds })
      const actorName = String(operation.parameters.actorName)
      await addToTimelines(
        tx,
        subscriberIds.map((subscriberId) => ({ subscriberId, kind: 'profile.changed', actorName })),
        platform.clock.now(),
      )
      return subjectIds.map((subjectId) => outcomeFor(subjectId, pending.get(subjectId)))
    },
  }
}

/** @param pending undefined: there is no such record */
function outcomeFor(subjectId: string, pending: boolean | undefined): ItemOutcome {
  if (pending === true) return { subjectId, outcome: 'done' }
  const reason =
    pending === false
      ? { code: 'deployment.no-client', message: 'Its last client has ended, so there is nothing to update.' }
      : { code: 'http.not-found', message: 'This record does not exist any more.' }
  return { subjectId, outcome: 'skipped', ...reason }
}
