import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { CountOfKind, Users } from '../../users/index.ts'

/** How many softphones are set up on the numbers of each of these people? Who has none is left out. */
export async function countClientsOf(
  tx: Tx,
  userIds: string[],
): Promise<Array<{ userId: string; clients: number }>> {
  const { rows } = await sql<{ userId: string; clients: number }>`
    select user_id, sum(client_count)::int as clients from app.subscribers
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[]) and client_count > 0
     group by user_id`.execute(tx)
  return rows
}

/** How many softphones are set up on the numbers of these people, by what decides whether deleting a person ends them? */
export async function countClientsByKind(tx: Tx, people: Users): Promise<CountOfKind[]> {
  const rows = await tx
    .selectFrom('app.subscribers as s')
    .innerJoin(people.select(['accountId', 'userId', 'origin', 'role']).as('p'), (join) =>
      join.onRef('p.accountId', '=', 's.accountId').onRef('p.userId', '=', 's.userId'),
    )
    .select(['p.origin', 'p.role'])
    .select((eb) => eb.fn.sum<string>('s.clientCount').as('count'))
    .where('s.accountId', '=', tx.accountId)
    .where('s.clientCount', '>', 0)
    .groupBy(['p.origin', 'p.role'])
    .execute()
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/** The numbers of these people belong to nobody now. @returns the subscribers */
export async function releaseSubscribersOf(tx: Tx, userIds: string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`
    update app.subscribers set user_id = null, version = version + 1, updated_at = ${now}
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])
    returning subscriber_id`.execute(tx)
  return rows.map(({ subscriberId }) => subscriberId)
}
