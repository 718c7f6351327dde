import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Users } from '../users/index.ts'
import type { SubscribedProduct } from './schema.ts'

/** How many of these people are there, and how many of them hold no licence for the product? */
export async function countWithout(
  tx: Tx,
  users: Users,
  product: SubscribedProduct,
): Promise<{ people: number; without: number }> {
  const row = await tx
    .selectFrom(users.select('userId').as('selected'))
    .leftJoin('app.licences as l', (join) =>
      join
        .on('l.accountId', '=', tx.accountId)
        .onRef('l.userId', '=', 'selected.userId')
        .on('l.product', '=', product),
    )
    .select((eb) => [
      eb.fn.countAll<string>().as('people'),
      eb.fn.countAll<string>().filterWhere('l.userId', 'is', null).as('without'),
    ])
    .executeTakeFirstOrThrow()
  return { people: Number(row.people), without: Number(row.without) }
}

/** How many of the people whom an operation is still to do hold no licence for the product? */
export async function countPendingWithout(
  tx: Tx,
  operationId: string,
  product: SubscribedProduct,
): Promise<number> {
  const { rows } = await sql<{ without: number }>`
    select count(*)::int as without from app.operation_items i
      join app.users u on u.account_id = ${tx.accountId} and u.user_id = i.subject_id
      left join app.licences l on l.account_id = ${tx.accountId} and l.user_id = i.subject_id and l.product = ${product}
     where i.account_id = ${tx.accountId} and i.operation_id = ${operationId} and i.outcome = 'pending' and l.user_id is null`.execute(
    tx,
  )
  return rows[0]?.without ?? 0
}

/** Which of these people are there, and do they hold a licence for the product? Nobody deletes them until the transaction ends. */
export async function keepPeople(
  tx: Tx,
  product: SubscribedProduct,
  userIds: string[],
): Promise<Array<{ userId: string; holds: boolean }>> {
  const { rows } = await sql<{ userId: string; holds: boolean }>`
    select u.user_id, exists (select from app.licences l
        where l.account_id = ${tx.accountId} and l.user_id = u.user_id and l.product = ${product}) as holds
      from app.users u
     where u.account_id = ${tx.accountId} and u.user_id = any(${userIds}::uuid[])
     order by u.user_id for key share of u`.execute(tx)
  return rows
}

/**
 * Gives these people licences, each out of the subscription at the same place. Who was given one meanwhile keeps that.
 * @returns who was given one, and out of which subscription
 */
export async function insertLicences(
  tx: Tx,
  product: SubscribedProduct,
  userIds: string[],
  subscriptionIds: string[],
  now: Date,
): Promise<Array<{ userId: string; subscriptionId: string }>> {
  const { rows } = await sql<{ userId: string; subscriptionId: string }>`
    insert into app.licences (account_id, user_id, product, subscription_id, assigned_at)
    select ${tx.accountId}::uuid, given.user_id, ${product}, given.subscription_id, ${now}
      from unnest(${userIds}::uuid[], ${subscriptionIds}::uuid[]) as given(user_id, subscription_id)
    on conflict do nothing
    returning user_id, subscription_id`.execute(tx)
  return rows
}

/** A licence that was taken from somebody. */
export interface TakenLicence {
  userId: string
  product: string
  /** Out of which subscription it was; null: none of ours. */
  subscriptionId: string | null
}

/** Which licences of somebody: every one, those out of subscriptions of ours, or that for a product, whoever gave it. */
export type WhichLicences = 'all' | 'given-here' | SubscribedProduct

/** Takes these licences of these people; locked in the order of the people. */
export async function deleteLicences(
  tx: Tx,
  userIds: string[],
  which: WhichLicences,
): Promise<TakenLicence[]> {
  const { rows } = await sql<TakenLicence>`
    with held as (
      select user_id, product from app.licences
       where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])
         and ${meant(which)}
       order by user_id, product for update)
    delete from app.licences l using held
     where l.account_id = ${tx.accountId} and l.user_id = held.user_id and l.product = held.product
    returning l.user_id, l.product, l.subscription_id`.execute(tx)
  return rows
}

function meant(which: WhichLicences) {
  if (which === 'all') return sql`true`
  return which === 'given-here' ? sql`subscription_id is not null` : sql`product = ${which}`
}

/** How many licences are out of each of these subscriptions? Nobody else changes them until the transaction ends. */
export async function lockLicencesOf(tx: Tx, subscriptionIds: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ subscriptionId: string; licences: number }>`
    select subscription_id, count(*)::int as licences from (
      select subscription_id from app.licences
       where account_id = ${tx.accountId} and subscription_id = any(${subscriptionIds}::uuid[])
       order by user_id, product for update) held
     group by subscription_id`.execute(tx)
  return new Map(rows.map(({ subscriptionId, licences }) => [subscriptionId, licences]))
}

/**
 * Moves licences to another subscription of the product, at most so many, the first people by id. What somebody else is just changing is left
 * alone, because they may be waiting for the subscription that the caller has locked.
 * @returns whose they are
 */
export async function moveLicences(
  tx: Tx,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    with moved as (
      select user_id, product from app.licences
       where account_id = ${tx.accountId} and subscription_id = ${from}
       order by user_id limit ${limit} for update skip locked)
    update app.licences l set subscription_id = ${to} from moved
     where l.account_id = ${tx.accountId} and l.user_id = moved.user_id and l.product = moved.product
    returning l.user_id`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/** Takes licences out of this subscription, at most so many, the first people by id. @returns whose they were */
export async function deleteLicencesOf(tx: Tx, subscriptionId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    with taken as (
      select user_id, product from app.licences
       where account_id = ${tx.accountId} and subscription_id = ${subscriptionId}
       order by user_id limit ${limit} for update)
    delete from app.licences l using taken
     where l.account_id = ${tx.accountId} and l.user_id = taken.user_id and l.product = taken.product
    returning l.user_id`.execute(tx)
  return rows.map(({ userId }) => userId)
}
