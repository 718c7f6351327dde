import type { Tx } from '#platform/database/index.ts'
import type { Events } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { lockLocation, peopleStay, removeLocation, replacementUnknown } from '../accounts/index.ts'
import { type ActingUser, actingUserOf, record } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../operations/index.ts'
import { changePeople } from './changes.ts'
import { lockPeople } from './invited-store.ts'
import { countAtLocations, idsAtLocation } from './location-store.ts'
import { expandSelectionOfUsers } from './selection.ts'

/** So many people are moved in about a second, while the caller waits; more are moved by an operation. */
const movedAtOnceMax = 5_000

/**
 * Sends the people of a location that is about to go to its replacement; without one they are counted.
 * @throws Refusal 409 `locations.people-stay` when a rule keeps somebody there, such as a source that supplies the location (UA-41): then nobody is sent
 */
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
    const people = await lockPeople(tx, await idsAtLocation(tx, locationId, movedAtOnceMax))
    const { refusals } = await changePeople(platform, tx, actor, people, { locationId: replacementId })
    const [why] = refusals.values()
    if (why) throw peopleStay(refusals.size, why)
    return
  }
  const selection = { all: true, filter: { locationId, property: [] }, except: [] }
  const parameters = { selection, locationId, replacementId, actor: actingUserOf(actor) }
  const operation = await startOperation(platform, tx, actor, kind, parameters)
  deleting.operationId = operation.operationId
}

const kind = 'location-replacement'

/**
 * The visible operation that sends the people of a location to its replacement, each by the rules of a single change, and ends the location where nobody
 * is left.
 */
export function locationReplacementOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize: 1_000,
    expand: expandSelectionOfUsers,
    async work(tx, operation, subjectIds) {
      const { locationId: fromId, replacementId: toId } = idsIn(operation)
      if (!(await lockLocation(tx, toId, 'to-keep'))) throw replacementUnknown()
      const actor = operation.parameters.actor as ActingUser
      const people = (await lockPeople(tx, subjectIds)).filter(({ locationId }) => locationId === fromId)
      const { refusals } = await changePeople(platform, tx, actor, people, { locationId: toId })
      const there = new Set(people.map(({ userId }) => userId))
      return subjectIds.map((subjectId) => {
        const refused = refusals.get(subjectId)
        if (refused) return { subjectId, outcome: 'skipped', code: refused.code, message: refused.message }
        return there.has(subjectId) ? { subjectId, outcome: 'done' } : left(subjectId)
      })
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

/** Whoever was sent there in the meantime, or stays there, keeps the location alive: it can be deleted again. */
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
