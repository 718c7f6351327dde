import { z } from 'zod'
import { deleteExpiredCounters } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { handles, type Job, type JobHandler, type Recurring } from '#platform/queue/index.ts'
import { deleteExpiredDevices } from './devices-store.ts'

const forgetFailures: Job<object> = {
  name: 'auth:forget-failures',
  payload: z.object({}).loose(),
  priority: 10,
}

/** Every ten minutes, so that what guesses leave behind stays small. */
export const forgetFailuresRecurring: Recurring = {
  job: forgetFailures as Job<Record<string, never>>,
  cron: '*/10 * * * *',
}

/** Deletes counted failures that no limit looks at any more, and devices on which nobody signs in. */
export function failureSweeper({ database, clock }: Platform): JobHandler {
  return handles(forgetFailures, () =>
    database.inDirectory(async (tx) => {
      await deleteExpiredCounters(tx, clock.now())
      await deleteExpiredDevices(tx, clock.now())
    }),
  )
}
