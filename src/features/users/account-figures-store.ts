import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** How many people has the account, and how many of them are registered? Each is counted in an index. */
export async function countPeople(tx: Tx): Promise<{ users: number; registered: number }> {
  const { rows } = await sql<{ users: string; registered: string }>`
    select (select count(*) from app.users where account_id = ${tx.accountId}) as users,
           (select count(*) from app.users where account_id = ${tx.accountId} and registered_at is not null) as registered`.execute(
    tx,
  )
  return { users: Number(rows[0]?.users), registered: Number(rows[0]?.registered) }
}

/** How many people of the account can sign in? */
export async function countWhoCanSignIn(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('app.users')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('accountId', '=', tx.accountId)
    .where('status', '=', 'registered')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
