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

/** Adds events, each of which then waits for its seal; one statement, because every act has it. */
export async function insertEvents(tx: Tx, events: AuditRow[]): Promise<void> {
  const { accountId } = tx
  await tx
    .with('waiting', (query) =>
      query.insertInto('app.auditUnsealed').values(events.map(({ eventId }) => ({ accountId, eventId }))),
    )
    .insertInto('app.auditEvents')
    .values(events.map((event) => ({ accountId, ...event, details: JSON.stringify(event.details) })))
    .execute()
}

/** Who acted on this last? */
export async function lastActorOn(tx: Tx, subjectKind: string, subjectId: string): Promise<string | null> {
  const last = await tx
    .selectFrom('app.auditEvents')
    .select('actorName')
    .where('accountId', '=', tx.accountId)
    .where('subjectKind', '=', subjectKind)
    .where('subjectId', '=', subjectId)
    .orderBy('eventId', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.actorName ?? null
}

/** What was done last to one record, before a given event? */
export async function listEventsOf(
  tx: Tx,
  subjectId: string,
  limit: number,
  before: string | undefined,
): Promise<AuditRow[]> {
  const rows = await tx
    .selectFrom('app.auditEvents')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('subjectId', '=', subjectId)
    .$if(before !== undefined, (query) => query.where('eventId', '<', before as string))
    .orderBy('eventId', 'desc')
    .limit(limit)
    .execute()
  return rows as AuditRow[]
}
