import { sql } from 'kysely'
import type { PartnerTx, Tx } from '#platform/database/index.ts'
import type { AccountFigures } from './schema.ts'

/** What is counted of an account. */
export type Figures = Omit<AccountFigures, 'countedAt'>

/** Which customers of the partner have no figures, or older ones than that? The oldest first. */
export async function listUncounted(tx: PartnerTx, before: Date): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select a.account_id
      from app.accounts a
      left join app.account_figures f on f.account_id = a.account_id
     where a.parent_id = ${tx.partnerId} and (f.account_id is null or f.counted_at <= ${before})
     order by f.counted_at nulls first, a.account_id`.execute(tx)
  return rows.map(({ accountId }) => accountId)
}

/** Keeps what was counted of the account. */
export async function storeFigures(tx: Tx, partnerId: string, counted: Figures, now: Date): Promise<void> {
  await sql`
    insert into app.account_figures as f (account_id, partner_id, users, registered, subscribers, deployed, downloaded, attention,
        mails_refused, pins_locked, links_expired, counted_at)
    values (${tx.accountId}, ${partnerId}, ${counted.users}, ${counted.registered}, ${counted.subscribers}, ${counted.deployed},
        ${counted.downloaded}, ${counted.attention}, ${counted.mailsRefused}, ${counted.pinsLocked}, ${counted.linksExpired}, ${now})
    on conflict (account_id) do update
       set users = excluded.users, registered = excluded.registered, subscribers = excluded.subscribers, deployed = excluded.deployed,
           downloaded = excluded.downloaded, attention = excluded.attention, mails_refused = excluded.mails_refused,
           pins_locked = excluded.pins_locked, links_expired = excluded.links_expired, counted_at = excluded.counted_at
     where f.account_id = ${tx.accountId}`.execute(tx)
}

/** The account lets its partner in no longer: nothing of it is known. */
export async function forgetFigures(tx: Tx): Promise<void> {
  await sql`delete from app.account_figures where account_id = ${tx.accountId}`.execute(tx)
}
