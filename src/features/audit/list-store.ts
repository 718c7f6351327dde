import { type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { DB, Tx } from '#platform/database/index.ts'
import { actorKinds } from './choices.ts'
import type { EventFilter } from './schema.ts'
import type { AuditRow } from './store.ts'

export type ListedEvent = AuditRow & { sealed: boolean }

/** From which event a page looks back to which: neither is in it, and the oldest there is where there is none. */
export interface Stretch {
  before: string | undefined
  downTo: string | undefined
}

type Events = SelectQueryBuilder<DB, 'app.auditEvents', object>

/**
 * At which event does a page end that looks at so many, and when was that? Undefined: it reaches the oldest. By conditions that an index answers
 * alone: a millionth event is as near as the first.
 */
export async function endOfStretch(
  tx: Tx,
  filter: EventFilter,
  before: string | undefined,
  length: number,
): Promise<{ eventId: string; at: Date } | undefined> {
  return indexed(tx, filter, { before, downTo: undefined })
    .select(['eventId', 'at'])
    .orderBy('eventId', 'desc')
    .offset(length - 1)
    .limit(1)
    .executeTakeFirst()
}

/** Which events of a stretch are wanted, newest first? */
export async function listEvents(
  tx: Tx,
  filter: EventFilter,
  stretch: Stretch,
  limit: number,
): Promise<ListedEvent[]> {
  const rows = await wanted(tx, filter, stretch)
    .selectAll()
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('app.auditSeals as seal')
            .select('seal.position')
            .where('seal.accountId', '=', tx.accountId)
            .whereRef('seal.eventId', '=', 'app.auditEvents.eventId'),
        )
        .as('sealed'),
    )
    .orderBy('eventId', 'desc')
    .limit(limit)
    .execute()
  return rows as ListedEvent[]
}

/** How many events of a stretch are wanted, counted no further than the limit? */
export async function countEvents(
  tx: Tx,
  filter: EventFilter,
  stretch: Stretch,
  limit: number,
): Promise<number> {
  const { count } = await tx
    .selectFrom(wanted(tx, filter, stretch).select('eventId').limit(limit).as('some'))
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function wanted(tx: Tx, filter: EventFilter, stretch: Stretch): Events {
  const { action, subjectKind, actor, from, to, search } = filter
  return indexed(tx, filter, stretch)
    .$if(stretch.downTo !== undefined, (query) => query.where('eventId', '>=', stretch.downTo as string))
    .$if(isKind(actor), (query) => query.where('actorKind', '=', actor as string))
    .$if(action !== undefined, (query) => query.where(actsLike(action as string)))
    .$if(subjectKind !== undefined, (query) => query.where('subjectKind', '=', subjectKind as string))
    .$if(from !== undefined, (query) => query.where('at', '>=', new Date(from as string)))
    .$if(to !== undefined, (query) => query.where('at', '<', new Date(to as string)))
    .$if(search !== undefined, (query) => query.where(tells(search as string)))
}

/** What an index finds at any size: who, which record, and from when to when, for ids are made in the order of time. */
function indexed(tx: Tx, { subjectId, actor, from, to }: EventFilter, { before }: Stretch): Events {
  return tx
    .selectFrom('app.auditEvents')
    .where('accountId', '=', tx.accountId)
    .$if(subjectId !== undefined, (query) => query.where('subjectId', '=', subjectId as string))
    .$if(actor !== undefined && !isKind(actor), (query) => query.where('actorId', '=', actor as string))
    .$if(from !== undefined, (query) => query.where('eventId', '>=', idAt(from as string, -1)))
    .$if(to !== undefined, (query) => query.where('eventId', '<', idAt(to as string, 1)))
    .$if(before !== undefined, (query) => query.where('eventId', '<', before as string))
}

const hourMs = 3_600_000

/**
 * The lowest id of a moment (uuidv7, RFC 9562, 5.7), an hour before or after it: ids and times come from the same clock, but one that was set back
 * goes on with the ids of later. The times themselves are compared as well.
 */
function idAt(moment: string, hours: number): string {
  const hex = Math.max(0, Date.parse(moment) + hours * hourMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

function isKind(actor: string | undefined): boolean {
  return (actorKinds as readonly string[]).includes(actor ?? '')
}

function actsLike(action: string): Expression<SqlBool> {
  return action.includes('.')
    ? sql<boolean>`action = ${action}`
    : sql<boolean>`starts_with(action, ${`${action}.`})`
}

/**
 * Each word stands in the name of who acted, in the act, or in what is told of it, whatever its accents. One expression for all words, so that a row
 * is put together once; only where something is there to fold is it folded, which takes ten times as long as `lower`. What is told is JSON: its names
 * are left away where the row fits with them, and nowhere else, because it is taken apart for that.
 */
function tells(search: string): Expression<SqlBool> {
  const escaped = search.replace(/[\\%_]/g, '\\$&').split(/\s+/)
  const patterns = sql`array(select '%' || app.fold(word) || '%' from unnest(${escaped}::text[]) word)`
  const folded = (told: RawBuilder<unknown>) =>
    sql`(select case when octet_length(told) = length(told) then lower(told) else app.fold(told) end
      from (select concat_ws(' ', actor_name, action, ${told}, address)) as one (told))`
  const values = sql`(select string_agg(value #>> '{}', ' ') from jsonb_path_query(details, 'strict $.**') value
    where jsonb_typeof(value) not in ('object', 'array'))`
  return sql<boolean>`case when ${folded(sql`details::text`)} like all (${patterns})
    then ${folded(values)} like all (${patterns}) else false end`
}
