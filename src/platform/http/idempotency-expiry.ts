import { z } from 'zod'
import { type Clock, later } from '../clock/clock.ts'
import type { Database, Tx } from '../database/index.ts'
import { enqueue, handles, type Job, type JobHandler } from '../queue/index.ts'
import { deleteKeys, otherKeySince } from './idempotency-store.ts'

/** How long a key is remembered. */
const keptHours = 24

const payload = z.object({ accountId: z.uuid() })
const forgetKeys: Job<z.infer<typeof payload>> = { name: 'http:forget-keys', payload, priority: 10 }

/** Keys taken up to this moment are forgotten. */
export function forgottenUpTo(now: Date): Date {
  return later(now, { hours: -keptHours })
}

/**
 * Has the keys of this hour deleted when the last of them has ended: one job for an account and an hour, because no role sees all accounts. An hour late,
 * because the queue goes by the database's clock and what has ended by ours.
 */
export async function forgetLater(tx: Tx, keyMac: Buffer, now: Date): Promise<void> {
  const hour = new Date(now)
  hour.setUTCMinutes(0, 0, 0)
  if (await otherKeySince(tx, keyMac, hour)) return
  const options = {
    key: `forget-keys:${tx.accountId}:${hour.toISOString()}`,
    delaySeconds: (keptHours + 2) * 3_600,
  }
  await enqueue(tx, forgetKeys, { accountId: tx.accountId }, options)
}

/** The job that deletes them. */
export function keyForgetter({ database, clock }: { database: Database; clock: Clock }): JobHandler {
  return handles(forgetKeys, ({ accountId }) =>
    database.inAccount(accountId, (tx) => deleteKeys(tx, forgottenUpTo(clock.now()))),
  )
}
