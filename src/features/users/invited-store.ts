import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { type UserRow, userColumns } from './store.ts'

/** Which people are these? Locked, in the order of their ids, so that two who lock some of the same wait for each other. */
export async function lockPeople(tx: Tx, userIds: string[]): Promise<UserRow[]> {
  const rows = await tx
    .selectFrom('app.users')
    .select(userColumns)
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`user_id = any(${userIds}::uuid[])`)
    .orderBy('userId')
    .forUpdate()
    .execute()
  return rows as UserRow[]
}

/** These people, whom the caller has locked, are sent a welcome e-mail. Who has registered or is deactivated stays as they are. */
export async function markInvited(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .updateTable('app.users')
    .set({ status: 'invited' })
    .where('accountId', '=', tx.accountId)
    .where(sql<boolean>`user_id = any(${userIds}::uuid[])`)
    .where('status', '=', 'unregistered')
    .execute()
}
