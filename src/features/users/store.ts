import { sql } from 'kysely'
import { keptInAccount, type Tx, unread } from '#platform/database/index.ts'

/** A person, as they are stored. */
export interface UserRow {
  userId: string
  firstName: string
  lastName: string
  email: string
  mobile: string | null
  extension: string | null
  smsNumber: string | null
  role: string
  locationId: string | null
  status: string
  language: string | null
  origin: string
  owners: Record<string, string>
  contactCenter: string | null
  registeredAt: Date | null
  /** Since when they are locked; kept while they are deactivated. */
  lockedAt: Date | null
  lastSignInAt: Date | null
  lastModifiedAt: Date
  lastModifiedByName: string | null
  lastModifiedFields: string[]
  version: number
  createdAt: Date
}

/** `Anna Kühn` */
export function fullName({ firstName, lastName }: Pick<UserRow, 'firstName' | 'lastName'>): string {
  return `${firstName} ${lastName}`.trim()
}

/** To whom a notice goes. */
export type NoticeReader = Pick<UserRow, 'userId' | 'email' | 'language'>

/** What is read of a person. */
export const userColumns = [
  'userId',
  'firstName',
  'lastName',
  'email',
  'mobile',
  'extension',
  'smsNumber',
  'role',
  'locationId',
  'status',
  'language',
  'origin',
  'owners',
  'contactCenter',
  'registeredAt',
  'lockedAt',
  'lastSignInAt',
  'lastModifiedAt',
  'lastModifiedByName',
  'lastModifiedFields',
  'version',
  'createdAt',
] as const

/** What may be changed of a person by hand. */
export type UserValues = Partial<
  Pick<UserRow, 'email' | 'mobile' | 'smsNumber' | 'role' | 'locationId' | 'language' | 'status'>
>

/** Who changes something; somebody at the shell has no id. */
export interface ChangedBy {
  userId: string | null
  name: string
}

/**
 * Who is this? `lock` keeps others from changing or deleting them until the transaction ends. Not from naming them in another record: whoever changes
 * a number twice in a transaction is made by PostgreSQL to ask whether its person is still there, and holds the number (self-deployment.test.ts).
 */
export async function readUser(tx: Tx, userId: string, lock = false): Promise<UserRow | undefined> {
  const row = await tx
    .selectFrom('app.users')
    .select(userColumns)
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .$if(lock, (query) => query.forNoKeyUpdate())
    .executeTakeFirst()
  return row as UserRow | undefined
}

/** Who has this e-mail address? */
export async function findUserByEmail(tx: Tx, email: string): Promise<UserRow | undefined> {
  const row = await tx
    .selectFrom('app.users')
    .select(userColumns)
    .where('accountId', '=', tx.accountId)
    // Folded by the database, as what is compared was.
    .where('emailKey', '=', sql<string>`lower(${email})`)
    .executeTakeFirst()
  return row as UserRow | undefined
}

/** Is there an admin who can sign in, beside these? */
export async function hasRegisteredAdmin(tx: Tx, besideIds: string[]): Promise<boolean> {
  const row = await tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'registered')
    .where(sql<boolean>`user_id <> all(${besideIds}::uuid[])`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Has an admin registered, who may be locked? */
export async function hasAdmin(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', 'in', ['registered', 'locked'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an admin is deactivated: among these, or anybody of the account. */
export async function hasInactiveAdmins(tx: Tx, userIds: string[] | undefined): Promise<boolean> {
  const row = await tx
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', tx.accountId)
    .where('role', '=', 'admin')
    .where('status', '=', 'inactive')
    .$if(userIds !== undefined, (query) => query.where(sql<boolean>`user_id = any(${userIds}::uuid[])`))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Nobody else takes an admin from the account until the transaction ends: two who did it at once could take the last. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`admins of ${tx.accountId}`}, 0))`.execute(tx)
}

/** The person has set a password or come by single sign-on. */
export async function markRegistered(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.users')
    .set({ status: 'registered', registeredAt: now })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('status', 'in', ['unregistered', 'invited'])
    .execute()
}

/** The person, whom the caller has locked, signs in. */
export async function markSignedIn(tx: Tx, userId: string, now: Date): Promise<void> {
  await signedIn(tx, { userId, now })
}

const signedIn = keptInAccount((db, accountId, { userId, now }: { userId: string; now: Date }) =>
  db
    .updateTable('app.users')
    .set({ lastSignInAt: now })
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .modifyEnd(unread),
)

/**
 * The person may not sign in any more until somebody unlocks them; until the end of the transaction nobody else changes them.
 * @returns whether it was this that locked them
 */
export async function markLocked(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('app.users')
    .set({ status: 'locked', lockedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('status', '=', 'registered')
    .returning('userId')
    .executeTakeFirst()
  return row !== undefined
}

/** The person may sign in again, unless they are deactivated. @returns whether they were locked */
export async function markUnlocked(tx: Tx, userId: string): Promise<boolean> {
  const row = await tx
    .updateTable('app.users')
    .set((eb) => ({
      status: eb.case().when('status', '=', 'locked').then('registered').else(eb.ref('status')).end(),
      lockedAt: null,
    }))
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('lockedAt', 'is not', null)
    .returning('userId')
    .executeTakeFirst()
  return row !== undefined
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
