import type { Tx } from '#platform/database/index.ts'
import type { Events } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { lockLocation, removeLocation, replacementUnknown } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { countAtLocations, moveToLocation } from './location-store.ts'
import { expandSelectionOfUsers } from './selection.ts'
import { changedBy } from './service.ts'

/** So many people are moved in about a second, while the caller waits; more are moved by an operation. */
const movedAtOnceMax = 5_000

/** Sends the people of a location that is about to go to its replacement; without one they are counted. */
export async function leaveLocation(
  platform: Platform,
  tx: Tx,
  deleting: Events['location.deleting'],
): Promise<void> {
  const { locationId, replacementId, actor } = deleting
  const [counted] = await countAtLocations(tx, [locationId])
  deleting.people = counted?.people ?? 0
  if (replacementId === undefined || deleting.people === 0) return
  if (deleting.people <= movedAtOnceMax) {
    const move = { fromId: locationId, toId: replacementId, by: changedBy(actor) }
    await moveToLocation(tx, move, platform.clock.now())
    return
  }
  const selection = { all: true, filter: { locationId, property: [] }, except: [] }
  const parameters = { selection, locationId, replacementId }
  const operation = await startOperation(platform, tx, actor, 'location-replacement', parameters)
  deleting.operationId = operation.operationId
}

/** The visible operation that sends the people of a location to its replacement, and ends the location where nobody is left. */
export function locationReplacementOperation(platform: Platform): OperationKind {
  return {
    kind: 'location-replacement',
    chunkSize: 1_000,
    expand: expandSelectionOfUsers,
    async work(tx, operation, subjectIds) {
      const { locationId: fromId, replacementId: toId } = idsIn(operation)
      if (!(await lockLocation(tx, toId, 'to-keep'))) throw replacementUnknown()
      const by = { userId: operation.createdBy, name: operation.createdByName ?? 'Rollcall' }
      const moved = await moveToLocation(tx, { fromId, toId, by }, platform.clock.now(), subjectIds)
      const ids = new Set(moved)
      return subjectIds.map((subjectId) =>
        ids.has(subjectId) ? { subjectId, outcome: 'done' } : left(subjectId),
      )
    },
    async finished(tx, operation, status) {
      if (status === 'done') await endWhenEmpty(tx, operation)
    },
  }
}

const left = (subjectId: string): ItemOutcome => ({
  subjectId,
  outcome: 'skipped',
  code: 'locations.left',
  message: 'This person is at another location in the meantime, or does not exist any more.',
})

/** Whoever was sent there in the meantime keeps the location alive: it can be deleted again. */
async function endWhenEmpty(tx: Tx, operation: OperationRow): Promise<void> {
  const { locationId, replacementId } = idsIn(operation)
  // From here on nobody is sent there, so that none can come after they were counted.
  const location = await lockLocation(tx, locationId, 'to-end')
  const [counted] = await countAtLocations(tx, [locationId])
  if (!location || (counted && counted.people > 0)) return
  await removeLocation(tx, locationId)
  const details = { name: location.name, replacementId }
  await record(tx, rollcall, 'location.deleted', { kind: 'location', id: locationId }, details)
}

const rollcall = { kind: 'system', name: 'Rollcall' } as const

function idsIn({ parameters }: OperationRow): { locationId: string; replacementId: string } {
  return { locationId: String(parameters.locationId), replacementId: String(parameters.replacementId) }
}
