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

/** Adds events. */
export async function insertEvents(tx: Tx, events: AuditRow[]): Promise<void> {
  await tx
    .insertInto('app.auditEvents')
    .values(
      events.map((event) => ({
        accountId: tx.accountId,
        ...event,
        details: JSON.stringify(event.details),
      })),
    )
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

/** How many events are there, counted no further than the limit? */
export async function countEvents(tx: Tx, limit: number): Promise<number> {
  const { count } = await tx
    .selectFrom(
      tx
        .selectFrom('app.auditEvents')
        .select('eventId')
        .where('accountId', '=', tx.accountId)
        .limit(limit)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What was done last, before a given event; to one record, or in the whole account? */
export async function listEvents(
  tx: Tx,
  limit: number,
  before: string | undefined,
  subjectId?: string,
): Promise<AuditRow[]> {
  const rows = await tx
    .selectFrom('app.auditEvents')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .$if(subjectId !== undefined, (query) => query.where('subjectId', '=', subjectId as string))
    .$if(before !== undefined, (query) => query.where('eventId', '<', before as string))
    .orderBy('eventId', 'desc')
    .limit(limit)
    .execute()
  return rows as AuditRow[]
}
