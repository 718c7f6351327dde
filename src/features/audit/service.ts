import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { countAct } from '#platform/metrics/index.ts'
import { insertEvent } from './store.ts'

/** Somebody who acts without being signed in: the system itself, the operator at the shell, an end user with a link. */
export interface OtherActor {
  kind: 'system' | 'operator' | 'end-user'
  name: string
  address?: string
}

export interface Subject {
  kind: string
  id: string | null
}

/**
 * Records an act in the transaction that does it.
 * @param action noun and past participle, `subscriber.changed`
 * @param details ids, field names and plain values; never a secret
 */
export async function record(
  tx: Tx,
  actor: Actor | OtherActor,
  action: string,
  subject: Subject,
  details: Record<string, unknown> = {},
): Promise<void> {
  countAct(action)
  const id = newId()
  const common = {
    eventId: id,
    at: new Date(),
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    details,
  }
  if ('userId' in actor) {
    await insertEvent(tx, {
      ...common,
      actorKind: 'user',
      actorId: actor.userId,
      actorAccountId: actor.homeAccountId,
      actorName: actor.name,
      address: actor.address ?? null,
      requestId: actor.requestId,
    })
  } else {
    await insertEvent(tx, {
      ...common,
      actorKind: actor.kind,
      actorId: null,
      actorAccountId: null,
      actorName: actor.name,
      address: actor.address ?? null,
      requestId: null,
    })
  }
}
