import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { isIntegrationOn, readAccount } from '../accounts/index.ts'
import { synchronise } from './synchronisation.ts'
import { readTwilio } from './twilio-store.ts'

const hourSeconds = 3_600
const rollcall = { kind: 'system', name: 'Rollcall' } as const

const synchroniseHourly: Job<{ accountId: string }> = {
  name: 'numbers:synchronise',
  payload: z.object({ accountId: z.uuid() }),
  priority: 10,
}

/** Has the list of numbers brought up to date now, and every hour from now on, as long as Twilio is on. */
export function synchroniseSoon(tx: Tx): Promise<void> {
  return enqueueOne(tx, 0)
}

/** One waiting job for each account: who asks again, asks for an earlier one. */
function enqueueOne(tx: Tx, delaySeconds: number): Promise<void> {
  const key = `numbers:synchronise:${tx.accountId}`
  return enqueue(tx, synchroniseHourly, { accountId: tx.accountId }, { key, delaySeconds })
}

/** Brings the numbers of one account up to date, and comes back in an hour. What fails stands at the Twilio account, and is tried again then. */
export function hourlySynchroniser(platform: Platform): JobHandler {
  return handles(synchroniseHourly, async ({ accountId }) => {
    const isOn = await platform.database.inAccount(accountId, async (tx) => {
      if (!(await isIntegrationOn(tx, 'twilio')) || !(await readTwilio(tx))) return false
      await enqueueOne(tx, hourSeconds)
      return (await readAccount(tx))?.status === 'active'
    })
    if (!isOn) return
    await synchronise(platform, rollcall, {
      accountId,
      evenIfManyGone: false,
      tell: async () => undefined,
    }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      platform.log.warn({ accountId, code: error.code }, 'the SMS numbers of an account could not be read')
    })
  })
}
