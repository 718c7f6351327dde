import { type RawBuilder, sql } from 'kysely'
import { type Tx, whenViolated } from '#platform/database/index.ts'
import { emailTaken, locationUnknown, smsNumberTaken } from './errors.ts'
import { digitsToFind } from './fields.ts'
import { refreshSearch } from './search-store.ts'
import type { ChangedBy, UserRow, UserValues } from './store.ts'

/** A person as they stand, and what is to be changed of them. */
export interface UserUpdate {
  before: UserRow
  values: UserValues
}

const typeOf: Record<keyof UserValues, string> = {
  email: 'text',
  mobile: 'text',
  smsNumber: 'text',
  role: 'text',
  locationId: 'uuid',
  language: 'text',
  status: 'text',
}
const numbers = ['mobile', 'smsNumber'] as const
const foundBy = ['email', ...numbers] as const

/**
 * Changes people, whom the caller has locked, in one statement; each version is one higher. Columns that nobody's change names are left alone, so that
 * nothing is made anew of them.
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
  const columns = columnsOf(updates)
  const names = columns.map(({ name }) => name)
  // The account stands beside each id, so that the planner looks each person up by their key. Of one account that is named once it believes, behind
  // the fence, that it has few people, and reads them all for each thousand.
  const changed = await sql<Pick<UserRow, 'userId' | 'version'>>`
    update app.users u
       set ${sql.join(columns.map(({ name, set }) => sql`${sql.ref(name)} = ${set}`))}, version = u.version + 1,
           last_modified_at = ${now}, last_modified_by = ${by.userId}, last_modified_by_name = ${by.name},
           last_modified_fields = string_to_array(given.fields, ',')
      from unnest(
        ${updates.map(() => tx.accountId)}::uuid[],
        ${updates.map(idOf)}::uuid[],
        ${updates.map(({ values }) => Object.keys(values).join(','))}::text[],
        ${sql.join(columns.map(({ given }) => given))}
      ) as given(account_id, user_id, fields, ${sql.join(names.map((name) => sql.ref(name)))})
     where u.account_id = given.account_id and u.user_id = given.user_id
    returning u.user_id, u.version`
    .execute(tx)
    .catch(whenViolated('users_email', () => emailTaken(newEmailIn(updates))))
    .catch(whenViolated('users_sms_number', smsNumberTaken))
    .catch(whenViolated('users_location', locationUnknown))
  const foundAnew = updates.filter((update) => changesOneOf(foundBy, update))
  if (foundAnew.length > 0) await refreshSearch(tx, foundAnew.map(idOf))
  const versions = new Map(changed.rows.map(({ userId, version }) => [userId, version]))
  return new Map(
    updates.flatMap((update): Array<[string, UserRow]> => {
      const version = versions.get(idOf(update))
      return version === undefined ? [] : [[idOf(update), { ...afterwards(update, by, now), version }]]
    }),
  )
}

/** How they are once it is written; what is locked is not read again. */
function afterwards({ before, values }: UserUpdate, by: ChangedBy, now: Date): UserRow {
  const lastModifiedFields = Object.keys(values)
  return { ...before, ...values, lastModifiedAt: now, lastModifiedByName: by.name, lastModifiedFields }
}

interface Column {
  name: string
  /** An array with what each person is given. */
  given: RawBuilder<unknown>
  /** What it becomes of that. */
  set: RawBuilder<unknown>
}

function columnsOf(updates: UserUpdate[]): Column[] {
  const fields = (Object.keys(typeOf) as Array<keyof UserValues>).filter((field) =>
    updates.some((update) => changesOneOf([field], update)),
  )
  const columns = fields.map((field) => {
    const each = updates.map(({ before, values }) => ({ [field]: before[field], ...values })[field])
    const type = sql.raw(typeOf[field])
    return { name: field, given: sql`${each}::${type}[]`, set: sql`${sql.ref(`given.${field}`)}` }
  })
  if (!updates.some((update) => changesOneOf(numbers, update))) return columns
  const given = sql`${updates.map(newDigits)}::text[]`
  return [...columns, { name: 'phoneDigits', given, set: sql`coalesce(given.phone_digits, u.phone_digits)` }]
}

function changesOneOf(fields: readonly string[], { values }: UserUpdate): boolean {
  return fields.some((field) => field in values)
}

function idOf({ before }: UserUpdate): string {
  return before.userId
}

/** Made anew only where a number changes: reading numbers costs more than writing people. */
function newDigits(update: UserUpdate): string | null {
  if (!changesOneOf(numbers, update)) return null
  const { mobile, smsNumber } = { ...update.before, ...update.values }
  return digitsToFind([mobile, smsNumber])
}

/** The database does not say whose address is taken, so that no row is told of that the caller may not see; of one change it is known. */
function newEmailIn(updates: UserUpdate[]): string {
  return updates.find(({ values }) => values.email !== undefined)?.values.email ?? ''
}
