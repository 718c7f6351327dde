import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { countActs } from '#platform/metrics/index.ts'
import { insertEvents } from './store.ts'

/** Somebody who acts without being signed in: the system itself, the operator at the shell, an end user with a link. */
export interface OtherActor {
  kind: 'system' | 'operator' | 'end-user'
  name: string
  address?: string
}

/** Somebody who acts with a link or by proving who they are: known by what they did it with, and by where from. */
export function endUser(name: string, address: string | null | undefined): OtherActor {
  return { kind: 'end-user', name, ...(address ? { address } : {}) }
}

export interface Subject {
  kind: string
  id: string | null
}

/** Somebody who is signed in, or their API key: what an event keeps of them, and the e-mail address by which others know them. */
export type ActingUser = Pick<
  Actor,
  'userId' | 'homeAccountId' | 'name' | 'email' | 'address' | 'requestId'
> &
  Partial<Pick<Actor, 'apiKey'>>

/**
 * Records an act in the transaction that does it.
 * @param action noun and past participle, `subscriber.changed`
 * @param details ids, field names and plain values; never a secret
 */
export function record(
  tx: Tx,
  actor: ActingUser | OtherActor,
  action: string,
  subject: Subject,
  details: Record<string, unknown> = {},
): Promise<void> {
  return recordEach(tx, actor, action, [{ subject, details }])
}

/** Records the same act on several subjects, an event for each. */
export function recordEach(
  tx: Tx,
  actor: ActingUser | OtherActor,
  action: string,
  acts: Array<Omit<Act, 'actor'>>,
): Promise<void> {
  return recordActs(
    tx,
    action,
    acts.map((act) => ({ actor, ...act })),
  )
}

/** One of several acts of the same kind in a transaction. */
export interface Act {
  actor: ActingUser | OtherActor
  subject: Subject
  details: Record<string, unknown>
}

/** Records what several did at the same time, an event for each. */
export async function recordActs(tx: Tx, action: string, acts: Act[]): Promise<void> {
  if (acts.length === 0) return
  countActs(action, acts.length)
  const at = new Date()
  await insertEvents(
    tx,
    acts.map(({ actor, subject, details }) => ({
      ...keptOf(actor),
      eventId: newId(),
      at,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      details,
    })),
  )
}

function keptOf(actor: ActingUser | OtherActor) {
  const { name: actorName, address = null } = actor
  if (!('userId' in actor))
    return { actorKind: actor.kind, actorId: null, actorAccountId: null, actorName, address, requestId: null }
  const { apiKey, userId, homeAccountId: actorAccountId, requestId } = actor
  // The name of a key's act names its maker too.
  return apiKey
    ? { actorKind: 'api-key', actorId: apiKey.id, actorAccountId, actorName, address, requestId }
    : { actorKind: 'user', actorId: userId, actorAccountId, actorName, address, requestId }
}

/** What is kept of somebody whose act is carried out later. */
export function actingUserOf(actor: Actor): ActingUser {
  const { userId, homeAccountId, name, email, address, requestId, apiKey } = actor
  return { userId, homeAccountId, name, email, address, requestId, apiKey }
}
