import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { type AccountRow, lockAccountAlone, partnerMayEnter } from '../accounts/index.ts'
import { bringInStep } from './partner-sight-store.ts'

/** People of one chunk: nobody is added to the account while it is written, which takes a quarter of a second. */
const chunkSize = 1_000

const keepInStep: Job<{ accountId: string }> = {
  name: 'users:partner-sight',
  payload: z.object({ accountId: z.uuid() }),
  priority: 10,
}

/**
 * Has the people of a customer leave the rows that its partner sees behind the fence, or come back to them, after its door was opened or closed.
 * Nobody relies on it for the door being closed: each look asks the account (`isOpenToPartner`, `app.searched_list`).
 */
export function followPartnerAccess(tx: Tx): Promise<void> {
  return enqueue(tx, keepInStep, { accountId: tx.accountId }, { key: `partner-sight:${tx.accountId}` })
}

/**
 * Goes through the people of the account, chunk by chunk, each in a transaction of its own that does what the account says at that moment: what was
 * cut off is begun anew, and two that run at once write the same.
 */
export function partnerSightKeeper({ database, clock }: Platform): JobHandler {
  return handles(keepInStep, async ({ accountId }) => {
    let after: string | null = null
    do {
      after = await database.inAccount(accountId, async (tx) => {
        // Whoever is adding people by what the account said before is waited for, and theirs are among the chunks that follow.
        const account = await lockAccountAlone(tx)
        if (!account) return null
        const now = clock.now()
        const last = await bringInStep(tx, partnerOf(account, now), after, chunkSize)
        if (last === null) await lookAgainAtEnd(tx, account, now)
        return last
      })
    } while (after !== null)
  })
}

/** Who sees the people of this account among those of all customers; null: nobody. */
function partnerOf(account: AccountRow, now: Date): string | null {
  const { kind, partnerAccessMode, parentId } = account
  return kind === 'customer' && partnerAccessMode === 'open' && partnerMayEnter(account, now)
    ? parentId
    : null
}

/** By a key of its own: a change of the account in between must not be put off until then. */
async function lookAgainAtEnd(tx: Tx, { partnerAccessUntil: until }: AccountRow, now: Date): Promise<void> {
  if (until === null || until <= now) return
  const delaySeconds = (until.getTime() - now.getTime()) / 1_000
  const { accountId } = tx
  await enqueue(tx, keepInStep, { accountId }, { key: `partner-sight-end:${accountId}`, delaySeconds })
}
