import { sql } from 'kysely'
import { keptPlan, type Tx, unread } from '#platform/database/index.ts'

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

/**
 * Adds events, each of which then waits for its seal; one statement, because every act has it. Arrays: a row of values for each of a thousand takes
 * PostgreSQL and the program longer than to write them.
 */
export async function insertEvents(tx: Tx, events: AuditRow[]): Promise<void> {
  const each = <Value>(read: (event: AuditRow) => Value) => events.map(read)
  const ids = each(({ eventId }) => eventId)
  await sql`
    with waiting as (
      insert into app.audit_unsealed (account_id, event_id) select ${tx.accountId}, id from unnest(${ids}::uuid[]) id)
    insert into app.audit_events (account_id, event_id, at, actor_kind, actor_id, actor_account_id, actor_name, action, subject_kind,
        subject_id, details, address, request_id)
      select ${tx.accountId}, e.*
        from unnest(
          ${ids}::uuid[],
          ${each(({ at }) => at)}::timestamptz[],
          ${each(({ actorKind }) => actorKind)}::text[],
          ${each(({ actorId }) => actorId)}::uuid[],
          ${each(({ actorAccountId }) => actorAccountId)}::uuid[],
          ${each(({ actorName }) => actorName)}::text[],
          ${each(({ action }) => action)}::text[],
          ${each(({ subjectKind }) => subjectKind)}::text[],
          ${each(({ subjectId }) => subjectId)}::uuid[],
          ${each(({ details }) => JSON.stringify(details))}::jsonb[],
          ${each(({ address }) => address)}::text[],
          ${each(({ requestId }) => requestId)}::text[]
        ) as e ${unread} ${keptPlan}`.execute(tx)
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
