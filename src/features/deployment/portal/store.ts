import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ClientRow } from '../deployments/clients-store.ts'
import type { SubscriberRow } from '../subscribers/store.ts'

/** Of one person, and of one number: nobody has as many. */
const countMax = 100

/** A softphone, as far as its owner is told of it. */
export type ClientInUse = Pick<
  ClientRow,
  | 'clientId'
  | 'subscriberId'
  | 'kind'
  | 'name'
  | 'userAgent'
  | 'createdAt'
  | 'downloadedAt'
  | 'lastSeenAt'
  | 'copiedAt'
>

/** Which numbers does this person have? At most a hundred. */
export async function subscribersOf(tx: Tx, userId: string): Promise<SubscriberRow[]> {
  const rows = await tx
    .selectFrom('app.subscribers')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .orderBy('subscriberId')
    .limit(countMax)
    .execute()
  return rows as SubscriberRow[]
}

/** Which softphones are set up with each of these numbers, and have not ended? Newest first; at most a hundred of each. */
export async function clientsInUse(tx: Tx, subscriberIds: string[]): Promise<ClientInUse[]> {
  const { rows } = await sql<ClientInUse>`
    select c.* from unnest(${subscriberIds}::uuid[]) as s(id)
     cross join lateral (
       select client_id, subscriber_id, kind, name, user_agent, created_at, downloaded_at, last_seen_at, copied_at
         from app.clients
        where account_id = ${tx.accountId} and subscriber_id = s.id and revoked_at is null
        order by client_id desc limit ${countMax}) c`.execute(tx)
  return rows
}

/**
 * Which numbers with this profile have an open link that was made in the portal? The open one of a number is its only one. A record keeps the end of its
 * open link, so that of most no link is looked for.
 */
export async function numbersOfProfileWithOwnLink(tx: Tx, profileId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`
    select s.subscriber_id from app.subscribers s
     where s.account_id = ${tx.accountId} and s.profile_id = ${profileId} and s.link_expires_at > ${now}
       and exists (select from app.deployments d
        where d.account_id = ${tx.accountId} and d.subscriber_id = s.subscriber_id
          and d.channel = 'self' and d.revoked_at is null and d.expires_at > ${now} offset 0)`.execute(tx)
  return rows.map(({ subscriberId }) => subscriberId)
}

/**
 * When did an administrator last deploy to each of these numbers, by mail or by hand? Links that somebody with an older one had mailed anew, whom a
 * mailbox is enough for, were made without an operation, and do not count; nor do those made in the portal.
 */
export async function deployedByAdmins(tx: Tx, subscriberIds: string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ subscriberId: string; at: Date }>`
    select subscriber_id, max(created_at) as at from app.deployments
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[])
       and (channel = 'hand-over' or channel = 'mail' and operation_id is not null)
     group by subscriber_id`.execute(tx)
  return new Map(rows.map(({ subscriberId, at }) => [subscriberId, at]))
}
