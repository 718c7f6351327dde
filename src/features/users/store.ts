import { sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { emailTaken } from './errors.ts'
import type { UserProperty } from './schema.ts'

export interface UserRow {
  userId: string
  firstName: string
  lastName: string
  email: string
  role: string
  status: string
  language: string | null
  lastSignInAt: Date | null
  version: number
}

/** To whom a notice goes. */
export type NoticeReader = Pick<UserRow, 'userId' | 'email' | 'language'>

const columns = [
  'userId',
  'firstName',
  'lastName',
  'email',
  'role',
  'status',
  'language',
  'lastSignInAt',
  'version',
] as const

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
  return (
    tx
      .selectFrom('app.users')
      .select(columns)
      .where('accountId', '=', tx.accountId)
      // Folded by the database, as what is compared was.
      .where('emailKey', '=', sql<string>`lower(${email})`)
      .executeTakeFirst()
  )
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

const conditions: Record<UserProperty, Partial<Record<'role' | 'status', string[]>>> = {
  admins: { role: ['admin'] },
  users: {},
  registered: { status: ['registered'] },
  unregistered: { status: ['unregistered', 'invited'] },
  inactive: { status: ['inactive'] },
}

/** Which people have each of these properties, in the order in which they were added? */
export async function listUsers(
  tx: Tx,
  properties: UserProperty[],
  limit: number,
  after: string | undefined,
): Promise<UserRow[]> {
  const wanted = properties.flatMap((property) => Object.entries(conditions[property]))
  return tx
    .selectFrom('app.users')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where((eb) => eb.and(wanted.map(([column, values]) => eb(column as 'role' | 'status', 'in', values))))
    .$if(after !== undefined, (query) => query.where('userId', '>', after as string))
    .orderBy('userId')
    .limit(limit)
    .execute()
}

/** Which admins of the account can sign in? */
export async function listAdmins(tx: Tx): Promise<NoticeReader[]> {
  return tx
    .selectFrom('app.users')
    .select(['userId', 'email', 'language'])
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'registered')
    .orderBy('userId')
    .limit(100)
    .execute()
}

/** Which admins of the customer's partner can sign in? Each with a language, their own or their account's. */
export async function listAdminsOfPartner(tx: Tx): Promise<NoticeReader[]> {
  const { rows } = await sql<NoticeReader>`select * from app.admins_of_partner()`.execute(tx)
  return rows
}
