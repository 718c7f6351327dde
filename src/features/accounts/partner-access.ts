import type { Tx } from '#platform/database/index.ts'
import { type Actor, invalid } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, record } from '../audit/index.ts'
import { partnerAccessOfCustomer } from './errors.ts'
import type { AccountChanges } from './schema.ts'
import type { AccountRow } from './store.ts'

/** Whether admins of the partner may enter a customer, and until when. */
type PartnerAccess = Pick<AccountRow, 'partnerAccessMode' | 'partnerAccessUntil'>

declare module '#platform/events/events.ts' {
  interface Events {
    /** A customer has opened or closed its door to the partner, or set its end; inside the customer, which is locked. */
    'account.partner-access-changed': { access: PartnerAccess; actor: Actor }
  }
}

/** Whether the customer lets its partner's admins in at this moment. Its end needs nothing to run: who asks after it is kept out. */
export function partnerMayEnter(
  { partnerAccessMode: mode, partnerAccessUntil: until }: PartnerAccess,
  now: Date,
): boolean {
  if (until !== null && until <= now) return false
  return mode === 'open' || (mode === 'ask' && until !== null)
}

/**
 * Whether this change may be made: only an admin of the customer itself makes it. A key never gets here, as it needs a step-up.
 * @returns what is to be written; undefined: it stays
 * @throws Refusal `accounts.partner-access-of-customer`; 422 when it would have ended already
 */
export function judgePartnerAccess(
  actor: Actor,
  account: AccountRow,
  wanted: AccountChanges['partnerAccess'],
  now: Date,
): PartnerAccess | undefined {
  if (wanted === undefined) return undefined
  const isOwn = actor.homeAccountId === account.accountId
  if (!isOwn || account.kind !== 'customer') throw partnerAccessOfCustomer()
  const access = {
    partnerAccessMode: wanted.mode,
    partnerAccessUntil: wanted.until === null ? null : new Date(wanted.until),
  }
  if (access.partnerAccessUntil && access.partnerAccessUntil <= now) throw endedAlready()
  return changesBetween(account, access).length === 0 ? undefined : access
}

/** Records that the door was opened or closed, and tells the slices that have somebody to tell and something to bring in step. */
export async function tellPartnerAccess(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  before: AccountRow,
  access: PartnerAccess,
): Promise<void> {
  const details = { name: before.name, changes: changesBetween(before, access) }
  await record(tx, actor, 'account.partner-access-changed', { kind: 'account', id: tx.accountId }, details)
  await platform.events.tell(tx, 'account.partner-access-changed', { access, actor })
}

const endedAlready = () =>
  invalid([
    { path: 'partnerAccess.until', code: 'field.past', message: 'Choose a moment that is still to come.' },
  ])
