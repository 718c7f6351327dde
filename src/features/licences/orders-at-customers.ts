import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { accountDeactivated, partnerMayEnter, readAccount } from '../accounts/index.ts'
import { changesBetween, record } from '../audit/index.ts'
import { todayIn } from './days.ts'
import { endLater } from './ending.ts'
import { customerUnknown, inUse, quantityInUse } from './errors.ts'
import type { OrderRow } from './orders-store.ts'
import type { SubscriptionRow } from './store.ts'
import * as store from './store.ts'

/** An order that a customer was given: there it is a subscription with the same id. */
export type GivenOrder = OrderRow & { customerId: string }

/** Gives an order to its customer, in the caller's transaction. @throws Refusal `licences.customer-unknown`, `accounts.deactivated` */
export function giveToCustomer(platform: Platform, actor: Actor, order: GivenOrder): Promise<void> {
  return inCustomer(platform, actor, order, async (tx, subscription) => {
    await store.insertSubscription(tx, subscription, platform.clock.now())
    await endLater(platform, tx)
    const { subscriptionId: id, ...details } = subscription
    await record(tx, actor, 'subscription.added', { kind: 'subscription', id }, details)
  })
}

/**
 * Brings the subscription of a customer up to its order, in the caller's transaction.
 * @throws Refusal `licences.quantity-in-use`; `licences.in-use` where it would begin later than its licences; and as `giveToCustomer` does
 */
export function renewAtCustomer(platform: Platform, actor: Actor, order: GivenOrder): Promise<void> {
  return inCustomer(platform, actor, order, async (tx, subscription) => {
    const { subscriptionId: id } = subscription
    const before = (await store.lockSubscription(tx, id)) as SubscriptionRow
    if (subscription.quantity < before.used) throw quantityInUse(before.used)
    const beginsLater = subscription.startsOn > (await todayIn(tx, platform.clock.now()))
    if (beginsLater && before.used > 0) throw inUse(before.used)
    await store.updateSubscription(tx, subscription)
    await endLater(platform, tx)
    const changes = changesBetween(before, subscription)
    await record(tx, actor, 'subscription.changed', { kind: 'subscription', id }, { changes })
  })
}

/** Takes an order back from its customer, in the caller's transaction. @throws Refusal `licences.in-use`; and as `giveToCustomer` does */
export function takeFromCustomer(platform: Platform, actor: Actor, order: GivenOrder): Promise<void> {
  return inCustomer(platform, actor, order, async (tx, { subscriptionId: id, ...details }) => {
    const { used } = (await store.lockSubscription(tx, id)) as SubscriptionRow
    if (used > 0) throw inUse(used)
    await store.deleteSubscription(tx, id)
    await record(tx, actor, 'subscription.removed', { kind: 'subscription', id }, details)
  })
}

/** Only where the customer is one of this partner's, and lets it in at this moment. */
async function inCustomer(
  { database, clock }: Platform,
  actor: Actor,
  order: GivenOrder,
  act: (tx: Tx, subscription: Omit<SubscriptionRow, 'used'>) => Promise<void>,
): Promise<void> {
  const { orderId, product, number, quantity, startsOn, endsOn, customerId } = order
  await database.inAccount(customerId, async (tx) => {
    const account = await readAccount(tx)
    const isItsPartner = account?.kind === 'customer' && account.parentId === actor.accountId
    if (!isItsPartner || !partnerMayEnter(account, clock.now())) throw customerUnknown()
    if (account.status !== 'active') throw accountDeactivated()
    await act(tx, { subscriptionId: orderId, product, number, quantity, startsOn, endsOn })
  })
}
