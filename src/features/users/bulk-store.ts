import { sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { locationUnknown, someEmailTaken } from './errors.ts'
import { digitsToFind } from './fields.ts'
import { usersAmong } from './list-store.ts'
import { addToSearchFrom } from './search-store.ts'
import { type ChangedBy, type NewUserRow, type UserRow, userColumns } from './store.ts'

/** A person to be added with others: SMS numbers are given one by one. */
export type PlannedPerson = Omit<NewUserRow, 'smsNumber'>

/**
 * Adds many people, whatever their number in one statement; see `insertUser`.
 * @throws Refusal `users.email-taken`, `users.location-unknown`: then nobody is added
 */
export async function insertUsers(
  tx: Tx,
  people: PlannedPerson[],
  { partnerId, by }: { partnerId: string | null; by: ChangedBy },
  now: Date,
): Promise<void> {
  const each = <Value>(read: (person: PlannedPerson) => Value) => people.map(read)
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  const given = sql`select ${tx.accountId}::uuid, p.*, ${partnerId}::uuid, app.sort_name(p.last_name, p.first_name), ${now}::timestamptz,
           ${now}::timestamptz, ${by.userId}::uuid, ${by.name}::text
      from unnest(
        ${each(({ userId }) => userId)}::uuid[],
        ${each(({ firstName }) => firstName)}::text[],
        ${each(({ lastName }) => lastName)}::text[],
        ${each(({ email }) => email)}::text[],
        ${each(({ role }) => role)}::text[],
        ${each(({ mobile }) => mobile ?? null)}::text[],
        ${each(({ locationId }) => locationId ?? null)}::uuid[],
        ${each(({ language }) => language ?? null)}::text[],
        ${each(({ mobile }) => digitsToFind([mobile]))}::text[]
      ) as p(user_id, first_name, last_name, email, role, mobile, location_id, language, phone_digits)`
  // Found by what this statement has at hand: to read the rows again takes as long as to write them.
  await sql`with added as (insert into app.users
      (account_id, user_id, first_name, last_name, email, role, mobile, location_id, language, phone_digits, partner_id, sort_name,
       created_at, last_modified_at, last_modified_by, last_modified_by_name)
      ${given} returning *)
    ${addToSearchFrom(sql`added`)}`
    .execute(tx)
    .catch(whenViolated('users_email', someEmailTaken))
    .catch(whenViolated('users_location', locationUnknown))
}

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
