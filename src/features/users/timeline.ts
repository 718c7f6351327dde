import type { Tx } from '#platform/database/index.ts'
import { type AuditRow, listEventsOf } from '../audit/index.ts'
import type { FieldChange } from '../audit/schema.ts'
import { listPartsOf, type PartRow } from '../operations/index.ts'
import type { PersonTimelineEntry } from './schema.ts'

/**
 * What happened to a person, newest first: the events whose subject they are, and the bulk acts in which they were a record, each once. Ids of
 * both are made in the order of time, so that one id is the place in the list.
 * @param before the id of the last entry of the page before
 */
export async function personTimeline(
  tx: Tx,
  userId: string,
  limit: number,
  before: string | undefined,
): Promise<PersonTimelineEntry[]> {
  const events = await listEventsOf(tx, userId, limit, before)
  const parts = await listPartsOf(tx, userId, limit, before)
  const entries = [...events.map((event) => ofEvent(event, tx.accountId)), ...parts.map(ofPart)]
  return entries.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit)
}

function ofEvent(event: AuditRow, accountId: string): PersonTimelineEntry {
  return {
    id: event.eventId,
    at: event.at.toISOString(),
    kind: event.action,
    actor: event.actorName,
    fromPartner: event.actorAccountId !== null && event.actorAccountId !== accountId,
    details: toldOf(event),
    operation: null,
  }
}

function ofPart({ operationId, kind, createdAt, createdByName, outcome, code, message }: PartRow) {
  return {
    id: operationId,
    at: createdAt.toISOString(),
    kind: 'operation',
    actor: createdByName,
    // Who asked for it is kept by name alone.
    fromPartner: false,
    details: {},
    operation: {
      kind,
      outcome: outcome as NonNullable<PersonTimelineEntry['operation']>['outcome'],
      code,
      message,
    },
  }
}

/** Named one by one: what a slice above adds to its events is shown by the event history alone. */
function toldOf({ details }: AuditRow): PersonTimelineEntry['details'] {
  const changes = details.changes as FieldChange[] | undefined
  const values = changes ? Object.fromEntries(changes.map(({ field, after }) => [field, after])) : details
  const told = Object.fromEntries(
    ['email', 'role', 'status'].flatMap((field) => {
      const value = values[field]
      return typeof value === 'string' ? [[field, value]] : []
    }),
  )
  return changes ? { fields: Object.keys(values).sort(), ...told } : told
}
