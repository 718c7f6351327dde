import { z } from 'zod'
import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { recordEach } from '../audit/index.ts'
import { tellAdmins } from '../users/index.ts'
import { dayIn, stateOn, todayIn } from './days.ts'
import { deleteLicencesOf, lockLicencesOf, moveLicences } from './holders-store.ts'
import { SubscribedProduct } from './schema.ts'
import { changeUsed, seatsOn } from './seats.ts'
import type { SubscriptionRow } from './store.ts'
import * as store from './store.ts'

const payload = z.object({ accountId: z.uuid() })
const endSubscriptions: Job<z.infer<typeof payload>> = {
  name: 'licences:end-subscriptions',
  payload,
  priority: 10,
}

/** In every language. */
const names: Record<SubscribedProduct, string> = { 'miteam-meetings': 'MiTeam Meetings' }

const rollcall = { kind: 'system', name: 'Rollcall' } as const

/** Licences that are moved or taken at once: an event for each of them stands in memory. */
const chunk = 500
/** When a day has ended where it ends first (UTC+14), as a time of that day in UTC. */
const endsFirstAt = 'T10:00:00Z'
/** While a day ends around the world, it is looked again this often: the account's time zone may change at any time. */
const againSeconds = 3_600

/**
 * Has the licences of subscriptions looked after when the next of them ends: one job for each account, because no role sees all accounts. By the
 * day in the account's time zone, an hour late at most.
 */
export function endLater({ clock }: Pick<Platform, 'clock'>, tx: Tx): Promise<void> {
  return lookAgain(tx, clock.now(), 0)
}

async function lookAgain(tx: Tx, now: Date, notBeforeSeconds: number): Promise<void> {
  // The latest day that is over nowhere, or only in some parts of the world.
  const next = await store.nextEnd(tx, dayIn('UTC', later(now, { hours: -36 })))
  if (next === undefined) return
  const seconds = (new Date(`${next}${endsFirstAt}`).getTime() - now.getTime()) / 1000
  const options = {
    key: `licences-end:${tx.accountId}`,
    delaySeconds: Math.max(seconds, notBeforeSeconds),
  }
  await enqueue(tx, endSubscriptions, { accountId: tx.accountId }, options)
}

/** The job that ends what is out of subscriptions that have ended. */
export function subscriptionEnder(platform: Platform): JobHandler {
  const { database, clock } = platform
  return handles(endSubscriptions, ({ accountId }) =>
    database.inAccount(accountId, async (tx) => {
      const now = clock.now()
      const today = await todayIn(tx, now)
      for (const product of SubscribedProduct.options) await endProduct(platform, tx, product, today)
      await lookAgain(tx, now, againSeconds)
    }),
  )
}

/** Admins are told once, however many subscriptions have ended on the day. */
async function endProduct(
  platform: Platform,
  tx: Tx,
  product: SubscribedProduct,
  today: string,
): Promise<void> {
  const known = await store.listSubscriptions(tx, product)
  const ended = known.filter((row) => stateOn(today, row) === 'ended' && row.used > 0)
  // In the order in which all seats are taken and given back (seats.ts).
  const licences = await lockLicencesOf(
    tx,
    ended.map(({ subscriptionId }) => subscriptionId),
  )
  let taken = 0
  for (const subscription of ended) {
    const count = licences.get(subscription.subscriptionId) ?? 0
    taken += await endSubscription(tx, subscription, count, today)
  }
  if (taken === 0) return
  const details = { count: taken, product: names[product] }
  await tellAdmins(platform, tx, rollcall, { what: 'licences-ended', details })
}

/**
 * Moves the licences of a subscription that has ended, all of which the caller has locked, to free seats of those that run, and takes the rest. The
 * first people by id keep theirs.
 * @param count how many they are
 * @returns how many were taken
 */
async function endSubscription(
  tx: Tx,
  ended: SubscriptionRow,
  count: number,
  today: string,
): Promise<number> {
  const { subscriptionId: from, product } = ended
  let left = count
  const used = new Map([[from, -left]])
  for (const seats of seatsOn(today, await store.lockSubscriptions(tx, product))) {
    const moving = Math.min(left, seats.free)
    if (moving === 0) continue
    used.set(seats.subscriptionId, moving)
    left -= moving
    const move = (limit: number) => moveLicences(tx, { from, to: seats.subscriptionId, limit })
    await inChunks(tx, 'licence.moved', ended, { count: moving, act: move, to: seats.subscriptionId })
  }
  await inChunks(tx, 'licence.ended', ended, {
    count: left,
    act: (limit) => deleteLicencesOf(tx, from, limit),
  })
  await changeUsed(tx, used)
  return left
}

async function inChunks(
  tx: Tx,
  action: string,
  { product, number }: SubscriptionRow,
  { count, act, to }: { count: number; act: (limit: number) => Promise<string[]>; to?: string },
): Promise<void> {
  for (let left = count; left > 0; ) {
    const userIds = await act(Math.min(left, chunk))
    left -= userIds.length
    const details = { product, number, ...(to === undefined ? {} : { to }) }
    await recordEach(
      tx,
      rollcall,
      action,
      userIds.map((id) => ({ subject: { kind: 'user', id }, details })),
    )
  }
}
