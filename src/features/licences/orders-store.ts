import { sql } from 'kysely'
import { type PartnerTx, type Tx, whenViolated } from '#platform/database/index.ts'
import { orderNumberTaken } from './errors.ts'
import type { SubscribedProduct } from './schema.ts'

/** An order as it is stored. Days are texts, YYYY-MM-DD. */
export interface OrderRow {
  orderId: string
  product: SubscribedProduct
  number: string
  quantity: number
  startsOn: string
  endsOn: string | null
  customerId: string | null
  assignedAt: Date | null
  version: number
  createdAt: Date
  createdByName: string | null
}

/** What of an order may be changed. */
export type OrderValues = Pick<
  OrderRow,
  'number' | 'quantity' | 'startsOn' | 'endsOn' | 'customerId' | 'assignedAt'
>

const columns = [
  'orderId',
  'product',
  'number',
  'quantity',
  sql<string>`starts_on::text`.as('startsOn'),
  sql<string | null>`ends_on::text`.as('endsOn'),
  'customerId',
  'assignedAt',
  'version',
  'createdAt',
  'createdByName',
] as const

/** Which orders does the partner have, or has given to this customer? The last entered first, after that one. */
export async function listOrders(
  tx: Tx,
  customerId: string | undefined,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<OrderRow[]> {
  const rows = await tx
    .selectFrom('app.orders')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .$if(customerId !== undefined, (query) => query.where('customerId', '=', customerId as string))
    .$if(before !== undefined, (query) => query.where('orderId', '<', before as string))
    .orderBy('orderId', 'desc')
    .limit(limit)
    .execute()
  return rows as OrderRow[]
}

/** How many orders does the partner have, or has given to this customer? */
export async function countOrders(tx: Tx, customerId: string | undefined): Promise<number> {
  const { count } = await tx
    .selectFrom('app.orders')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .$if(customerId !== undefined, (query) => query.where('customerId', '=', customerId as string))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Which order is this? */
export async function readOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  return (await oneOrder(tx, orderId).executeTakeFirst()) as OrderRow | undefined
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  return (await oneOrder(tx, orderId).forUpdate().executeTakeFirst()) as OrderRow | undefined
}

function oneOrder(tx: Tx, orderId: string) {
  return tx
    .selectFrom('app.orders')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('orderId', '=', orderId)
}

/** Adds an order. The database decides whether the number is free. */
export async function insertOrder(tx: Tx, order: Omit<OrderRow, 'version'>): Promise<OrderRow> {
  const { startsOn, endsOn, ...values } = order
  const row = await tx
    .insertInto('app.orders')
    .values({ accountId: tx.accountId, ...values, ...days({ startsOn, endsOn }) })
    .returning(columns)
    .executeTakeFirstOrThrow()
    .catch(whenViolated('orders_number', orderNumberTaken))
  return row as OrderRow
}

/** Changes an order that the caller has locked. */
export async function updateOrder(tx: Tx, orderId: string, order: OrderValues): Promise<OrderRow> {
  const { startsOn, endsOn, number, quantity, customerId, assignedAt } = order
  const row = await tx
    .updateTable('app.orders')
    .set((eb) => ({
      ...{ number, quantity, customerId, assignedAt },
      ...days({ startsOn, endsOn }),
      version: eb('version', '+', 1),
    }))
    .where('accountId', '=', tx.accountId)
    .where('orderId', '=', orderId)
    .returning(columns)
    .executeTakeFirstOrThrow()
    .catch(whenViolated('orders_number', orderNumberTaken))
  return row as OrderRow
}

/** Deletes an order. */
export async function deleteOrder(tx: Tx, orderId: string): Promise<void> {
  await tx
    .deleteFrom('app.orders')
    .where('accountId', '=', tx.accountId)
    .where('orderId', '=', orderId)
    .execute()
}

/** What are these customers of the partner called? */
export async function namesOfCustomers(tx: PartnerTx, customerIds: string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('app.accounts')
    .select(['accountId', 'name'])
    .where('parentId', '=', tx.partnerId)
    .where(sql<boolean>`account_id = any(${customerIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ accountId, name }) => [accountId, name]))
}

function days({ startsOn, endsOn }: Pick<OrderRow, 'startsOn' | 'endsOn'>) {
  return { startsOn: sql<Date>`${startsOn}::date`, endsOn: sql<Date | null>`${endsOn}::date` }
}
