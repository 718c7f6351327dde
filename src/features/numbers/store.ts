import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { withNumbersJoined } from '../users/index.ts'

/** A number of the account's Twilio account, and who has it. */
export interface SmsNumberRow {
  number: string
  friendlyName: string
  country: string | null
  goneAt: Date | null
  userId: string | null
  firstName: string | null
  lastName: string | null
}

/** What a synchronisation keeps of a number. */
export interface SeenNumber {
  number: string
  sid: string
  friendlyName: string
  country: string | null
}

/** Which numbers a list is of. */
export interface NumberFilter {
  search?: string | undefined
  free?: boolean | undefined
}

/**
 * Which numbers match, in their order, after that one? What Twilio does not have any more is listed as long as somebody has it.
 */
export async function listNumbers(
  tx: Tx,
  filter: NumberFilter,
  limit: number,
  after: string | undefined,
): Promise<SmsNumberRow[]> {
  return matching(tx, filter)
    .select(['n.number', 'n.friendlyName', 'n.country', 'n.goneAt', 'u.userId', 'u.firstName', 'u.lastName'])
    .$if(after !== undefined, (query) => query.where('n.number', '>', after as string))
    .orderBy('n.number')
    .limit(limit)
    .execute()
}

/** How many numbers match? */
export async function countNumbers(tx: Tx, filter: NumberFilter): Promise<number> {
  const row = await matching(tx, filter)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function matching(tx: Tx, { search, free }: NumberFilter) {
  return tx
    .selectFrom('app.smsNumbers as n')
    .leftJoinLateral(
      // Looked up one by one: the planner, who knows nothing of an account's size, would go through all people for each number.
      (eb) =>
        eb
          .selectFrom('app.users')
          .select(['userId', 'firstName', 'lastName'])
          .where('app.users.accountId', '=', tx.accountId)
          .where(sql<boolean>`users.sms_number = n.number ${asInUsers}`)
          .offset(0)
          .as('u'),
      (join) => join.onTrue(),
    )
    .where('n.accountId', '=', tx.accountId)
    .where((eb) => eb.or([eb('n.goneAt', 'is', null), eb('u.userId', 'is not', null)]))
    .$if(free !== undefined, (query) => query.where('u.userId', free ? 'is' : 'is not', null))
    .$if(Boolean(search), (query) => query.where(found(search as string)))
}

/** A name that has the words, or a number that has the digits: dialled from abroad (`0049171…`) or at home (`0171…`), its zeros are no part of it. */
function found(search: string) {
  const number = withNumbersJoined(search.trim())
  const digits = /^[\d\s]+$/.test(number) ? number.replace(/\s/g, '').replace(/^0+/, '') : ''
  const inName = sql<boolean>`position(app.fold(${search}) in app.fold(n.friendly_name)) > 0`
  return digits === '' ? inName : sql<boolean>`(position(${digits} in n.number) > 0 or ${inName})`
}

/** How many numbers can be sent with, and how many of those has nobody? */
export async function countTotals(tx: Tx): Promise<{ numbers: number; free: number }> {
  const { rows } = await sql<{ numbers: string; free: string }>`
    select count(*) as numbers, count(*) filter (where ${nobodyHas(tx)}) as free
      from app.sms_numbers n
     where n.account_id = ${tx.accountId} and n.gone_at is null`.execute(tx)
  return { numbers: Number(rows[0]?.numbers), free: Number(rows[0]?.free) }
}

/**
 * Who gives single numbers, and whoever gives many or brings the list up to date, wait for each other until the transaction ends: `shared` lets others
 * give single ones meanwhile. Whoever locks people too, locks them before: then nobody who holds this lock waits for a person.
 */
export async function lockNumbers(tx: Tx, how: 'shared' | 'alone'): Promise<void> {
  const key = sql`hashtextextended(${`sms numbers of ${tx.accountId}`}, 0)`
  const lock =
    how === 'shared' ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`
  await sql`select ${lock}`.execute(tx)
}

/** Which of these numbers can be sent with? */
export async function knownAmong(tx: Tx, numbers: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    select number from app.sms_numbers
     where account_id = ${tx.accountId} and number = any(${numbers}::text[]) and gone_at is null`.execute(tx)
  return new Set(rows.map(({ number }) => number))
}

/** How many of the numbers that can be sent with are not among those that were seen? */
export async function countGone(tx: Tx, seen: string[]): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from app.sms_numbers n
     where n.account_id = ${tx.accountId} and n.gone_at is null and ${notAmong(seen)}`.execute(tx)
  return Number(rows[0]?.count)
}

/** Keeps what was seen; what was gone and is seen again, is back. */
export async function keepSeen(tx: Tx, seen: SeenNumber[], now: Date): Promise<void> {
  await sql`
    insert into app.sms_numbers (account_id, number, twilio_sid, friendly_name, country, seen_at)
    select ${tx.accountId}, given.number, given.sid, given.name, given.country, ${now}
      from unnest(
        ${seen.map(({ number }) => number)}::text[],
        ${seen.map(({ sid }) => sid)}::text[],
        ${seen.map(({ friendlyName }) => friendlyName)}::text[],
        ${seen.map(({ country }) => country)}::text[]
      ) as given(number, sid, name, country)
    on conflict (account_id, number) do update
       set twilio_sid = excluded.twilio_sid, friendly_name = excluded.friendly_name, country = excluded.country,
           seen_at = excluded.seen_at, gone_at = null`.execute(tx)
}

/** Of what was not seen, forgets what nobody has, and marks the rest as gone. */
export async function dropUnseen(tx: Tx, seen: string[], now: Date): Promise<void> {
  await sql`
    delete from app.sms_numbers n
     where n.account_id = ${tx.accountId} and ${notAmong(seen)}
           and ${nobodyHas(tx)}`.execute(tx)
  await sql`
    update app.sms_numbers n set gone_at = ${now}
     where n.account_id = ${tx.accountId} and n.gone_at is null and ${notAmong(seen)}`.execute(tx)
}

/** Numbers are kept here in the order of their bytes; the index of people by number is in the database's own order. */
const asInUsers = sql`collate "default"`

/** Whether nobody has a row of `app.sms_numbers as n`; looked up for each by itself, as in the list. */
export function nobodyHas(tx: Tx) {
  return sql<boolean>`not exists (
    select from app.users u where u.account_id = ${tx.accountId} and u.sms_number = n.number ${asInUsers} offset 0)`
}

function notAmong(seen: string[]) {
  return sql`not exists (select from unnest(${seen}::text[]) as given(number) where given.number = n.number)`
}
