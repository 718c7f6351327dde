import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../audit/index.ts'
import { accountDeactivated, statusOfPartner } from './errors.ts'
import type { Account, DeactivationForecast } from './schema.ts'
import type { AccountRow } from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** A customer was deactivated or reactivated by its partner; inside the customer. */
    'account.status-changed': { status: Account['status']; actor: Actor }
    /** What would deactivating the account do? Each hearer adds what it knows. */
    'account.forecasting-deactivation': { forecast: DeactivationForecast; now: Date }
  }
}

/**
 * Whether this change may be made of the account as it stands: only the partner says whether a customer is active, and a deactivated one is
 * changed in nothing else.
 * @returns the status that it gets; undefined: it keeps its own
 * @throws Refusal `accounts.status-of-partner`, `accounts.deactivated`
 */
export function judgeStatus(
  actor: Actor,
  account: AccountRow,
  { status, changesMore }: { status: Account['status'] | undefined; changesMore: boolean },
): Account['status'] | undefined {
  if (status !== undefined && actor.homeAccountId === account.accountId) throw statusOfPartner()
  if (account.status === 'deactivated' && (changesMore || status === undefined)) throw accountDeactivated()
  return status === account.status ? undefined : status
}

/** Records that a customer was deactivated or reactivated, and tells the slices that end what must end. */
export async function tellStatus(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  status: Account['status'],
): Promise<void> {
  const action = status === 'active' ? 'account.reactivated' : 'account.deactivated'
  await record(tx, actor, action, { kind: 'account', id: tx.accountId })
  await platform.events.tell(tx, 'account.status-changed', { status, actor })
}

/** Counts what deactivating the account would do, as of now. */
export async function forecastDeactivation(
  { database, events, clock }: Platform,
  accountId: string,
): Promise<DeactivationForecast> {
  return database.inAccount(accountId, async (tx) => {
    const forecast = { people: 0, links: 0, softphones: 0 }
    await events.tell(tx, 'account.forecasting-deactivation', { forecast, now: clock.now() })
    return forecast
  })
}
