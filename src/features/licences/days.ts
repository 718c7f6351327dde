import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import { readAccount } from '../accounts/index.ts'
import type { Subscription } from './schema.ts'

/** The day that it is in a time zone, as YYYY-MM-DD. */
export function dayIn(timeZone: string, now: Date): string {
  // Swedish dates are written as ISO 8601 has them.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
}

/** The day that it is in the account. */
export async function todayIn(tx: Tx, now: Date): Promise<string> {
  return dayIn((await readAccount(tx))?.timeZone ?? 'UTC', now)
}

/** The day after another. */
export function dayAfter(day: string): string {
  return dayIn('UTC', later(new Date(`${day}T00:00:00Z`), { hours: 24 }))
}

/** Whether something is to come, lasts, or is over on a day; the last day is one of its own. */
export function stateOn(
  today: string,
  { startsOn, endsOn }: { startsOn: string; endsOn: string | null },
): Subscription['state'] {
  if (endsOn !== null && endsOn < today) return 'ended'
  return startsOn > today ? 'upcoming' : 'running'
}
