import { sql } from 'kysely'
import { keptInAccount, onlyReads, type Tx } from '#platform/database/index.ts'
import type { CountOfKind, Users } from '../../users/index.ts'

/** How many softphones are set up on the numbers of each of these people? Who has none is left out. */
export function countClientsOf(
  tx: Tx,
  userIds: string[],
): Promise<Array<{ userId: string; clients: number }>> {
  return sumClients(tx, { userIds })
}

const sumClients = keptInAccount(
  (_db, accountId, { userIds }: { userIds: string[] }) => sql<{ userId: string; clients: number }>`
    select user_id, sum(client_count)::int as clients from app.subscribers
     where account_id = ${accountId} and user_id = any(${userIds}::uuid[]) and client_count > 0
     group by user_id ${onlyReads}`,
)

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

/** A number, and by which address its person is found. */
export interface Ownership {
  subscriberId: string
  userId: string | null
  /** The e-mail address, folded as the database folds it. */
  emailKey: string
}

/** Whose are these numbers? Nobody else gives them until the transaction ends. Each is looked up by its key, in one order, as in `lockSubscribers`. */
export async function lockOwnerships(tx: Tx, subscriberIds: string[]): Promise<Ownership[]> {
  const { rows } = await sql<Ownership>`
    select s.* from (select distinct id from unnest(${subscriberIds}::uuid[]) as id order by id) as wanted
      cross join lateral (select subscriber_id, user_id, email_key from app.subscribers s
         where s.account_id = ${tx.accountId} and s.subscriber_id = wanted.id for update) s`.execute(tx)
  return rows
}

/** These numbers belong to these people now. */
export async function giveToUsers(
  tx: Tx,
  given: Array<{ subscriberId: string; userId: string }>,
  now: Date,
): Promise<void> {
  if (given.length === 0) return
  await sql`update app.subscribers s
       set user_id = g.user_id, version = s.version + 1, updated_at = ${now}
      from unnest(${given.map((each) => each.subscriberId)}::uuid[], ${given.map((each) => each.userId)}::uuid[]) as g(subscriber_id, user_id)
     where s.account_id = ${tx.accountId} and s.subscriber_id = g.subscriber_id`.execute(tx)
}

/** The numbers of these people belong to nobody now. @returns the subscribers */
export async function releaseSubscribersOf(tx: Tx, userIds: string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ subscriberId: string }>`
    update app.subscribers set user_id = null, version = version + 1, updated_at = ${now}
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])
    returning subscriber_id`.execute(tx)
  return rows.map(({ subscriberId }) => subscriberId)
}
