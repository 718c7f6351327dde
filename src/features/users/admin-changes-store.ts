import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { UserUpdateValues } from './schema.ts'

/** What a bulk act makes of everybody in it. */
export type Becoming = Pick<UserUpdateValues, 'role' | 'deactivated'> | 'deleted'

/**
 * How many of those who are still to do may administer the account from then on, and how many not any more? Without whoever does it, and without
 * those in whom a source supplies what would change (UA-41).
 */
export async function countAdminChanges(
  tx: Tx,
  operationId: string,
  becoming: Becoming,
  actorId: string,
): Promise<{ made: number; removed: number }> {
  const { rows } = await sql<{ made: string; removed: string }>`
    select count(*) filter (where not was and will) as made, count(*) filter (where was and not will) as removed
      from (select u.role = 'admin' and u.status <> 'inactive' as was, ${will(becoming)} as will
              from app.operation_items i
              join app.users u on u.account_id = i.account_id and u.user_id = i.subject_id
             where i.account_id = ${tx.accountId} and i.operation_id = ${operationId} and i.outcome = 'pending'
                   and u.user_id <> ${actorId} and not ${isSupplied(becoming)}) as pending`.execute(tx)
  return { made: Number(rows[0]?.made), removed: Number(rows[0]?.removed) }
}

/** As `mayAdminister` says of one person. */
function will(becoming: Becoming): RawBuilder<boolean> {
  if (becoming === 'deleted') return sql`false`
  const { role, deactivated } = becoming
  const isAdmin = role === undefined ? sql`u.role = 'admin'` : sql`${role === 'admin'}`
  const isActive = deactivated === undefined ? sql`u.status <> 'inactive'` : sql`${!deactivated}`
  return sql`(${isAdmin} and ${isActive})`
}

function isSupplied(becoming: Becoming): RawBuilder<boolean> {
  if (becoming === 'deleted') return sql`u.origin = 'micloud'`
  const { role, deactivated } = becoming
  const fields = [...(role === undefined ? [] : ['role']), ...(deactivated === undefined ? [] : ['status'])]
  return sql`(u.owners ?| ${fields}::text[])`
}
