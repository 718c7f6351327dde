import { countUsers } from '#features/users/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { countSubscribers } from '../subscribers/store.ts'

/** Enough for a small account to try everything out, and little for a flood. */
const mailsMin = 1_000
/** Room for a whole estate to be welcomed and deployed to, with renewals and second attempts on the same day. */
const mailsPerHead = 10

/** How many mails may the account send to people in 24 hours (threats.md "Phishing through our mailer")? */
export async function mailBudget(tx: Tx): Promise<number> {
  const heads = Math.max(await countSubscribers(tx, {}), await countUsers(tx, { property: [] }))
  return Math.max(mailsMin, mailsPerHead * heads)
}
