import { type Clock, later } from '../clock/clock.ts'
import type { Tx } from '../database/index.ts'
import { countSentSince, type OutgoingMail } from './store.ts'

/** How many mails of budgeted kinds may the account of the transaction send in 24 hours? */
export type MailBudget = (tx: Tx) => Promise<number>

/** What an account has sent, as of a moment; mails that go out count along. */
interface Spending {
  sent: number
  left: number
  /** When the oldest mail leaves the 24 hours. */
  roomAt: Date
}

/** What was found when the account was counted, or will be. */
interface Count {
  countedAt: Date
  spending: Promise<Spending>
}

/** Why a mail has to wait, and how long until it is worth a look. */
export interface Held {
  because: string
  delaySeconds: number
}

/** An account's mails are counted at most once in this time, so that a thousand mails keep their speed. */
const recountAfterMs = 60_000
/** A mail is looked at again within this time, because the budget may grow meanwhile. */
const lookAgainMaxSeconds = 3_600
const heldOpening = 'The account has sent '

/**
 * Keeps accounts within their budgets (threats.md "Phishing through our mailer"). The count is of this process and up to a minute old: several
 * workers may together go beyond the budget by what they send in that minute.
 */
export function budgetKeeper(options: { budgetOf: MailBudget; kinds: string[]; clock: Clock }): {
  /** Takes a place in the budget for a mail that is about to go out. @returns nothing, or why there is no place */
  take(tx: Tx, mail: Pick<OutgoingMail, 'mailId' | 'createdAt'>): Promise<Held | undefined>
} {
  const { budgetOf, kinds, clock } = options
  const spendings = new Map<string, Count>()

  async function take(
    tx: Tx,
    { mailId, createdAt }: Pick<OutgoingMail, 'mailId' | 'createdAt'>,
  ): Promise<Held | undefined> {
    const now = clock.now()
    const { countedAt, spending: counting } = countOf(tx, mailId, now)
    const spending = await counting
    // The account may have grown since it was counted, as when people are imported and sent to at once.
    if (spending.left <= 0) return heldBy(spending, now, createdAt > countedAt)
    spending.left--
    spending.sent++
    return undefined
  }

  /** A promise is kept and not its outcome, or mails that start together would each count and each find room. */
  function countOf(tx: Tx, mailId: string, now: Date): Count {
    const known = spendings.get(tx.accountId)
    if (known && now.getTime() - known.countedAt.getTime() < recountAfterMs) return known
    const counted = { countedAt: now, spending: count(tx, mailId, now) }
    spendings.set(tx.accountId, counted)
    counted.spending.catch(() => spendings.delete(tx.accountId))
    return counted
  }

  async function count(tx: Tx, mailId: string, now: Date): Promise<Spending> {
    const budget = await budgetOf(tx)
    const since = later(now, { hours: -24 })
    const { sent, oldest } = await countSentSince(tx, { kinds, since, except: mailId, newest: budget })
    return { sent, left: budget - sent, roomAt: later(oldest ?? now, { hours: 24 }) }
  }

  return { take }
}

/** Was it told already that this mail waits for room in the budget? */
export function isToldHeld({ serverAnswer }: OutgoingMail): boolean {
  return serverAnswer?.startsWith(heldOpening) ?? false
}

/** @param isNewer the mail is newer than the count: the next one may find room */
function heldBy({ sent, roomAt }: Spending, now: Date, isNewer: boolean): Held {
  const recountSeconds = recountAfterMs / 1_000
  const seconds = isNewer ? recountSeconds : Math.ceil((roomAt.getTime() - now.getTime()) / 1_000)
  const [day, time] = roomAt.toISOString().split('T') as [string, string]
  return {
    because: `${heldOpening}${sent.toLocaleString('en')} mails in 24 hours; this one goes at ${time.slice(0, 5)} UTC on ${day} at the earliest.`,
    // Not before the next count, which alone can find room.
    delaySeconds: Math.min(Math.max(seconds, recountSeconds), lookAgainMaxSeconds),
  }
}
