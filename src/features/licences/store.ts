import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { SubscribedProduct } from './schema.ts'

/** A subscription as it is stored. Days are texts, YYYY-MM-DD: they have no time zone. */
export interface SubscriptionRow {
  subscriptionId: string
  product: SubscribedProduct
  number: string
  quantity: number
  used: number
  startsOn: string
  endsOn: string | null
}

const startsOn = sql<string>`starts_on::text`.as('startsOn')
const endsOn = sql<string | null>`ends_on::text`.as('endsOn')

function select(tx: Tx) {
  return tx
    .selectFrom('app.subscriptions')
    .select(['subscriptionId', 'product', 'number', 'quantity', 'used', startsOn, endsOn])
    .where('accountId', '=', tx.accountId)
}

/** Which subscriptions does the account have? By product; those that end soonest first. */
export async function listSubscriptions(tx: Tx, product?: SubscribedProduct): Promise<SubscriptionRow[]> {
  const rows = await select(tx)
    .$if(product !== undefined, (query) => query.where('product', '=', product as string))
    .orderBy('product')
    .orderBy(sql`ends_on asc nulls last`)
    .orderBy('subscriptionId')
    .execute()
  return rows as SubscriptionRow[]
}

/** The same of a product, and until the transaction ends nobody changes or removes them; who gives out of them goes on. */
export async function keepSubscriptions(tx: Tx, product: SubscribedProduct): Promise<SubscriptionRow[]> {
  const rows = await select(tx)
    .where('product', '=', product)
    .orderBy('subscriptionId')
    .forKeyShare()
    .execute()
  return rows as SubscriptionRow[]
}

/**
 * The same of a product, and until the transaction ends nobody else takes their seats or gives them back. Locked in the order of their ids, after
 * people and licences: whoever locks in this order waits for nobody who waits for them. Licences may refer to them all the while.
 */
export async function lockSubscriptions(tx: Tx, product: SubscribedProduct): Promise<SubscriptionRow[]> {
  const rows = await select(tx)
    .where('product', '=', product)
    .orderBy('subscriptionId')
    .forNoKeyUpdate()
    .execute()
  return rows as SubscriptionRow[]
}

/** Which subscription is this? Until the transaction ends nobody else changes it, and none of its licences is given. */
export async function lockSubscription(tx: Tx, subscriptionId: string): Promise<SubscriptionRow | undefined> {
  const row = await select(tx).where('subscriptionId', '=', subscriptionId).forUpdate().executeTakeFirst()
  return row as SubscriptionRow | undefined
}

/** Adds a subscription. */
export async function insertSubscription(
  tx: Tx,
  subscription: Omit<SubscriptionRow, 'used'>,
  now: Date,
): Promise<void> {
  const { startsOn: first, endsOn: last, ...values } = subscription
  await tx
    .insertInto('app.subscriptions')
    .values({
      accountId: tx.accountId,
      ...values,
      startsOn: sql<Date>`${first}::date`,
      endsOn: sql<Date | null>`${last}::date`,
      createdAt: now,
    })
    .execute()
}

/** Changes a subscription that the caller has locked. */
export async function updateSubscription(
  tx: Tx,
  {
    subscriptionId,
    number,
    quantity,
    startsOn: first,
    endsOn: last,
  }: Omit<SubscriptionRow, 'used' | 'product'>,
): Promise<void> {
  await tx
    .updateTable('app.subscriptions')
    .set({
      number,
      quantity,
      startsOn: sql<Date>`${first}::date`,
      endsOn: sql<Date | null>`${last}::date`,
    })
    .where('accountId', '=', tx.accountId)
    .where('subscriptionId', '=', subscriptionId)
    .execute()
}

/** Removes a subscription of which nobody has a licence. */
export async function deleteSubscription(tx: Tx, subscriptionId: string): Promise<void> {
  await tx
    .deleteFrom('app.subscriptions')
    .where('accountId', '=', tx.accountId)
    .where('subscriptionId', '=', subscriptionId)
    .execute()
}

/**
 * So many seats more are used of these subscriptions, which the caller has locked; fewer where the number is negative.
 * @returns of how many subscriptions: never of one that would be oversold
 */
export async function changeUsed(tx: Tx, seats: ReadonlyMap<string, number>): Promise<number> {
  const { rows } = await sql<{ subscriptionId: string }>`
    update app.subscriptions s set used = s.used + t.seats
      from unnest(${[...seats.keys()]}::uuid[], ${[...seats.values()]}::int[]) as t(subscription_id, seats)
     where s.account_id = ${tx.accountId} and s.subscription_id = t.subscription_id and s.used + t.seats <= s.quantity
    returning s.subscription_id`.execute(tx)
  return rows.length
}

/** When does the next subscription end, of those that end on this day or later, or that have ended and are still used? */
export async function nextEnd(tx: Tx, from: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.subscriptions')
    .select(endsOn)
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`(ends_on >= ${from}::date or (ends_on is not null and used > 0))`)
    .orderBy('app.subscriptions.endsOn')
    .limit(1)
    .executeTakeFirst()
  return row?.endsOn ?? undefined
}
