import { type RawBuilder, sql } from 'kysely'
import type { PartnerTx } from '#platform/database/index.ts'
import type { Figures } from './figures-store.ts'
import { isOpenToPartner } from './partner-access-store.ts'
import type { AccountFilter, AccountSort } from './schema.ts'
import type { AccountRow } from './store.ts'

/** A customer with what was counted of it; `sortKey` and `sortName` are where the next page begins. */
export type ListedCustomer = AccountRow & {
  figures: (Figures & { countedAt: Date }) | null
  sortKey: string
  sortName: string
}

/** A page to be read: an order, from where, how many. */
export interface CustomerOrder {
  sort: AccountSort
  descending: boolean
  after: { sortKey: string; sortName: string; accountId: string } | undefined
  limit: number
}

/** As people look for it: without case and accents. */
const sortName = sql<string>`(app.fold(a.name) collate "C")`

/** A partner has thousands of customers and not millions: each page reads and sorts them, so functions are free here. */
const sortKeys: Record<AccountSort, { expression: RawBuilder<unknown>; type: string }> = {
  name: { expression: sortName, type: 'text' },
  users: { expression: sql`coalesce(f.users, -1)`, type: 'bigint' },
  deployed: { expression: shareOf('deployed'), type: 'bigint' },
  downloaded: { expression: shareOf('downloaded'), type: 'bigint' },
  attention: { expression: sql`coalesce(f.attention, -1)`, type: 'bigint' },
  createdAt: { expression: sql`a.created_at`, type: 'timestamptz' },
}

/** In hundredths of a per cent; where nobody is to be deployed, and where nothing was counted, below all others. */
function shareOf(figure: 'deployed' | 'downloaded'): RawBuilder<unknown> {
  return sql`coalesce(f.${sql.raw(figure)} * 10000 / nullif(f.subscribers, 0), -1)`
}

/**
 * Which customers of the partner match, in this order, after that one? Equal ones stand by name. Of who does not let the partner in at this
 * moment there are no figures, and no place among figures either.
 */
export async function listCustomers(
  tx: PartnerTx,
  filter: AccountFilter,
  { sort, descending, after, limit }: CustomerOrder,
  now: Date,
): Promise<ListedCustomer[]> {
  const { expression, type } = sortKeys[sort]
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const beyond = sql.raw(descending ? '<' : '>')
  const from = after
    ? sql`and (${expression}, ${sortName}, a.account_id) ${beyond}
          (${after.sortKey}::${sql.raw(type)}, ${after.sortName}, ${after.accountId}::uuid)`
    : sql``
  const { rows } = await sql<ListedRow>`
    select a.*, f.users, f.registered, f.subscribers, f.deployed, f.downloaded, f.attention, f.mails_refused, f.pins_locked,
           f.links_expired, f.counted_at, (${expression})::text as sort_key, ${sortName} as sort_name
      from app.accounts a
      left join app.account_figures f on f.account_id = a.account_id
       and (${isOpenToPartner(now)} or (a.partner_access_mode = 'ask' and a.partner_access_until > ${now}))
     where ${matching(tx, filter)} ${from}
     order by ${expression} ${direction}, ${sortName} ${direction}, a.account_id ${direction}
     limit ${limit}`.execute(tx)
  return rows.map(withFigures)
}

/** How many customers of the partner match? */
export async function countCustomers(tx: PartnerTx, filter: AccountFilter): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from app.accounts a where ${matching(tx, filter)}`.execute(tx)
  return Number(rows[0]?.count)
}

function matching(tx: PartnerTx, { search, status }: AccountFilter): RawBuilder<boolean> {
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '')
  const conditions = [
    sql`a.parent_id = ${tx.partnerId}`,
    ...(status === undefined ? [] : [sql`a.status = ${status}`]),
    ...words.map(
      (word) =>
        sql`position(app.fold(${word}) in app.fold(a.name || ' ' || coalesce(a.customer_number, ''))) > 0`,
    ),
  ]
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

type ListedRow = AccountRow & { [Figure in keyof Figures]: number | null } & {
  countedAt: Date | null
  sortKey: string
  sortName: string
}

function withFigures(row: ListedRow): ListedCustomer {
  const { users, registered, subscribers, deployed, downloaded, attention, countedAt, ...account } = row
  const { mailsRefused, pinsLocked, linksExpired } = account
  const counted = {
    users,
    registered,
    subscribers,
    deployed,
    downloaded,
    attention,
    mailsRefused,
    pinsLocked,
    linksExpired,
  } as Figures
  return { ...account, figures: countedAt && { ...counted, countedAt } }
}
