import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { DeploymentRow } from './store.ts'

/** How many wrong PINs a link, and a subscriber, take (MU-12, threats.md "PIN guessing"). */
export const pinAttemptsMax = 5

/**
 * Counts an attempt before the PIN is compared, so that parallel guesses cannot slip through.
 * @returns attempts left after this one, or undefined when it is locked
 */
export async function countPinAttempt(
  tx: Tx,
  deployment: DeploymentRow,
  now: Date,
): Promise<number | undefined> {
  const link = await tx
    .updateTable('app.deployments')
    .set((eb) => ({ pinFailures: eb('pinFailures', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deployment.deploymentId)
    .where('pinFailures', '<', pinAttemptsMax)
    .returning('pinFailures')
    .executeTakeFirst()
  if (!link) return undefined
  const subscriber = await tx
    .updateTable('app.subscribers')
    .set((eb) => ({
      pinFailures: eb('pinFailures', '+', 1),
      pinLockedAt: sql<Date>`case when pin_failures + 1 >= ${pinAttemptsMax} then ${now}::timestamptz end`,
    }))
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', deployment.subscriberId)
    .where('pinFailures', '<', pinAttemptsMax)
    .returning('pinFailures')
    .executeTakeFirst()
  if (!subscriber) return undefined
  return pinAttemptsMax - Math.max(link.pinFailures, subscriber.pinFailures)
}

/** The PIN was right: takes the attempt back, and no more than that (only a download resets the counter). */
export async function uncountPinAttempt(tx: Tx, deployment: DeploymentRow): Promise<void> {
  await tx
    .updateTable('app.deployments')
    .set((eb) => ({ pinFailures: eb('pinFailures', '-', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', deployment.deploymentId)
    .execute()
  await tx
    .updateTable('app.subscribers')
    .set((eb) => ({ pinFailures: eb('pinFailures', '-', 1), pinLockedAt: null }))
    .where('accountId', '=', tx.accountId)
    .where('subscriberId', '=', deployment.subscriberId)
    .execute()
}
