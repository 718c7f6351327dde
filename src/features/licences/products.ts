import type { Tx } from '#platform/database/index.ts'
import { isIntegrationOn, readAccount } from '../accounts/index.ts'
import { dayIn, stateOn } from './days.ts'
import { conditions, notManagedHere, type WhyNot } from './errors.ts'
import { type LicensableProduct, SubscribedProduct, type Subscription } from './schema.ts'
import { sum } from './seats.ts'
import { listSubscriptions, type SubscriptionRow } from './store.ts'

/** The products whose licences are given out here: what there is to give, and whether it may be given (UA-71). */
export async function presentProducts(tx: Tx, now: Date): Promise<LicensableProduct[]> {
  const products: LicensableProduct[] = []
  for (const product of SubscribedProduct.options) products.push(await presentProduct(tx, product, now))
  return products
}

async function presentProduct(tx: Tx, product: SubscribedProduct, now: Date): Promise<LicensableProduct> {
  const { whyNot, subscriptions, today } = await readStanding(tx, product, now)
  const running = subscriptions.filter((each) => stateOn(today, each) === 'running')
  const quantity = sum(running.map((each) => each.quantity))
  const used = sum(running.map((each) => each.used))
  return { product, quantity, used, remaining: quantity - used, isShown: whyNot.length === 0, whyNot }
}

/**
 * UA-71: the licences of the product are given out here.
 * @returns the day in the account, and how many seats are free on it
 * @throws Refusal `licences.not-managed-here`, with the conditions that do not hold
 */
export async function assertManaged(
  tx: Tx,
  product: SubscribedProduct,
  now: Date,
): Promise<{ today: string; remaining: number }> {
  const { whyNot, subscriptions, today } = await readStanding(tx, product, now)
  if (whyNot.length > 0) throw notManagedHere(whyNot)
  return { today, remaining: sum(subscriptions.map((each) => remainingOn(today, each))) }
}

async function readStanding(tx: Tx, product: SubscribedProduct, now: Date) {
  const account = await readAccount(tx)
  const today = dayIn(account?.timeZone ?? 'UTC', now)
  const subscriptions = await listSubscriptions(tx, product)
  const whyNot: WhyNot[] = []
  if (account?.kind !== 'customer') whyNot.push(conditions.partnerAccount)
  else {
    if (!(await isIntegrationOn(tx, product))) whyNot.push(conditions.integrationOff)
    if (await isIntegrationOn(tx, 'micollab')) whyNot.push(conditions.micollabOn)
    if (subscriptions.length === 0) whyNot.push(conditions.noSubscription)
  }
  return { whyNot, subscriptions, today }
}

/** A subscription as the API shows it. */
export function presentSubscription(today: string, row: SubscriptionRow): Subscription {
  const { subscriptionId, ...values } = row
  return { id: subscriptionId, ...values, remaining: remainingOn(today, row), state: stateOn(today, row) }
}

function remainingOn(today: string, row: SubscriptionRow): number {
  return stateOn(today, row) === 'running' ? row.quantity - row.used : 0
}
