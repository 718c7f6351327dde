import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { usersAmong } from './filter-store.ts'
import { type UserRow, userColumns } from './store.ts'

/** Who are these? Each is looked up by its key. */
export async function readUsers(tx: Tx, userIds: string[]): Promise<UserRow[]> {
  if (userIds.length === 0) return []
  const rows = await usersAmong(tx, userIds).select(userColumns).execute()
  return rows as UserRow[]
}

/** Somebody found by their address, which is folded as the database folds it. */
export type FoundPerson = Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'status'> & { emailKey: string }

/**
 * Who has one of these e-mail addresses? `offset 0` has each looked up by the index: while an import fills the table its statistics are of
 * before, and by them everybody would be read for each thousand.
 */
export async function findUsersByEmail(tx: Tx, emails: string[]): Promise<FoundPerson[]> {
  if (emails.length === 0) return []
  const { rows } = await sql<FoundPerson>`
    select u.* from unnest(${emails}::text[]) as wanted(email)
      cross join lateral (select user_id, email_key, first_name, last_name, status from app.users u
         where u.account_id = ${tx.accountId} and u.email_key = lower(wanted.email) offset 0) u`.execute(tx)
  return rows
}
