import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** What is counted of the subscribers of an account. */
export interface SubscriberFigures {
  subscribers: number
  deployed: number
  downloaded: number
  attention: number
  mailsRefused: number
  pinsLocked: number
  linksExpired: number
}

/** How far is the account's deployment, and who needs attention? Each is counted in an index. @param now by which links have expired */
export async function countFigures(tx: Tx, now: Date): Promise<SubscriberFigures> {
  const { rows } = await sql<{ [Figure in keyof SubscriberFigures]: string }>`
    with
      states as (
        select state, count(*) as people from app.subscribers where account_id = ${tx.accountId} group by state),
      refused as (
        select subscriber_id from app.subscribers where account_id = ${tx.accountId} and state = 'failed'),
      locked as (
        select subscriber_id from app.subscribers where account_id = ${tx.accountId} and pin_locked_at is not null),
      expired as (
        select subscriber_id from app.subscribers where account_id = ${tx.accountId} and state = 'sent' and link_expires_at < ${now})
    select coalesce((select sum(people) from states), 0) as subscribers,
           coalesce((select sum(people) from states where state in ('sent', 'downloaded')), 0) as deployed,
           coalesce((select sum(people) from states where state = 'downloaded'), 0) as downloaded,
           (select count(*) from refused) as mails_refused,
           (select count(*) from locked) as pins_locked,
           (select count(*) from expired) as links_expired,
           (select count(*)
              from (select * from refused union select * from locked union select * from expired) as any_of_them) as attention`.execute(
    tx,
  )
  const [counted] = rows
  return Object.fromEntries(
    Object.entries(counted ?? {}).map(([figure, count]) => [figure, Number(count)]),
  ) as unknown as SubscriberFigures
}

/** How many links can be used at this moment, and how many softphones are set up? */
export async function countOpen(tx: Tx, now: Date): Promise<{ links: number; softphones: number }> {
  const { rows } = await sql<{ links: string; softphones: string }>`
    select (select count(*) from app.subscribers
             where account_id = ${tx.accountId} and state = 'sent' and link_expires_at >= ${now}) as links,
           (select count(*) from app.clients where account_id = ${tx.accountId} and revoked_at is null) as softphones`.execute(
    tx,
  )
  return { links: Number(rows[0]?.links), softphones: Number(rows[0]?.softphones) }
}
