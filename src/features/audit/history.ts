import type { Tx } from '#platform/database/index.ts'
import { cursorOf, keyOf, page } from '#platform/http/index.ts'
import { actorKinds } from './choices.ts'
import { countEvents, endOfStretch, type ListedEvent, listEvents } from './list-store.ts'
import { type AuditEvent, type EventFilter, eventCountMax, type FieldChange } from './schema.ts'

/** So many events are looked at for a page: 50 ms where none of them is wanted (docs/decisions/0032). */
const lookedAtMax = 10_000

/** A page of the history, newest first, with how far it looked. One with fewer events than asked for may go on. */
export async function readHistory(
  tx: Tx,
  filter: EventFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: AuditEvent[]; nextCursor: string | null; scannedTo: string | null }> {
  const before = cursor === undefined ? undefined : String(keyOf(cursor, 1)[0])
  const { rows, end } = await readStretch(tx, filter, before, limit + 1)
  const shown = page(
    rows,
    limit,
    (row) => [row.eventId],
    (row) => present(row, tx.accountId),
  )
  if (shown.nextCursor !== null) {
    return { ...shown, scannedTo: (rows[limit - 1] as ListedEvent).at.toISOString() }
  }
  return end === undefined
    ? { ...shown, scannedTo: null }
    : { ...shown, nextCursor: cursorOf([end.eventId]), scannedTo: end.at.toISOString() }
}

/** The wanted among the next events, and where looking ended; undefined: at the oldest. */
export async function readStretch(tx: Tx, filter: EventFilter, before: string | undefined, limit: number) {
  const end = isLookedFor(filter) ? await endOfStretch(tx, filter, before, lookedAtMax) : undefined
  const rows = await listEvents(tx, filter, { before, downTo: end?.eventId }, limit)
  return { rows, end }
}

/** How many there are, among those that a page would look at. */
export async function countHistory(tx: Tx, filter: EventFilter): Promise<{ count: number; isMore: boolean }> {
  const end = isLookedFor(filter) ? await endOfStretch(tx, filter, undefined, lookedAtMax) : undefined
  const stretch = { before: undefined, downTo: end?.eventId }
  const found = await countEvents(tx, filter, stretch, eventCountMax + 1)
  return { count: Math.min(found, eventCountMax), isMore: found > eventCountMax || end !== undefined }
}

/** Whether each event has to be looked at, because no index finds the wanted. */
function isLookedFor({ search, action, subjectKind, actor }: EventFilter): boolean {
  const isKind = (actorKinds as readonly string[]).includes(actor ?? '')
  return search !== undefined || action !== undefined || subjectKind !== undefined || isKind
}

/** An event as the API shows it. */
export function present(row: ListedEvent, accountId: string): AuditEvent {
  const { changes, ...details } = row.details
  return {
    id: row.eventId,
    at: row.at.toISOString(),
    actorKind: row.actorKind as AuditEvent['actorKind'],
    actorId: row.actorId,
    actorName: row.actorName,
    fromPartner: row.actorAccountId !== null && row.actorAccountId !== accountId,
    action: row.action,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    details,
    changes: Array.isArray(changes) ? (changes as FieldChange[]) : [],
    address: row.address,
    sealed: row.sealed,
  }
}
