import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type DB, sortedMatchesMax, type Tx } from '#platform/database/index.ts'
import { readAccount } from '../accounts/index.ts'
import { holdersOf } from './licences-store.ts'
import type { UserFilter, UserProperty } from './schema.ts'
import { usersByKey } from './search-store.ts'

/** People to be read. */
export type Users = SelectQueryBuilder<DB, 'app.users', object>

/** Nobody is both. Neither the planner nor the search sees that: they would look at everybody. */
export function isNobody({ property = [] }: Partial<UserFilter>): boolean {
  return property.includes('registered') && property.includes('unregistered')
}

/** The people with these ids. */
export function usersAmong(tx: Tx, userIds: string[]): Users {
  return tx.selectFrom(usersByKey(tx, userIds).as('users')) as unknown as Users
}

/** Whom a filter without its search lets through, to be read all of them. */
export async function matches(tx: Tx, filter: UserFilter): Promise<Users> {
  const few = await fewNamed(tx, filter)
  if (few) return narrowed(tx, filter, usersAmong(tx, few))
  return narrowed(tx, filter, undefined, filter.smsNumber === undefined ? gathered : oneByOne)
}

/** To whom a product or an operation narrows the list, where they are few: then they are looked up, and nobody else. */
async function fewNamed(
  tx: Tx,
  { product, operationId, smsNumber }: UserFilter,
): Promise<string[] | undefined> {
  // One person at most has the number.
  if (smsNumber !== undefined) return undefined
  const most = sortedMatchesMax + 1
  const holders = product === undefined ? undefined : await holdersOf(tx, product, most)
  if (holders && holders.length < most) return holders
  const done = operationId === undefined ? undefined : await doneBy(tx, operationId, most)
  return done && done.length < most ? done : undefined
}

/** To whom did the operation do something, no more than the limit? */
async function doneBy(tx: Tx, operationId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.operationItems')
    .select('subjectId')
    .where('accountId', '=', tx.accountId)
    .where('operationId', '=', operationId)
    .where('outcome', '=', 'done')
    .limit(limit)
    .execute()
  return rows.map((row) => row.subjectId)
}

/** How what stands in another table is asked for: of each person anew, or gathered once, which is cheaper where everybody is read. */
type Asked = (ids: RawBuilder<unknown>, id: RawBuilder<unknown>) => RawBuilder<boolean>
const oneByOne: Asked = (ids, id) => sql<boolean>`exists (${ids} and ${id} = users.user_id offset 0)`
/** A condition that is compared with true is none by which the planner joins. */
const gathered: Asked = (ids) => sql<boolean>`(user_id in (${ids})) is true`

const conditions: Record<UserProperty, RawBuilder<boolean>> = {
  admins: sql`role = 'admin'`,
  users: sql`true`,
  registered: sql`registered_at is not null`,
  unregistered: sql`registered_at is null`,
  'pbx-users': sql`on_pbx`,
  'micloud-connected': sql`micloud_connected`,
  'iot-connected': sql`iot_connected`,
  inactive: sql`status = 'inactive'`,
  location: sql`location_id is not null`,
}

/**
 * The account's people that a filter without its search lets through. With a search the same conditions stand in `app.user_conditions`; a test
 * compares the two.
 * @param users among whom; all where not given
 */
export function narrowed(
  tx: Tx,
  { property = [], product, smsNumber, locationId, operationId }: Partial<UserFilter>,
  users: Users = tx.selectFrom('app.users'),
  asked: Asked = oneByOne,
): Users {
  const all = [
    isNobody({ property }) && sql<boolean>`false`,
    ...property.map((each) => conditions[each]),
    locationId !== undefined && sql<boolean>`location_id = ${locationId}`,
    smsNumber !== undefined && sql<boolean>`sms_number = ${smsNumber}`,
    operationId !== undefined &&
      asked(
        sql`select i.subject_id from app.operation_items i
         where i.account_id = ${tx.accountId} and i.operation_id = ${operationId} and i.outcome = 'done'`,
        sql`i.subject_id`,
      ),
    product !== undefined &&
      asked(
        sql`select l.user_id from app.licences l where l.account_id = ${tx.accountId} and l.product = ${product}`,
        sql`l.user_id`,
      ),
  ]
  return all
    .filter((condition) => condition !== false)
    .reduce((query, condition) => query.where(condition), users.where('accountId', '=', tx.accountId))
}

/** UA-20: a number without its country code is one of the account's country. What is no number is nobody's. */
export async function withSmsNumberSpelt(tx: Tx, filter: UserFilter): Promise<UserFilter> {
  if (filter.smsNumber === undefined) return filter
  const country = (await readAccount(tx))?.country as Parameters<typeof parsePhoneNumberFromString>[1]
  const number = parsePhoneNumberFromString(filter.smsNumber, country)
  return { ...filter, smsNumber: number?.number ?? filter.smsNumber }
}
