import type { Tx } from '#platform/database/index.ts'
import { fullName, readUsers, type UserRow } from '../../users/index.ts'
import { userDeactivated, userUnknown } from './errors.ts'
import type { NewTimelineEntry } from './timeline.ts'

/**
 * To whom a record is given, before it is written; undefined: to nobody.
 * @throws Refusal 422 `subscribers.user-unknown`, also for somebody of another account; `subscribers.user-deactivated`
 */
export async function personToGiveTo(
  tx: Tx,
  userId: string | null | undefined,
): Promise<UserRow | undefined> {
  if (userId === null || userId === undefined) return undefined
  const [person] = await readUsers(tx, [userId])
  if (!person) throw userUnknown()
  if (person.status === 'inactive') throw userDeactivated()
  return person
}

/** The step on a record's timeline that says to whom it was given; `person` undefined: it was taken from whom had it. */
export function personStep(
  subscriberId: string,
  person: Pick<UserRow, 'firstName' | 'lastName'> | undefined,
  actorName: string,
): NewTimelineEntry {
  return person
    ? { subscriberId, kind: 'person.assigned', actorName, details: { person: fullName(person) } }
    : { subscriberId, kind: 'person.unassigned', actorName }
}
