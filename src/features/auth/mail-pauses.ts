import { newId, type Tx } from '#platform/database/index.ts'
import type { Refusal } from '#platform/http/index.ts'
import { beginInLanes, type Limit } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { fullName, type UserRow } from '../users/index.ts'
import { mailedOften } from './errors.ts'

const hour = 60 * 60

/** A welcome e-mail that an admin sends. That which goes when somebody is added is not counted: it is the first, and adding waits for nothing. */
export const welcomedByAdmin: Limit = {
  name: 'welcome e-mails that admins sent to a person',
  free: 3,
  windowSeconds: 24 * hour,
  firstPauseSeconds: hour,
  longestPauseSeconds: 12 * hour,
}

/** A password reset that an admin sends. */
export const resetByAdmin: Limit = {
  ...welcomedByAdmin,
  name: 'password resets that admins sent to a person',
}

/**
 * Counts that each of these people is sent a mail, at the address that they have now: whoever may send fills nobody's mailbox (threats.md "Phishing
 * through our mailer"). The caller has locked them. Two statements, however many they are.
 * @returns whom it may not be sent to yet, with the reason
 */
export async function countMails(
  platform: Pick<Platform, 'clock' | 'masterKey'>,
  tx: Tx,
  limit: Limit,
  people: UserRow[],
): Promise<Map<string, Refusal>> {
  if (people.length === 0) return new Map()
  const lanes = people.map(({ userId, email }) => [
    { limit, of: [tx.accountId, userId, email.toLowerCase()] },
  ])
  const waits = await beginInLanes(platform, tx, lanes, newId())
  const now = platform.clock.now()
  const waiting = people.flatMap((person, at): Array<[string, Refusal]> => {
    const waitSeconds = waits[at] ?? 0
    return waitSeconds > 0 ? [[person.userId, mailedOften(fullName(person), waitSeconds, now)]] : []
  })
  return new Map(waiting)
}
