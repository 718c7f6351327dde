import { type RawBuilder, sql } from 'kysely'
import { keptInAccount, type Tx, unread, whenViolated } from '#platform/database/index.ts'
import { isOpenToPartner } from '../accounts/index.ts'
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
  await orRefusal(people, insert(tx, valuesOf(all, as)))
}

/**
 * Like `insertUsers`, and nobody waits for it: where nobody was added the transaction fails, at its commit at the latest. Why, is told outside of it by
 * `orRefusal`.
 */
export async function insertUsersUnread(tx: Tx, all: AddedBy[], as: AddedAs): Promise<void> {
  await insertUnread(tx, valuesOf(all, as))
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

/** Arrays and not JSON, which takes PostgreSQL twice as long to read. */
function valuesOf(all: AddedBy[], as: AddedAs) {
  const each = <Value>(read: (person: PlannedPerson) => Value) => all.map(({ person }) => read(person))
  return {
    ...as,
    userIds: each(({ userId }) => userId),
    firstNames: each(({ firstName }) => firstName),
    lastNames: each(({ lastName }) => lastName),
    emails: each(({ email }) => email),
    roles: each(({ role }) => role),
    mobiles: each(({ mobile }) => mobile ?? null),
    smsNumbers: each(({ smsNumber }) => smsNumber ?? null),
    locationIds: each(({ locationId }) => locationId ?? null),
    languages: each(({ language }) => language ?? null),
    digits: each(({ mobile, smsNumber }) => digitsToFind([mobile, smsNumber])),
    byIds: all.map(({ by }) => by.userId),
    byNames: all.map(({ by }) => by.name),
  }
}

type Values = ReturnType<typeof valuesOf>

const insert = keptInAccount((_db, accountId, values: Values) => inserting(accountId, values))
const insertUnread = keptInAccount(
  (_db, accountId, values: Values) => sql`${inserting(accountId, values)} ${unread}`,
)

/** Whoever adds them has them found by what the statement has at hand: to read the rows again takes as long as to write them. */
function inserting(accountId: string, values: Values): RawBuilder<unknown> {
  return sql`with added as (
    insert into app.users
      (account_id, user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits, last_modified_by,
       last_modified_by_name, partner_id, sort_name, status, created_at, last_modified_at)
    select ${accountId}::uuid, p.*, ${partnerWithAccess(accountId, values.now)}, app.sort_name(p.last_name, p.first_name), ${values.status},
           ${values.now}::timestamptz, ${values.now}::timestamptz
      from unnest(
        ${values.userIds}::uuid[],
        ${values.firstNames}::text[],
        ${values.lastNames}::text[],
        ${values.emails}::text[],
        ${values.roles}::text[],
        ${values.mobiles}::text[],
        ${values.smsNumbers}::text[],
        ${values.locationIds}::uuid[],
        ${values.languages}::text[],
        ${values.digits}::text[],
        ${values.byIds}::uuid[],
        ${values.byNames}::text[]
      ) as p(user_id, first_name, last_name, email, role, mobile, sms_number, location_id, language, phone_digits, by_id, by_name)
    returning *)
    ${addToSearchFrom(sql`added`)}`
}

/** The partner who sees the people of this account among those of all customers; null where none does. */
function partnerWithAccess(accountId: string, now: Date): RawBuilder<unknown> {
  return sql`(select parent_id from app.accounts
     where account_id = ${accountId} and kind = 'customer' and ${isOpenToPartner(now)})`
}
