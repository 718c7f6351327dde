import { type RawBuilder, sql } from 'kysely'
import { keptPlan, type Tx, unread, whenViolated } from '#platform/database/index.ts'
import { emailTaken, locationUnknown, smsNumberTaken, someEmailTaken } from './errors.ts'
import { digitsToFind } from './fields.ts'
import { addToSearchFrom } from './search-store.ts'
import type { ChangedBy, UserRow } from './store.ts'

/** What is given of a person who is added. */
export type PlannedPerson = Pick<UserRow, 'userId' | 'firstName' | 'lastName' | 'email' | 'role'> &
  Partial<Pick<UserRow, 'mobile' | 'smsNumber' | 'locationId' | 'language'>>

/** Somebody who is added, and by whom. */
export interface AddedBy {
  person: PlannedPerson
  by: ChangedBy
}

/** What is the same of all who are added at once. */
export interface AddedAs {
  /** Whether a welcome e-mail is on its way to them. */
  status: 'unregistered' | 'invited'
  now: Date
}

/**
 * Adds people, whatever their number in one statement. The database decides whether the e-mails are free: a check before would lose the race between
 * two admins.
 * @throws Refusal as `orRefusal`: then nobody is added
 */
export async function insertUsers(tx: Tx, all: AddedBy[], as: AddedAs): Promise<void> {
  const people = all.map(({ person }) => person)
  await orRefusal(people, sql`${inserting(tx, all, as)} ${keptPlan}`.execute(tx))
}

/**
 * Like `insertUsers`, and nobody waits for it: where nobody was added the transaction fails, at its commit at the latest. Why, is told outside of it by
 * `orRefusal`.
 */
export async function insertUsersUnread(tx: Tx, all: AddedBy[], as: AddedAs): Promise<void> {
  await sql`${inserting(tx, all, as)} ${unread} ${keptPlan}`.execute(tx)
}

/** @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown` where adding these people fails because of it */
export function orRefusal<Result>(people: PlannedPerson[], adding: Promise<Result>): Promise<Result> {
  const [first, another] = people
  return adding
    .catch(
      whenViolated('users_email', () => (first && !another ? emailTaken(first.email) : someEmailTaken())),
    )
    .catch(whenViolated('users_sms_number', smsNumberTaken))
    .catch(whenViolated('users_location', locationUnknown))
}

/** A person as they are stored who was just added. */
export function asAdded({ person, by }: AddedBy, { status, now }: AddedAs): UserRow {
  return {
    ...person,
    mobile: person.mobile ?? null,
    smsNumber: person.smsNumber ?? null,
    locationId: person.locationId ?? null,
    language: person.language ?? null,
    extension: null,
    status,
    origin: 'manual',
    owners: {},
    contactCenter: null,
    registeredAt: null,
    lockedAt: null,
    lastSignInAt: null,
    lastModifiedAt: now,
    lastModifiedByName: by.name,
    lastModifiedFields: [],
    version: 1,
    createdAt: now,
  }
}

/** Whoever adds them has them found by what the statement has at hand: to read the rows again takes as long as to write them. */
function inserting(tx: Tx, all: AddedBy[], { status, now }: AddedAs): RawBuilder<unknown> {
  const each = <Value>(read: (person: PlannedPerson) => Value) => all.map(({ person }) => read(person))
  // Arrays and not JSON, which takes PostgreSQL twice as long to read.
  return sql`with added as (
    insert into app.users
      (account_id, user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits, last_modified_by,
       last_modified_by_name, partner_id, sort_name, status, created_at, last_modified_at)
    select ${tx.accountId}::uuid, p.*, ${partnerWithAccess(tx)}, app.sort_name(p.last_name, p.first_name), ${status}, ${now}::timestamptz,
           ${now}::timestamptz
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
        ${each(({ mobile, smsNumber }) => digitsToFind([mobile, smsNumber]))}::text[],
        ${all.map(({ by }) => by.userId)}::uuid[],
        ${all.map(({ by }) => by.name)}::text[]
      ) as p(user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits, by_id, by_name)
    returning *)
    ${addToSearchFrom(sql`added`)}`
}

/** The partner who sees the people of this account among those of all customers; null where none does. */
function partnerWithAccess({ accountId }: Tx): RawBuilder<unknown> {
  return sql`(select parent_id from app.accounts
     where account_id = ${accountId} and kind = 'customer' and partner_access_mode = 'open')`
}
