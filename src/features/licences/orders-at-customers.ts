import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { accountDeactivated, partnerMayEnter, readAccount } from '../accounts/index.ts'
import { changesBetween, record } from '../audit/index.ts'
import { dayAfter, todayIn } from './days.ts'
import { endLater } from './ending.ts'
import { customerUnknown, inUse, quantityInUse, wouldEnd } from './errors.ts'
import type { OrderRow } from './orders-store.ts'
import { seatsOn, sum } from './seats.ts'
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
 * @param expectedCount how many people are to lose their licence because it ends now
 * @throws Refusal `licences.quantity-in-use`; `licences.would-end`; `licences.in-use` where it would begin later than its licences; and as `giveToCustomer` does
 */
export function renewAtCustomer(
  platform: Platform,
  actor: Actor,
  order: GivenOrder,
  expectedCount: number,
): Promise<void> {
  return inCustomer(platform, actor, order, async (tx, subscription) => {
    const { subscriptionId: id } = subscription
    const before = (await store.lockSubscription(tx, id)) as SubscriptionRow
    if (subscription.quantity < before.used) throw quantityInUse(before.used)
    const today = await todayIn(tx, platform.clock.now())
    const beginsLater = subscription.startsOn > today
    if (beginsLater && before.used > 0) throw inUse(before.used)
    const ending = await licencesThatEnd(tx, { before, endsOn: subscription.endsOn, today })
    if (ending !== expectedCount) throw wouldEnd(ending)
    await store.updateSubscription(tx, subscription)
    await endLater(platform, tx)
    const changes = changesBetween(before, subscription)
    await record(tx, actor, 'subscription.changed', { kind: 'subscription', id }, { changes })
  })
}

/**
 * How many licences a subscription takes along that is to end today or has ended by its new last day: those for which no other that runs on has a free
 * seat. Others are not locked, which would be against their order (seats.ts): the licences end later, and by what is free then.
 */
async function licencesThatEnd(
  tx: Tx,
  { before, endsOn, today }: { before: SubscriptionRow; endsOn: string | null; today: string },
): Promise<number> {
  if (before.used === 0 || endsOn === null || endsOn > today) return 0
  if (before.endsOn !== null && before.endsOn <= endsOn) return 0
  const known = await store.listSubscriptions(tx, before.product)
  const others = known.filter(({ subscriptionId }) => subscriptionId !== before.subscriptionId)
  const free = sum(seatsOn(endsOn < today ? today : dayAfter(today), others).map((seats) => seats.free))
  return Math.max(0, before.used - free)
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
