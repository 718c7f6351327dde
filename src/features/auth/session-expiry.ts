import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { deleteEndedSessions } from './own-store.ts'

const payload = z.object({ accountId: z.uuid() })
const forgetEnded: Job<z.infer<typeof payload>> = { name: 'auth:forget-sessions', payload, priority: 10 }

/** When sessions that were opened now and not used again have ended; an hour more, because the queue goes by the database's clock. */
const delayHours = 13

/**
 * Has the account's ended sessions forgotten: one job for an account and an hour, because no role sees all accounts.
 * @param newest when the newest session was opened before the one that is opened now
 */
export async function forgetEndedLater(tx: Tx, newest: Date | null, now: Date): Promise<void> {
  // Whoever signed in before in this hour has seen to it: everybody of a large account writing the same job would wait for each other.
  if (newest === null || newest < hourOf(now)) await enqueueForgetting(tx, now)
}

/** The job that forgets them. It comes back as long as somebody is signed in. */
export function sessionForgetter({ database, clock }: Platform): JobHandler {
  return handles(forgetEnded, ({ accountId }) =>
    database.inAccount(accountId, async (tx) => {
      if (await deleteEndedSessions(tx, clock.now())) await enqueueForgetting(tx, clock.now())
    }),
  )
}

async function enqueueForgetting(tx: Tx, now: Date): Promise<void> {
  const key = `forget-sessions:${tx.accountId}:${hourOf(now).toISOString()}`
  await enqueue(tx, forgetEnded, { accountId: tx.accountId }, { key, delaySeconds: delayHours * 3_600 })
}

function hourOf(moment: Date): Date {
  const hour = new Date(moment)
  hour.setUTCMinutes(0, 0, 0)
  return hour
}
