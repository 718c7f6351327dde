import { sql } from 'kysely'
import { newId, type Tx } from '#platform/database/index.ts'
import { countTimelineSteps } from '#platform/metrics/index.ts'
import type { TimelineEntry, TimelineKind } from './schema.ts'

export interface NewTimelineEntry {
  subscriberId: string
  kind: TimelineKind
  deploymentId?: string
  clientId?: string
  actorName?: string
  details?: Record<string, unknown>
}

/** Adds steps to the subscribers' timelines. Details never hold a token, PIN or password. */
export async function addToTimelines(tx: Tx, entries: NewTimelineEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return
  countTimelineSteps(entries.map(({ kind }) => kind))
  const each = <Value>(read: (entry: NewTimelineEntry) => Value) => entries.map(read)
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  await sql`insert into app.timeline_entries
      (account_id, at, entry_id, subscriber_id, kind, deployment_id, client_id, actor_name, details)
    select ${tx.accountId}, ${now}, e.*
      from unnest(
        ${each(() => newId())}::uuid[],
        ${each(({ subscriberId }) => subscriberId)}::uuid[],
        ${each(({ kind }) => kind)}::text[],
        ${each(({ deploymentId }) => deploymentId ?? null)}::uuid[],
        ${each(({ clientId }) => clientId ?? null)}::uuid[],
        ${each(({ actorName }) => actorName ?? null)}::text[],
        ${each(({ details }) => JSON.stringify(details ?? {}))}::jsonb[]
      ) as e`.execute(tx)
}

/** What happened to this subscriber, newest first? */
export async function listTimeline(tx: Tx, subscriberId: string, limit: number, before: string | undefined) {
  return tx
    .selectFrom('app.timelineEntries')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .$if(before !== undefined, (query) => query.where('entryId', '<', before as string))
    .orderBy('entryId', 'desc')
    .limit(limit)
    .execute()
}

/** Who made the record what it is now? Undefined where no step was taken in the moment of its last change. */
export async function lastChangedBy(
  tx: Tx,
  record: { subscriberId: string; updatedAt: Date },
): Promise<string | undefined> {
  const step = await tx
    .selectFrom('app.timelineEntries')
    .select('actorName')
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', record.subscriberId)
    .where('at', '=', record.updatedAt)
    .where('actorName', 'is not', null)
    .orderBy('entryId', 'desc')
    .limit(1)
    .executeTakeFirst()
  return step?.actorName ?? undefined
}

/** An entry as the API shows it. */
export function presentEntry(row: Awaited<ReturnType<typeof listTimeline>>[number]): TimelineEntry {
  return {
    id: row.entryId,
    at: row.at.toISOString(),
    kind: row.kind,
    deploymentId: row.deploymentId,
    clientId: row.clientId,
    actor: row.actorName,
    details: row.details as Record<string, unknown>,
  }
}
