import type { Tx } from '#platform/database/index.ts'
import { stateOn } from './days.ts'
import { tooFew } from './errors.ts'
import * as holders from './holders-store.ts'
import type { SubscribedProduct } from './schema.ts'
import type { SubscriptionRow } from './store.ts'
import * as store from './store.ts'

// Seats are taken and given back in one order: people, then licences by person, then subscriptions by id. That subscriptions stay is asked for before,
// by a lock that these do not wait for. A transaction that gives licences to a
// hundred thousand people holds their subscriptions only at its very end, so that single acts go on beside it.

/** A subscription that runs today, and how many of its seats nobody has. */
interface Seats {
  subscriptionId: string
  free: number
}

/** What one transaction gives. */
export interface Giving {
  product: SubscribedProduct
  today: string
  now: Date
  /** Out of which it gives: what was free when it began. Those that end soonest come first. */
  seats: Seats[]
  /** How many it has given out of each. */
  given: Map<string, number>
}

/** Begins to give licences of a product in this transaction. `settle` ends it. */
export async function beginGiving(
  tx: Tx,
  product: SubscribedProduct,
  { today, now }: { today: string; now: Date },
): Promise<Giving> {
  // An order that is taken back at this moment is waited for: no licence may be out of it.
  const seats = seatsOn(today, await store.keepSubscriptions(tx, product))
  return { product, today, now, seats, given: new Map() }
}

/**
 * Gives a licence to each of these people who has none.
 * @returns each of those who exist, and whether they were given one
 * @throws Refusal `licences.too-few` where no subscription runs
 */
export async function give(tx: Tx, giving: Giving, userIds: string[]): Promise<Map<string, boolean>> {
  const people = await holders.keepPeople(tx, giving.product, userIds)
  const without = people.filter(({ holds }) => !holds).map(({ userId }) => userId)
  if (without.length > 0 && giving.seats.length === 0) throw tooFew(without.length)
  const seats = without.map(() => takeNext(giving.seats))
  const inserted = await holders.insertLicences(tx, giving.product, without, seats, giving.now)
  for (const { subscriptionId } of inserted) {
    giving.given.set(subscriptionId, (giving.given.get(subscriptionId) ?? 0) + 1)
  }
  const given = new Set(inserted.map(({ userId }) => userId))
  return new Map(people.map(({ userId }) => [userId, given.has(userId)]))
}

/** The next free seat; of the last subscription even where it has none, because `settle` counts and decides. */
function takeNext(seats: Seats[]): string {
  const next = seats.find(({ free }) => free > 0) ?? (seats.at(-1) as Seats)
  next.free -= 1
  return next.subscriptionId
}

/**
 * Takes the seats of all that was given, or refuses all of it. What others took meanwhile is seen here for the first time: licences for which their
 * subscription has no seat any more are moved to one that has.
 * @throws Refusal `licences.too-few`, with how many more are needed
 */
export async function settle(tx: Tx, { product, today, given }: Giving): Promise<void> {
  if (given.size === 0) return
  const seats = seatsOn(today, await store.lockSubscriptions(tx, product))
  const missing = sum(given.values()) - sum(seats.map(({ free }) => free))
  if (missing > 0) throw tooFew(missing)
  const taken = new Map<string, number>()
  const excess: Array<{ from: string; count: number }> = []
  for (const [from, count] of given) {
    const own = seats.find(({ subscriptionId }) => subscriptionId === from)
    const fitting = Math.min(count, own?.free ?? 0)
    if (own && fitting > 0) take(own, fitting, taken)
    if (count > fitting) excess.push({ from, count: count - fitting })
  }
  for (const { from, count } of excess) await moveExcess(tx, seats, { from, count }, taken)
  await changeUsed(tx, taken)
}

async function moveExcess(
  tx: Tx,
  seats: Seats[],
  { from, count }: { from: string; count: number },
  taken: Map<string, number>,
): Promise<void> {
  let left = count
  for (const other of seats) {
    const limit = Math.min(left, other.free)
    if (limit === 0) continue
    await holders.moveLicences(tx, { from, to: other.subscriptionId, limit })
    take(other, limit, taken)
    left -= limit
  }
}

function take(seats: Seats, count: number, taken: Map<string, number>): void {
  seats.free -= count
  taken.set(seats.subscriptionId, (taken.get(seats.subscriptionId) ?? 0) + count)
}

/**
 * Takes licences from people, and gives their seats back.
 * @returns whose licences for which products they were
 */
export async function takeBack(
  tx: Tx,
  userIds: string[],
  which: holders.WhichLicences,
): Promise<holders.TakenLicence[]> {
  const taken = await holders.deleteLicences(tx, userIds, which)
  const seats = new Map<string, number>()
  for (const { subscriptionId } of taken) {
    if (subscriptionId !== null) seats.set(subscriptionId, (seats.get(subscriptionId) ?? 0) - 1)
  }
  if (seats.size === 0) return taken
  const held = taken.filter(({ subscriptionId }) => subscriptionId !== null)
  for (const product of new Set(held.map((licence) => licence.product as SubscribedProduct))) {
    await store.lockSubscriptions(tx, product)
  }
  await changeUsed(tx, seats)
  return taken
}

/** @throws Error where a subscription, all of which the caller has locked, would be oversold */
export async function changeUsed(tx: Tx, seats: ReadonlyMap<string, number>): Promise<void> {
  const changed = await store.changeUsed(tx, seats)
  if (changed !== seats.size) throw new Error('A subscription has not the seats that were counted.')
}

/** What is free today, those that end soonest first. */
export function seatsOn(today: string, subscriptions: SubscriptionRow[]): Seats[] {
  return subscriptions
    .filter((subscription) => stateOn(today, subscription) === 'running')
    .toSorted(endingSoonest)
    .map(({ subscriptionId, quantity, used }) => ({ subscriptionId, free: quantity - used }))
}

function endingSoonest(one: SubscriptionRow, other: SubscriptionRow): number {
  const place = ({ endsOn, subscriptionId }: SubscriptionRow) => `${endsOn ?? '9999-12-31'} ${subscriptionId}`
  return place(one) < place(other) ? -1 : 1
}

/** All of them together. */
export function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
