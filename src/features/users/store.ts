import { sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { emailTaken } from './errors.ts'

export interface UserRow {
  userId: string
  firstName: string
  lastName: string
  email: string
  role: string
  status: string
  language: string | null
}

const columns = ['userId', 'firstName', 'lastName', 'email', 'role', 'status', 'language'] as const

/** Adds a person. The database decides whether the e-mail is free: a check before would lose the race between two admins. */
export async function insertUser(
  tx: Tx,
  user: Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'email' | 'role'>,
  partnerId: string | null,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('app.users')
    .values({ accountId: tx.accountId, ...user, partnerId, createdAt: now, lastModifiedAt: now })
    .execute()
    .catch(whenViolated('users_email', () => emailTaken(user.email)))
}

/** Who is this? */
export async function readUser(tx: Tx, userId: string): Promise<UserRow | undefined> {
  return tx
    .selectFrom('app.users')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .executeTakeFirst()
}

/** Who has this e-mail address? */
export async function findUserByEmail(tx: Tx, email: string): Promise<UserRow | undefined> {
  return tx
    .selectFrom('app.users')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst()
}

/** Is there an admin who can sign in? */
export async function hasRegisteredAdmin(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'registered')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The person has set a password or come by single sign-on. */
export async function markRegistered(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('app.users')
    .set({ status: 'registered' })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('status', 'in', ['unregistered', 'invited'])
    .execute()
}

/** The person has signed in. */
export async function markSignedIn(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.users')
    .set({ lastSignInAt: now })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .execute()
}

/** To whom does one write when the account's admins must know? */
export async function listAdmins(tx: Tx): Promise<UserRow[]> {
  return tx
    .selectFrom('app.users')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'registered')
    .orderBy('userId')
    .limit(100)
    .execute()
}
