import { sql } from 'kysely'
import type { DirectoryTx, Tx } from '#platform/database/index.ts'
import type { SealedContent } from './chain.ts'

export interface Seal {
  /** From 1 on, without gaps. */
  position: number
  eventId: string
  hash: Buffer
}

/** A seal and the event it is for; null: that is gone. */
export type SealWithEvent = Seal & { event: SealedContent | null }

/** Lets one sealer work on the account, until the end of the transaction. A statement of its own: what follows sees what the one before has done. */
export async function lockChain(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`event chain of ${tx.accountId}`}, 0))`.execute(
    tx,
  )
}

/** Which accounts have events that wait for their seal? From index entry to index entry: there may be a million of one account. */
export async function accountsWaiting(tx: DirectoryTx): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    with recursive waiting as (
      (select account_id from app.audit_unsealed order by account_id limit 1)
      union all
      select (select u.account_id from app.audit_unsealed u
               where u.account_id > waiting.account_id order by u.account_id limit 1)
        from waiting where waiting.account_id is not null)
    select account_id from waiting where account_id is not null`.execute(tx)
  return rows.map(({ accountId }) => accountId)
}

/** The last seal of the account. */
export async function lastSeal(tx: Tx): Promise<Pick<Seal, 'position' | 'hash'> | undefined> {
  const row = await tx
    .selectFrom('app.auditSeals')
    .select(['position', 'hash'])
    .where('accountId', '=', tx.accountId)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { position: Number(row.position), hash: row.hash }
}

/** The UUID before all others. */
const nil = '00000000-0000-0000-0000-000000000000'

const content = sql<SealedContent>`
  e.account_id, e.event_id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.actor_kind, e.actor_id,
  e.actor_account_id, e.actor_name, e.action, e.subject_kind, e.subject_id, e.details, e.address, e.request_id`

/** An event that waits; null: that is gone. */
export interface Waiting {
  waitingId: string
  event: SealedContent | null
}

/**
 * Which events wait, the oldest first, after that one? Each is looked up by its key: where a bulk act has just written thousands, the planner knows
 * nothing of them and would read them all for each batch.
 */
export async function eventsWaiting(tx: Tx, limit: number, after: string | undefined): Promise<Waiting[]> {
  const { rows } = await sql<SealedContent & { waitingId: string; eventId: string | null }>`
    select u.event_id as waiting_id, ${content} from (
        select event_id from app.audit_unsealed
         where account_id = ${tx.accountId} and event_id > ${after ?? nil} order by event_id limit ${limit}) u
      left join lateral (select * from app.audit_events e
         where e.account_id = ${tx.accountId} and e.event_id = u.event_id offset 0) e on true
     order by u.event_id`.execute(tx)
  return rows.map(({ waitingId, ...event }) => ({ waitingId, event: event.eventId === null ? null : event }))
}

/** Adds seals; their events wait no longer. */
export async function insertSeals(tx: Tx, seals: Seal[], sealedAt: Date): Promise<void> {
  const ids = seals.map(({ eventId }) => eventId)
  await sql`insert into app.audit_seals (account_id, position, event_id, hash, sealed_at)
    select ${tx.accountId}, s.position, s.event_id, s.hash, ${sealedAt}
      from unnest(${seals.map(({ position }) => position)}::bigint[], ${ids}::uuid[],
                  ${seals.map(({ hash }) => hash)}::bytea[]) as s(position, event_id, hash)`.execute(tx)
  await sql`delete from app.audit_unsealed
    where account_id = ${tx.accountId} and event_id = any(${ids}::uuid[])`.execute(tx)
}

/** The seals after a position, in order, each with its event. */
export async function listSeals(tx: Tx, after: number, limit: number): Promise<SealWithEvent[]> {
  const { rows } = await sql<
    SealedContent & { position: string; sealedEventId: string; hash: Buffer; eventId: string | null }
  >`
    select s.position, s.event_id as sealed_event_id, s.hash, ${content} from (
        select * from app.audit_seals where account_id = ${tx.accountId} and position > ${after}
         order by position limit ${limit}) s
      left join app.audit_events e on e.account_id = ${tx.accountId} and e.event_id = s.event_id
     order by s.position`.execute(tx)
  return rows.map(({ position, sealedEventId, hash, ...event }) => ({
    position: Number(position),
    eventId: sealedEventId,
    hash,
    event: event.eventId === null ? null : event,
  }))
}

/** How many events, how many wait for their seal and since when, and which stand there without either, at one moment? */
export async function countChain(tx: Tx): Promise<{
  events: number
  unsealed: number
  unsealedSince: Date | null
  strangers: string[]
}> {
  const { rows } = await sql<{
    events: string
    unsealed: string
    unsealedSince: Date | null
    strangers: string[]
  }>`
    select count(*) as events,
           count(u.event_id) as unsealed,
           min(e.at) filter (where u.event_id is not null) as unsealed_since,
           coalesce((array_agg(e.event_id order by e.event_id)
                       filter (where u.event_id is null and s.event_id is null))[1:1], '{}')::text[] as strangers
      from app.audit_events e
      left join app.audit_unsealed u on u.account_id = e.account_id and u.event_id = e.event_id
      left join app.audit_seals s on s.account_id = e.account_id and s.event_id = e.event_id
     where e.account_id = ${tx.accountId}`.execute(tx)
  const [row] = rows
  return {
    events: Number(row?.events ?? 0),
    unsealed: Number(row?.unsealed ?? 0),
    unsealedSince: row?.unsealedSince ?? null,
    strangers: row?.strangers ?? [],
  }
}

/** Which event waits for its seal and is gone? */
export async function goneWhileWaiting(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ eventId: string }>`
    select u.event_id from app.audit_unsealed u
     where u.account_id = ${tx.accountId}
       and not exists (select from app.audit_events e
                        where e.account_id = ${tx.accountId} and e.event_id = u.event_id)
     order by u.event_id limit 1`.execute(tx)
  return rows[0]?.eventId
}
