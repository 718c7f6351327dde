import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { changesBetween, lastActorOn, record } from '../audit/index.ts'
import { endsBeforeStart, given, partnerOnly } from './errors.ts'
import { type GivenOrder, giveToCustomer, renewAtCustomer, takeFromCustomer } from './orders-at-customers.ts'
import type { OrderRow } from './orders-store.ts'
import * as store from './orders-store.ts'
import type { NewOrder, Order, OrderChanges } from './schema.ts'

/**
 * Enters an order of the partner, and gives it to a customer where one is named.
 * @throws Refusal 409 `licences.partner-only`, `licences.order-number-taken`; 422 `licences.ends-before-start`, `licences.customer-unknown`
 */
export async function addOrder(platform: Platform, actor: Actor, order: NewOrder): Promise<OrderRow> {
  const { customerId = null, endsOn = null, ...ordered } = order
  assertTerm({ ...ordered, endsOn })
  return inPartner(platform, actor, async (tx) => {
    const now = platform.clock.now()
    const row = await store.insertOrder(tx, {
      orderId: newId(),
      ...{ ...ordered, endsOn, customerId },
      assignedAt: customerId === null ? null : now,
      createdAt: now,
      createdByName: actor.name,
    })
    const details = { ...ordered, endsOn, customerId }
    await record(tx, actor, 'order.added', { kind: 'order', id: row.orderId }, details)
    if (isGiven(row)) await giveToCustomer(platform, actor, row)
    return row
  })
}

/**
 * Changes an order, gives it to a customer, or takes it back. What is absent stays.
 * @throws Refusal 404 unknown; 412 another version; 409 `licences.partner-only`, `licences.order-number-taken`, `licences.in-use`,
 * `licences.quantity-in-use`, `licences.would-end`; 422 `licences.ends-before-start`, `licences.customer-unknown`
 */
export async function changeOrder(
  platform: Platform,
  actor: Actor,
  orderId: string,
  { expectedCount = 0, ...changes }: OrderChanges,
  expectedVersion: number | undefined,
): Promise<OrderRow> {
  return inPartner(platform, actor, async (tx) => {
    const before = await requireOrder(tx, orderId, expectedVersion)
    const differences = changesBetween(before, changes)
    if (differences.length === 0) return before
    const { customerId = before.customerId } = changes
    const isMoved = customerId !== before.customerId
    const assignedAt = customerId === null ? null : isMoved ? platform.clock.now() : before.assignedAt
    const wanted = { ...before, ...changes, customerId, assignedAt }
    assertTerm(wanted)
    const after = await store.updateOrder(tx, orderId, wanted)
    await record(tx, actor, 'order.changed', { kind: 'order', id: orderId }, { changes: differences })
    if (isMoved && isGiven(before)) await takeFromCustomer(platform, actor, before)
    if (isMoved && isGiven(after)) await giveToCustomer(platform, actor, after)
    if (!isMoved && isGiven(after)) await renewAtCustomer(platform, actor, after, expectedCount)
    return after
  })
}

/** Deletes an order that nobody was given. @throws Refusal 404; 412; 409 `licences.partner-only`, `licences.given` */
export async function deleteOrder(
  platform: Platform,
  actor: Actor,
  orderId: string,
  expectedVersion: number | undefined,
): Promise<void> {
  await inPartner(platform, actor, async (tx) => {
    const { customerId, product, number, quantity } = await requireOrder(tx, orderId, expectedVersion)
    if (customerId !== null) throw given()
    await store.deleteOrder(tx, orderId)
    await record(tx, actor, 'order.deleted', { kind: 'order', id: orderId }, { product, number, quantity })
  })
}

/** The account has orders. @throws Refusal `licences.partner-only` */
export async function assertPartner(tx: Tx): Promise<void> {
  if ((await readAccount(tx))?.kind !== 'partner') throw partnerOnly()
}

/** Orders of the partner as the API shows them, in this order. */
export async function presentOrders(
  { database }: Pick<Platform, 'database'>,
  partnerId: string,
  rows: OrderRow[],
): Promise<Order[]> {
  const customerIds = rows.flatMap(({ customerId }) => customerId ?? [])
  const names = await database.acrossCustomers(partnerId, (tx) => store.namesOfCustomers(tx, customerIds))
  return rows.map((row) => present(row, names.get(row.customerId ?? '')))
}

/**
 * One order as the API shows it. Its customer is asked for their name by `inAccount`: within a request that is one transaction no second connection is
 * waited for, which others who wait likewise would never give back.
 */
export async function presentOrder({ database }: Pick<Platform, 'database'>, row: OrderRow): Promise<Order> {
  const customer = row.customerId === null ? undefined : await database.inAccount(row.customerId, readAccount)
  return present(row, customer?.name)
}

function present(
  { orderId, customerId, assignedAt, createdAt, createdByName, ...values }: OrderRow,
  customerName = '',
): Order {
  return {
    id: orderId,
    ...values,
    customer: customerId === null ? null : { id: customerId, name: customerName },
    assignedAt: assignedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    createdBy: createdByName,
  }
}

/** What happens to the order and to the subscription that it is at a customer is one transaction: it is never in one account alone. */
function inPartner<T>({ database }: Platform, actor: Actor, act: (tx: Tx) => Promise<T>): Promise<T> {
  return database.together(actor.accountId, async (tx) => {
    await assertPartner(tx)
    return act(tx)
  })
}

async function requireOrder(tx: Tx, orderId: string, expectedVersion: number | undefined): Promise<OrderRow> {
  const order = await store.lockOrder(tx, orderId)
  if (!order) throw notFound()
  if (expectedVersion !== undefined && expectedVersion !== order.version)
    throw stale(await lastActorOn(tx, 'order', orderId))
  return order
}

function isGiven(order: OrderRow): order is GivenOrder {
  return order.customerId !== null
}

function assertTerm({ startsOn, endsOn }: Pick<OrderRow, 'startsOn' | 'endsOn'>): void {
  if (endsOn !== null && endsOn < startsOn) throw endsBeforeStart()
}
