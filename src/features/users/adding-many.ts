import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type ActingUser, recordEach } from '../audit/index.ts'
import { insertUsers, type PlannedPerson } from './adding-store.ts'
import { tellOfNewAdmins } from './admin-notices.ts'
import { changedBy } from './service.ts'

/**
 * Adds many people in the same few statements, each of whom stands in the event history; the other admins are told of new ones by one mail. The caller
 * has applied the rules of a single person to each, and sees to it that the actor may make admins.
 * @param welcome whether they are mailed how to finish their accounts (UA-16)
 * @throws Refusal `users.email-taken`, `users.location-unknown`: then nobody is added
 */
export async function addPeople(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  people: PlannedPerson[],
  { welcome }: { welcome: boolean },
): Promise<void> {
  if (people.length === 0) return
  const status = welcome ? 'invited' : 'unregistered'
  await insertUsers(tx, people, { by: changedBy(actor), status }, platform.clock.now())
  await recordEach(tx, actor, 'user.added', people.map(asRecorded))
  await tellOfNewAdmins(
    platform,
    tx,
    actor,
    people.filter(({ role }) => role === 'admin'),
  )
  await platform.events.tell(tx, 'users.added', {
    people: people.map((person) => ({ ...person, language: person.language ?? null })),
    welcome,
    invitations: new Map(),
  })
}

function asRecorded({ userId, email, firstName, lastName, role }: PlannedPerson) {
  return { subject: { kind: 'user', id: userId }, details: { email, firstName, lastName, role } }
}
