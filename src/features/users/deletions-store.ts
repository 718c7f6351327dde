import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ChangedBy, UserRow } from './store.ts'

/** What decides whether and how somebody is deleted. */
export type DeletableRow = Pick<
  UserRow,
  'userId' | 'firstName' | 'lastName' | 'email' | 'role' | 'status' | 'origin'
>

/** Which people are these? Locked, in the order of their ids, so that two who lock some of the same wait for each other. */
export async function lockUsers(tx: Tx, userIds: string[]): Promise<DeletableRow[]> {
  return tx
    .selectFrom('app.users')
    .select(['userId', 'firstName', 'lastName', 'email', 'role', 'status', 'origin'])
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`user_id = any(${userIds}::uuid[])`)
    .orderBy('userId')
    .forUpdate()
    .execute()
}

/** Removes people from the list. Whoever holds something of theirs has ended it before. */
export async function deleteUsers(tx: Tx, userIds: string[]): Promise<void> {
  await sql`delete from app.users where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])`.execute(
    tx,
  )
}

/** These people have no sign-in any more, and stay in the list. */
export async function unregisterUsers(tx: Tx, userIds: string[], by: ChangedBy, now: Date): Promise<void> {
  await sql`update app.users
       set status = 'unregistered', registered_at = null, locked_at = null, role = 'user', version = version + 1, last_modified_at = ${now},
           last_modified_by = ${by.userId}, last_modified_by_name = ${by.name}, last_modified_fields = '{status,role}'
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])`.execute(tx)
}
