import { type SelectQueryBuilder, sql } from 'kysely'
import { type DB, everything, type Tx, whenViolated } from '#platform/database/index.ts'
import { profileUnknown } from '../profiles/errors.ts'
import { userUnknown } from './errors.ts'
import type { SubscriberFilter } from './schema.ts'
import {
  countFound,
  refreshSearch,
  searchedFields,
  searchSubscribers,
  subscribersByKey,
} from './search-store.ts'

export interface SubscriberRow {
  subscriberId: string
  userId: string | null
  profileId: string
  directoryNumber: string | null
  firstName: string
  lastName: string
  email: string
  language: string | null
  pbxSipHost: string | null
  pbxSipUserName: string | null
  pbxSipSecret: string | null
  voicemailNumber: string | null
  voicemailPinSecret: string | null
  mbgSipUserName: string | null
  mbgSipSecret: string | null
  clientServiceHost: string | null
  clientServicePort: number | null
  clientServiceUserName: string | null
  clientServiceSecret: string | null
  deploymentPinSecret: string | null
  origin: string
  owners: Record<string, string>
  state: string
  deployedAt: Date | null
  downloadedAt: Date | null
  linkExpiresAt: Date | null
  updatePending: boolean
  forcePendingAt: Date | null
  redeployRequired: boolean
  clientCount: number
  pinFailures: number
  pinLockedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

/** The columns an admin or an import sets. */
export type SubscriberValues = Partial<
  Pick<
    SubscriberRow,
    | 'userId'
    | 'profileId'
    | 'directoryNumber'
    | 'firstName'
    | 'lastName'
    | 'email'
    | 'language'
    | 'pbxSipHost'
    | 'pbxSipUserName'
    | 'pbxSipSecret'
    | 'voicemailNumber'
    | 'voicemailPinSecret'
    | 'mbgSipUserName'
    | 'mbgSipSecret'
    | 'clientServiceHost'
    | 'clientServicePort'
    | 'clientServiceUserName'
    | 'clientServiceSecret'
    | 'deploymentPinSecret'
  >
>

/** `Anna Kühn` */
export function fullName({ firstName, lastName }: Pick<SubscriberRow, 'firstName' | 'lastName'>): string {
  return `${firstName} ${lastName}`.trim()
}

/** Adds a subscriber. */
export async function insertSubscriber(
  tx: Tx,
  subscriberId: string,
  values: SubscriberValues & { profileId: string; lastName: string; email: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('app.subscribers')
    .values({
      accountId: tx.accountId,
      subscriberId,
      ...values,
      sortName: sortName(values.lastName, values.firstName ?? ''),
      createdAt: now,
      updatedAt: now,
    })
    .execute()
    .catch(whenViolated('subscribers_user', userUnknown))
    .catch(whenViolated('subscribers_profile', profileUnknown))
  await refreshSearch(tx, [subscriberId])
}

/** Changes a subscriber; undefined when its version is no longer the expected one. */
export async function updateSubscriber(
  tx: Tx,
  current: SubscriberRow,
  values: SubscriberValues & { updatePending?: boolean; redeployRequired?: boolean },
  expectedVersion: number | undefined,
  now: Date,
): Promise<SubscriberRow | undefined> {
  const row = await tx
    .updateTable('app.subscribers')
    .set((eb) => ({
      ...values,
      sortName: sortName(values.lastName ?? current.lastName, values.firstName ?? current.firstName),
      updatedAt: now,
      version: eb('version', '+', 1),
    }))
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', current.subscriberId)
    .$if(expectedVersion !== undefined, (query) => query.where('version', '=', expectedVersion as number))
    .returningAll()
    .executeTakeFirst()
    .catch(whenViolated('subscribers_user', userUnknown))
    .catch(whenViolated('subscribers_profile', profileUnknown))
  if (row && Object.keys(values).some((field) => searchedFields.has(field))) {
    await refreshSearch(tx, [current.subscriberId])
  }
  return row as SubscriberRow | undefined
}

function sortName(lastName: string, firstName: string) {
  return sql<string>`app.sort_name(${lastName}, ${firstName})`
}

/** Which subscribers are these? */
export async function readSubscribers(tx: Tx, subscriberIds: string[]): Promise<SubscriberRow[]> {
  if (subscriberIds.length === 0) return []
  return (await subscribersAmong(tx, subscriberIds).selectAll().execute()) as SubscriberRow[]
}

/** Which subscriber is this? `lock` keeps others from changing it until the transaction ends. */
export async function readSubscriber(
  tx: Tx,
  subscriberId: string,
  lock = false,
): Promise<SubscriberRow | undefined> {
  const row = await tx
    .selectFrom('app.subscribers')
    .selectAll()
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', subscriberId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as SubscriberRow | undefined
}

/** Deletes subscribers with their links and timelines; clients stay, to be handed the reset document. */
export async function deleteSubscribers(tx: Tx, subscriberIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`delete from app.subscribers
     where account_id = ${tx.accountId} and subscriber_id = any(${subscriberIds}::uuid[]) returning subscriber_id`.execute(
    tx,
  )
  return rows.map((row) => row.subscriberId)
}

/** How many subscribers match? @param now by which links have expired */
export async function countSubscribers(tx: Tx, filter: SubscriberFilter, now = new Date()): Promise<number> {
  if (filter.search) return countFound(tx, filter, now)
  const row = await narrowed(tx, filter, now)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Makes an operation's items out of everything that matches. @param now by which links have expired */
export async function selectIntoItems(
  tx: Tx,
  operationId: string,
  filter: SubscriberFilter,
  except: string[],
  now: Date,
): Promise<void> {
  if (!filter.search) return insertItemsOf(tx, operationId, narrowed(tx, filter, now), except)
  const found = await searchSubscribers(tx, filter, { limit: everything }, now)
  for (let start = 0; start < found.length; start += itemsAtOnce) {
    const ids = found.slice(start, start + itemsAtOnce)
    await insertItemsOf(tx, operationId, narrowed(tx, {}, now, subscribersAmong(tx, ids)), except)
  }
}

/** How many match, but for these? @param now by which links have expired */
export async function countAllBut(
  tx: Tx,
  filter: SubscriberFilter,
  except: string[],
  now: Date,
): Promise<number> {
  if (filter.search) {
    const left = new Set(except)
    const found = await searchSubscribers(tx, filter, { limit: everything }, now)
    return found.filter((id) => !left.has(id)).length
  }
  const { count } = await narrowed(tx, filter, now)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(sql<boolean>`subscriber_id <> all(${except}::uuid[])`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

const itemsAtOnce = 5_000

/** Subscribers to be read. */
export type Subscribers = SelectQueryBuilder<DB, 'app.subscribers', object>

/** The subscribers with these ids. */
export function subscribersAmong(tx: Tx, subscriberIds: string[]): Subscribers {
  return tx.selectFrom(subscribersByKey(tx, subscriberIds).as('subscribers')) as unknown as Subscribers
}

async function insertItemsOf(
  tx: Tx,
  operationId: string,
  subscribers: Subscribers,
  except: string[],
): Promise<void> {
  await tx
    .insertInto('app.operationItems')
    .columns(['accountId', 'operationId', 'subjectId'])
    .expression(
      subscribers
        .select(['accountId', sql<string>`${operationId}::uuid`.as('operationId'), 'subscriberId'])
        .where(sql<boolean>`subscriber_id <> all(${except}::uuid[])`),
    )
    .execute()
}

/**
 * The account's subscribers that a filter without its search lets through. With a search the same conditions stand in
 * `app.subscriber_conditions`; a test compares the two.
 * @param subscribers among whom; all where not given
 */
export function narrowed(
  tx: Tx,
  filter: SubscriberFilter,
  now: Date,
  subscribers: Subscribers = tx.selectFrom('app.subscribers'),
): Subscribers {
  const conditions = [
    filter.profileId !== undefined && sql<boolean>`profile_id = ${filter.profileId}`,
    filter.userId !== undefined && sql<boolean>`user_id = ${filter.userId}`,
    filter.state !== undefined && sql<boolean>`state = ${filter.state}`,
    filter.origin !== undefined && sql<boolean>`origin = ${filter.origin}`,
    filter.operationId !== undefined &&
      sql<boolean>`subscriber_id in (select i.subject_id from app.operation_items i
         where i.account_id = ${tx.accountId} and i.operation_id = ${filter.operationId} and i.outcome = 'done')`,
    filter.updatePending !== undefined && sql<boolean>`update_pending = ${filter.updatePending}`,
    filter.forcePending !== undefined &&
      sql<boolean>`(force_pending_at is not null) = ${filter.forcePending}`,
    filter.redeployRequired !== undefined && sql<boolean>`redeploy_required = ${filter.redeployRequired}`,
    filter.locked !== undefined && sql<boolean>`(pin_locked_at is not null) = ${filter.locked}`,
    filter.pinSet !== undefined && sql<boolean>`(deployment_pin_secret is not null) = ${filter.pinSet}`,
    filter.assigned !== undefined && sql<boolean>`(user_id is not null) = ${filter.assigned}`,
    filter.linkExpired === true && sql<boolean>`state = 'sent' and link_expires_at < ${now}`,
    filter.linkExpired === false &&
      sql<boolean>`(state <> 'sent' or link_expires_at is null or link_expires_at >= ${now})`,
  ]
  return conditions
    .filter((condition) => condition !== false)
    .reduce((query, condition) => query.where(condition), subscribers.where('accountId', '=', tx.accountId))
}
