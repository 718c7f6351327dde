import { sql } from 'kysely'
import {
  inOrder,
  keptStatement,
  onlyReads,
  type PageBounds,
  type PartnerTx,
  type Place,
  readAtOnce,
  sortKey,
} from '#platform/database/index.ts'
import { isOpenToPartner } from '../accounts/index.ts'
import { searchCustomerUsers } from './search-store.ts'
import { type UserRow, userColumns } from './store.ts'

export type CustomerUserRow = UserRow & { accountId: string; accountName: string; sortKey: string }

const byName = { group: [], values: [{ expression: sql`sort_name`, type: 'text' as const }] }

/** Who looks at the people of all customers, and when. */
interface Look {
  now: Date
  /** A customer that asks for a second factor does not let them in. */
  lacksSecondFactor: boolean
}

/** Which people of the partner's customers match, by name, after that one? Only of customers that let in whoever looks, at this moment. */
export async function listCustomerUsers(
  tx: PartnerTx,
  { search, after, limit }: { search: string | undefined; after: Place | undefined; limit: number },
  look: Look,
): Promise<CustomerUserRow[]> {
  const bounds = { descending: false, after, limit }
  if (!search) {
    const rows = await readInOrder(tx, bounds, look)
    return named(rows, await readNames(tx, rows))
  }
  const found = await searchCustomerUsers(tx, search, bounds, look)
  return named(...(await readAtOnce([readFound(tx, found), readNames(tx, found)])))
}

/** How many people of the partner's customers match, counted no further than the limit? */
export async function countCustomerUsers(
  tx: PartnerTx,
  { search, limit }: { search: string | undefined; limit: number },
  look: Look,
): Promise<number> {
  if (search) return (await searchCustomerUsers(tx, search, { after: undefined, limit }, look)).length
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${openUsers(tx, look).select('userId').limit(limit)}) people ${onlyReads}`.execute(
    tx,
  )
  return rows[0]?.count ?? 0
}

type Name = Pick<CustomerUserRow, 'accountId' | 'accountName'>

function named(rows: Read[], names: Name[]): CustomerUserRow[] {
  const byId = new Map(names.map(({ accountId, accountName }) => [accountId, accountName]))
  return rows.map((row) => ({ ...row, accountName: byId.get(row.accountId) ?? '' }))
}

type Read = Omit<CustomerUserRow, 'accountName'>

async function readInOrder(tx: PartnerTx, bounds: PageBounds, look: Look): Promise<Read[]> {
  const rows = await inOrder(openUsers(tx, look), sql`user_id`, byName, bounds)
    .select(['accountId', ...userColumns])
    .select(sortKey(byName))
    .execute()
  return rows as Read[]
}

/** The people of those customers of the partner that let in whoever looks, at this moment. */
function openUsers(tx: PartnerTx, { now, lacksSecondFactor }: Look) {
  return (
    tx
      .selectFrom('app.users')
      .where('partnerId', '=', tx.partnerId)
      // As in `app.searched_list`; `offset 0` has the account of each looked up, in the order of the index.
      .where(
        sql<boolean>`exists (select from app.accounts a
         where a.account_id = users.account_id and a.parent_id = ${tx.partnerId} and a.status = 'active'
           and ${isOpenToPartner(now)} and not (a.admins_need_second_factor and ${lacksSecondFactor}) offset 0)`,
      )
  )
}

type Found = Pick<UserRow, 'userId'> & Pick<CustomerUserRow, 'accountId'>

function readFound(tx: PartnerTx, found: Found[]): Promise<Read[]> {
  return readByKeys(tx, {
    partnerId: tx.partnerId,
    accountIds: found.map(({ accountId }) => accountId),
    userIds: found.map(({ userId }) => userId),
  })
}

const readByKeys = keptStatement(
  (
    _db,
    { partnerId, accountIds, userIds }: { partnerId: string; accountIds: string[]; userIds: string[] },
  ) => sql<Read>`
    select u.account_id, ${sql.join(userColumns.map((column) => sql.ref(`u.${column}`)))}, array[u.sort_name]::text as sort_key
      from unnest(${accountIds}::uuid[], ${userIds}::uuid[]) with ordinality as wanted(account_id, user_id, place)
      cross join lateral (select * from app.users u
         where u.partner_id = ${partnerId} and u.account_id = wanted.account_id and u.user_id = wanted.user_id offset 0) u
     order by wanted.place ${onlyReads}`,
)

/** What are the customers of these people called? */
function readNames(tx: PartnerTx, people: Array<{ accountId: string }>): Promise<Name[]> {
  return readNamesOf(tx, {
    partnerId: tx.partnerId,
    accountIds: [...new Set(people.map(({ accountId }) => accountId))],
  })
}

const readNamesOf = keptStatement(
  (db, { partnerId, accountIds }: { partnerId: string; accountIds: string[] }) =>
    db
      .selectFrom('app.accounts')
      .select(['accountId', 'name as accountName'])
      .where('parentId', '=', partnerId)
      .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`),
)
