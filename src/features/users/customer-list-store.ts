import { sql } from 'kysely'
import {
  inOrder,
  keptPlan,
  onlyReads,
  type PageBounds,
  type PartnerTx,
  type Place,
  sortKey,
} from '#platform/database/index.ts'
import { searchCustomerUsers } from './search-store.ts'
import { type UserRow, userColumns } from './store.ts'

export type CustomerUserRow = UserRow & { accountId: string; accountName: string; sortKey: string }

const byName = { group: [], values: [{ expression: sql`sort_name`, type: 'text' as const }] }

/** Which people of the partner's customers match, by name, after that one? Only of customers that let the partner in. */
export async function listCustomerUsers(
  tx: PartnerTx,
  { search, after, limit }: { search: string | undefined; after: Place | undefined; limit: number },
): Promise<CustomerUserRow[]> {
  const bounds = { descending: false, after, limit }
  const rows = search ? await readFound(tx, search, bounds) : await readInOrder(tx, bounds)
  const names = await readNames(tx, [...new Set(rows.map((row) => row.accountId))])
  return rows.map((row) => ({ ...row, accountName: names.get(row.accountId) ?? '' }))
}

type Read = Omit<CustomerUserRow, 'accountName'>

async function readInOrder(tx: PartnerTx, bounds: PageBounds): Promise<Read[]> {
  const users = tx
    .selectFrom('app.users')
    .where('partnerId', '=', tx.partnerId)
    // As in `app.searched_list`; `offset 0` has the account of each looked up, in the order of the index.
    .where(
      sql<boolean>`exists (select from app.accounts a
         where a.account_id = users.account_id and a.parent_id = ${tx.partnerId} and a.status = 'active'
           and a.partner_access_mode = 'open' offset 0)`,
    )
  const rows = await inOrder(users, sql`user_id`, byName, bounds)
    .select(['accountId', ...userColumns])
    .select(sortKey(byName))
    .execute()
  return rows as Read[]
}

async function readFound(tx: PartnerTx, search: string, bounds: PageBounds): Promise<Read[]> {
  const found = await searchCustomerUsers(tx, search, bounds)
  const { rows } = await sql<Read>`
    select u.account_id, ${sql.join(userColumns.map((column) => sql.ref(`u.${column}`)))}, array[u.sort_name]::text as sort_key
      from unnest(${found.map(({ accountId }) => accountId)}::uuid[], ${found.map((each) => each.userId)}::uuid[])
        with ordinality as wanted(account_id, user_id, place)
      cross join lateral (select * from app.users u
         where u.partner_id = ${tx.partnerId} and u.account_id = wanted.account_id and u.user_id = wanted.user_id offset 0) u
     order by wanted.place ${onlyReads} ${keptPlan}`.execute(tx)
  return rows
}

/** What are these customers called? */
async function readNames(tx: PartnerTx, accountIds: string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('app.accounts')
    .select(['accountId', 'name'])
    .where('parentId', '=', tx.partnerId)
    .where(sql<boolean>`account_id = any(${[...new Set(accountIds)]}::uuid[])`)
    .modifyEnd(keptPlan)
    .execute()
  return new Map(rows.map((row) => [row.accountId, row.name]))
}
