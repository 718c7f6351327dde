import type { Tx } from '#platform/database/index.ts'

export interface AuditRow {
  eventId: string
  at: Date
  actorKind: string
  actorId: string | null
  actorAccountId: string | null
  actorName: string | null
  action: string
  subjectKind: string
  subjectId: string | null
  details: Record<string, unknown>
  address: string | null
  requestId: string | null
}

/** Adds one event. */
export async function insertEvent(tx: Tx, event: AuditRow): Promise<void> {
  await tx
    .insertInto('app.auditEvents')
    .values({ accountId: tx.accountId, ...event, details: JSON.stringify(event.details) })
    .execute()
}

/** What was done last, before a given event? */
export async function listEvents(tx: Tx, limit: number, before: string | undefined): Promise<AuditRow[]> {
  const rows = await tx
    .selectFrom('app.auditEvents')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .$if(before !== undefined, (query) => query.where('eventId', '<', before as string))
    .orderBy('eventId', 'desc')
    .limit(limit)
    .execute()
  return rows as AuditRow[]
}
