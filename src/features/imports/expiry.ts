import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { correctionOf, endCorrection } from './corrections.ts'
import { abandoned, ended } from './errors.ts'
import { deleteRows } from './rows-store.ts'
import { readImport, updateImport } from './store.ts'

/** Plans and what undoes them hold passwords, sealed, and so are not kept for ever. */
export const keepUntil = { hours: 30 * 24 }
/** An upload that takes longer has been left by whoever began it, or by the program that received it. */
const abandonedAfterSeconds = 3_600
/** A thousand rows of a corrected file take seconds; what comes slower has been left behind. */
const correctionAbandonedAfterSeconds = 600

const payload = z.object({ accountId: z.uuid(), importId: z.uuid() })
const endImport: Job<z.infer<typeof payload>> = { name: 'imports:end', payload }
const failAbandoned: Job<z.infer<typeof payload>> = { name: 'imports:fail-abandoned', payload }
const ofCorrection = payload.extend({ correctionId: z.uuid() })
const endAbandonedCorrection: Job<z.infer<typeof ofCorrection>> = {
  name: 'imports:end-abandoned-correction',
  payload: ofCorrection,
}

/**
 * Has the plan end in 30 days from now: one job for each import, because no role sees all accounts. An hour late, because the queue goes by the
 * database's clock and what has ended by ours.
 */
export function endLater(tx: Tx, importId: string): Promise<void> {
  const options = { key: `import-end:${importId}`, delaySeconds: (keepUntil.hours + 1) * 3_600 }
  return enqueue(tx, endImport, { accountId: tx.accountId, importId }, options)
}

/** Has the plan end in 30 days, and fail before if its upload is left behind. */
export async function noticeAbandonment(tx: Tx, importId: string): Promise<void> {
  await endLater(tx, importId)
  const about = { accountId: tx.accountId, importId }
  await enqueue(tx, failAbandoned, about, { delaySeconds: abandonedAfterSeconds })
}

/** Has the plan be ready again if nothing more of its corrected file is read. Said again with each thousand rows, which puts it off. */
export function noticeAbandonedCorrection(tx: Tx, importId: string, correctionId: string): Promise<void> {
  const options = {
    key: `import-correction:${correctionId}`,
    delaySeconds: correctionAbandonedAfterSeconds,
  }
  return enqueue(tx, endAbandonedCorrection, { accountId: tx.accountId, importId, correctionId }, options)
}

/** The jobs that end imports. */
export function expiryJobs({ database, clock }: Platform): JobHandler[] {
  return [
    handles(endImport, ({ accountId, importId }) =>
      database.inAccount(accountId, async (tx) => {
        const plan = await readImport(tx, importId, { lock: true })
        // A later job bears the same key when the import was applied in between.
        if (!plan?.expiresAt || plan.expiresAt > clock.now()) return
        const failure = ended
        await updateImport(tx, importId, { status: 'cancelled', failure }, ['planning', 'ready'])
        await deleteRows(tx, importId)
      }),
    ),
    handles(failAbandoned, ({ accountId, importId }) =>
      database.inAccount(accountId, async (tx) => {
        const plan = await readImport(tx, importId, { lock: true })
        if (!plan || correctionOf(plan) !== undefined) return
        const failure = abandoned
        if (!(await updateImport(tx, importId, { status: 'failed', failure }, ['planning']))) return
        await deleteRows(tx, importId)
      }),
    ),
    handles(endAbandonedCorrection, ({ accountId, importId, correctionId }) =>
      database.inAccount(accountId, (tx) => endCorrection(tx, importId, correctionId)),
    ),
  ]
}
