import { type RawBuilder, sql } from 'kysely'
import { keptPlan, type Tx, whenViolated } from '#platform/database/index.ts'
import { emailTaken, locationUnknown, smsNumberTaken, someEmailTaken } from './errors.ts'
import { digitsToFind } from './fields.ts'
import { addToSearchFrom } from './search-store.ts'
import { type ChangedBy, type UserRow, userColumns } from './store.ts'

/** What is given of a person who is added. */
export type NewUserRow = Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'email' | 'role'> &
  Partial<Pick<UserRow, 'mobile' | 'smsNumber' | 'locationId' | 'language'>>

/** A person to be added with others: SMS numbers are given one by one. */
export type PlannedPerson = Omit<NewUserRow, 'smsNumber'>

/** What is the same of all who are added at once. */
interface Adding {
  by: ChangedBy
  /** Whether a welcome e-mail is on its way to them. */
  status: 'unregistered' | 'invited'
}

/**
 * Adds a person. The database decides whether the e-mail is free: a check before would lose the race between two admins.
 * @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown`
 */
export async function insertUser(tx: Tx, user: NewUserRow, adding: Adding, now: Date): Promise<UserRow> {
  const { rows } = await sql<UserRow>`with added as (${inserting(tx, [user], adding, now)} returning *),
      found as (${addToSearchFrom(sql`added`)})
    select ${sql.join(userColumns.map((column) => sql.ref(column)))} from added ${keptPlan}`
    .execute(tx)
    .catch(whenViolated('users_email', () => emailTaken(user.email)))
    .catch(whenViolated('users_sms_number', smsNumberTaken))
    .catch(whenViolated('users_location', locationUnknown))
  return rows[0] as UserRow
}

/**
 * Adds many people, whatever their number in one statement.
 * @throws Refusal `users.email-taken`, `users.location-unknown`: then nobody is added
 */
export async function insertUsers(tx: Tx, people: PlannedPerson[], adding: Adding, now: Date): Promise<void> {
  await sql`with added as (${inserting(tx, people, adding, now)} returning *) ${addToSearchFrom(sql`added`)}`
    .execute(tx)
    .catch(whenViolated('users_email', someEmailTaken))
    .catch(whenViolated('users_location', locationUnknown))
}

/** Whoever adds them has them found by what the statement has at hand: to read the rows again takes as long as to write them. */
function inserting(tx: Tx, people: NewUserRow[], { by, status }: Adding, now: Date): RawBuilder<unknown> {
  const each = <Value>(read: (person: NewUserRow) => Value) => people.map(read)
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  return sql`insert into app.users
      (account_id, user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits, partner_id, sort_name,
       status, created_at, last_modified_at, last_modified_by, last_modified_by_name)
    select ${tx.accountId}::uuid, p.*, ${partnerWithAccess(tx)}, app.sort_name(p.last_name, p.first_name),
           ${status}, ${now}::timestamptz, ${now}::timestamptz, ${by.userId}::uuid, ${by.name}::text
      from unnest(
        ${each(({ userId }) => userId)}::uuid[],
        ${each(({ firstName }) => firstName)}::text[],
        ${each(({ lastName }) => lastName)}::text[],
        ${each(({ email }) => email)}::text[],
        ${each(({ role }) => role)}::text[],
        ${each(({ mobile }) => mobile ?? null)}::text[],
        ${each(({ smsNumber }) => smsNumber ?? null)}::text[],
        ${each(({ locationId }) => locationId ?? null)}::uuid[],
        ${each(({ language }) => language ?? null)}::text[],
        ${each(({ mobile, smsNumber }) => digitsToFind([mobile, smsNumber]))}::text[]
      ) as p(user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits)`
}

/** The partner who sees the people of this account among those of all customers; null where none does. */
function partnerWithAccess({ accountId }: Tx): RawBuilder<unknown> {
  return sql`(select parent_id from app.accounts
     where account_id = ${accountId} and kind = 'customer' and partner_access_mode = 'open')`
}
