import { sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { emailTaken, locationUnknown, smsNumberTaken } from './errors.ts'
import { digitsToFind } from './fields.ts'
import { refreshSearch } from './search-store.ts'
import { type ChangedBy, type UserRow, type UserValues, userColumns } from './store.ts'

/** A person as they stand, and what is to be changed of them. */
export interface UserUpdate {
  before: UserRow
  values: UserValues
}

const foundBy = ['email', 'mobile', 'smsNumber'] as const

/**
 * Changes people, whom the caller has locked, in one statement; each version is one higher.
 * @returns how they are now, by their ids
 * @throws Refusal `users.email-taken`, `users.sms-number-taken`, `users.location-unknown`: then nobody is changed
 */
export async function updateUsers(
  tx: Tx,
  updates: UserUpdate[],
  by: ChangedBy,
  now: Date,
): Promise<Map<string, UserRow>> {
  if (updates.length === 0) return new Map()
  const rows = updates.map(({ before, values }) => ({ ...before, ...values }))
  const each = <Value>(read: (row: UserRow) => Value) => rows.map(read)
  const ids = each(({ userId }) => userId)
  // Looked up by their keys: the planner, who knows nothing of an account's size, would read all of it to join it.
  const changed = await sql<UserRow>`
    update app.users u
       set email = given.email, mobile = given.mobile, sms_number = given.sms_number, role = given.role, location_id = given.location_id,
           language = given.language, status = given.status, phone_digits = coalesce(given.phone_digits, u.phone_digits),
           version = u.version + 1, last_modified_at = ${now}, last_modified_by = ${by.userId}, last_modified_by_name = ${by.name},
           last_modified_fields = string_to_array(given.fields, ',')
      from unnest(
        ${ids}::uuid[],
        ${each(({ email }) => email)}::text[],
        ${each(({ mobile }) => mobile)}::text[],
        ${each(({ smsNumber }) => smsNumber)}::text[],
        ${each(({ role }) => role)}::text[],
        ${each(({ locationId }) => locationId)}::uuid[],
        ${each(({ language }) => language)}::text[],
        ${each(({ status }) => status)}::text[],
        ${updates.map(newDigits)}::text[],
        ${updates.map(({ values }) => Object.keys(values).join(','))}::text[]
      ) as given(user_id, email, mobile, sms_number, role, location_id, language, status, phone_digits, fields)
     where u.account_id = ${tx.accountId} and u.user_id = any(${ids}::uuid[]) and u.user_id = given.user_id
    returning ${sql.join(userColumns.map((column) => sql.ref(`u.${column}`)))}`
    .execute(tx)
    .catch(whenViolated('users_email', () => emailTaken(newEmailIn(updates))))
    .catch(whenViolated('users_sms_number', smsNumberTaken))
    .catch(whenViolated('users_location', locationUnknown))
  const foundAnew = updates.filter(({ values }) => foundBy.some((field) => field in values))
  if (foundAnew.length > 0) await refreshSearch(tx, foundAnew.map(idOf))
  return new Map(changed.rows.map((row) => [row.userId, row]))
}

function idOf({ before }: UserUpdate): string {
  return before.userId
}

/** Made anew only where a number changes: reading numbers costs more than writing people. */
function newDigits({ before, values }: UserUpdate): string | null {
  if (!('mobile' in values || 'smsNumber' in values)) return null
  const { mobile, smsNumber } = { ...before, ...values }
  return digitsToFind([mobile, smsNumber])
}

/** The database does not say whose address is taken, so that no row is told of that the caller may not see; of one change it is known. */
function newEmailIn(updates: UserUpdate[]): string {
  return updates.find(({ values }) => values.email !== undefined)?.values.email ?? ''
}
