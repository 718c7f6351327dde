import { sql } from 'kysely'
import { keptInAccount, type Tx, unread } from '#platform/database/index.ts'

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
  await insert(tx, {
    ids: each(({ eventId }) => eventId),
    times: each(({ at }) => at),
    actorKinds: each(({ actorKind }) => actorKind),
    actorIds: each(({ actorId }) => actorId),
    actorAccountIds: each(({ actorAccountId }) => actorAccountId),
    actorNames: each(({ actorName }) => actorName),
    actions: each(({ action }) => action),
    subjectKinds: each(({ subjectKind }) => subjectKind),
    subjectIds: each(({ subjectId }) => subjectId),
    details: each(({ details }) => JSON.stringify(details)),
    addresses: each(({ address }) => address),
    requestIds: each(({ requestId }) => requestId),
  })
}

const insert = keptInAccount(
  (_db, accountId, each: Record<string, unknown[]>) => sql`
  with waiting as (
    insert into app.audit_unsealed (account_id, event_id) select ${accountId}, id from unnest(${each.ids}::uuid[]) id)
  insert into app.audit_events (account_id, event_id, at, actor_kind, actor_id, actor_account_id, actor_name, action, subject_kind,
      subject_id, details, address, request_id)
    select ${accountId}, e.*
      from unnest(
        ${each.ids}::uuid[],
        ${each.times}::timestamptz[],
        ${each.actorKinds}::text[],
        ${each.actorIds}::uuid[],
        ${each.actorAccountIds}::uuid[],
        ${each.actorNames}::text[],
        ${each.actions}::text[],
        ${each.subjectKinds}::text[],
        ${each.subjectIds}::uuid[],
        ${each.details}::jsonb[],
        ${each.addresses}::text[],
        ${each.requestIds}::text[]
      ) as e ${unread}`,
)

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
