import type { Tx } from '#platform/database/index.ts'
import type { DeletableRow } from './deletions-store.ts'
import type { Users } from './filter-store.ts'

/** How many there are of what deleting treats alike. */
export type CountOfKind = Pick<DeletableRow, 'origin' | 'role'> & { count: number }

/** The same of people, with what tells whether they can sign in. */
export type CountOfPeople = CountOfKind & Pick<DeletableRow, 'status'>

/** The admins of an account who can sign in: how many, and the last of them by id. */
export interface RegisteredAdmins {
  count: number
  last: Pick<DeletableRow, 'userId' | 'origin' | 'role' | 'status'> | undefined
}

/** How many of these people are there of each kind? */
export async function countKinds(tx: Tx, users: Users): Promise<CountOfPeople[]> {
  const rows = await tx
    .selectFrom(users.select(['origin', 'role', 'status']).as('selected'))
    .select(['origin', 'role', 'status'])
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .groupBy(['origin', 'role', 'status'])
    .execute()
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/** Is this person among them? */
export async function isAmong(users: Users, userId: string): Promise<boolean> {
  const row = await users.select('userId').where('userId', '=', userId).executeTakeFirst()
  return row !== undefined
}

/** All of them but one. */
export function without(users: Users, userId: string): Users {
  return users.where('userId', '<>', userId)
}

/** Which admins of the account can sign in? */
export async function registeredAdmins(tx: Tx): Promise<RegisteredAdmins> {
  const admins = await tx
    .selectFrom('app.users')
    .select(['userId', 'origin', 'role', 'status'])
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'registered')
    .orderBy('userId', 'desc')
    .execute()
  return { count: admins.length, last: admins[0] }
}
