import { z } from 'zod'
import { later } from '#platform/clock/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { type Figures, forgetFigures, listUncounted, storeFigures } from './figures-store.ts'
import type { ListedCustomer } from './list-store.ts'
import { partnerMayEnter } from './partner-access.ts'
import type { CustomerAccount } from './schema.ts'
import { presentAccount } from './service.ts'
import { readAccount } from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** What is there to count in the account? Each hearer adds what it knows. */
    'account.counting': { figures: Figures; now: Date }
  }
}

/**
 * Figures of this age are counted anew when somebody looks at them: counting a million people of 200 customers keeps the worker busy for ten
 * seconds, a page of the list takes 25 ms.
 */
const freshSeconds = 60

const countFigures: Job<{ partnerId: string }> = {
  name: 'accounts:count-figures',
  payload: z.object({ partnerId: z.uuid() }),
  priority: 5,
}

/** Has the figures of a partner's customers counted, where some that somebody looks at are no longer fresh. */
export async function refreshFigures(
  { database, clock }: Platform,
  partnerId: string,
  looked: ListedCustomer[],
): Promise<void> {
  const now = clock.now()
  const aged = looked.some(
    (row) =>
      partnerMayEnter(row, now) &&
      (!row.figures || later(row.figures.countedAt, { seconds: freshSeconds }) <= now),
  )
  if (!aged) return
  await database.inDirectory((tx) =>
    enqueue(tx, countFigures, { partnerId }, { key: `figures:${partnerId}` }),
  )
}

/**
 * Counts, customer by customer, each in a transaction of its own: no transaction sees the people of two accounts. Who does not let its partner
 * in is not counted.
 */
export function figureCounter({ database, events, clock }: Platform): JobHandler {
  return handles(countFigures, async ({ partnerId }) => {
    const before = later(clock.now(), { seconds: -freshSeconds })
    const uncounted = await database.acrossCustomers(partnerId, (tx) => listUncounted(tx, before))
    for (const accountId of uncounted) {
      await database.inAccount(accountId, async (tx) => {
        const account = await readAccount(tx)
        const now = clock.now()
        if (!account || !partnerMayEnter(account, now)) return forgetFigures(tx)
        const figures = nothingCounted()
        await events.tell(tx, 'account.counting', { figures, now })
        await storeFigures(tx, partnerId, figures, now)
      })
    }
  })
}

function nothingCounted(): Figures {
  return {
    users: 0,
    registered: 0,
    subscribers: 0,
    deployed: 0,
    downloaded: 0,
    attention: 0,
    mailsRefused: 0,
    pinsLocked: 0,
    linksExpired: 0,
  }
}

/** A customer as its partner's list shows it. */
export function presentCustomer(row: ListedCustomer): CustomerAccount {
  const { figures } = row
  return {
    ...presentAccount(row),
    figures: figures && { ...figures, countedAt: figures.countedAt.toISOString() },
  }
}
