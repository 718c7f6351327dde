import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ActingUser } from '../audit/index.ts'
import type { Users } from '../users/index.ts'
import { nobodyHas } from './store.ts'

/** How many people have a number or can be given one, and how many of them have one that can be sent with. */
export interface CountOfPeople {
  people: number
  keeping: number
}

/** By whom numbers are given: a key changes no admin. */
type Giver = Pick<ActingUser, 'apiKey'>

/** How many are these people without those who are passed over, and how many of them keep their number? */
export async function countPeople(tx: Tx, users: Users, giver: Giver): Promise<CountOfPeople> {
  const row = await tx
    .selectFrom(users.select(['smsNumber', 'owners', 'role']).as('selected'))
    .select(counts(tx, 'selected', giver))
    .executeTakeFirstOrThrow()
  return { people: Number(row.people), keeping: Number(row.keeping) }
}

function counts(tx: Tx, table: string, { apiKey }: Giver) {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const keeps = canSendWith(tx, column('smsNumber'))
  // The rules of `whyNoOtherNumber` once more, for more people than are read.
  const isPassedOver = sql`(${column('owners')} ? 'smsNumber' or (${Boolean(apiKey)} and ${column('role')} = 'admin'))`
  return [
    sql<string>`count(*) filter (where ${keeps} or not ${isPassedOver})`.as('people'),
    sql<string>`count(*) filter (where ${keeps})`.as('keeping'),
  ]
}

/** Whether this is a number that can be sent with; looked up by itself. */
function canSendWith(tx: Tx, number: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (
    select from app.sms_numbers n
     where n.account_id = ${tx.accountId} and n.number = ${number} and n.gone_at is null offset 0)`
}

/** Nobody else changes the people who are still to do, until the transaction ends; two who ask for some of the same wait for each other. */
export async function lockPending(tx: Tx, operationId: string): Promise<void> {
  await sql`
    select count(*) from (
      select from app.users u
       where u.account_id = ${tx.accountId} and u.user_id in (
         select subject_id from app.operation_items
          where account_id = ${tx.accountId} and operation_id = ${operationId} and outcome = 'pending')
       order by u.user_id for update) as locked`.execute(tx)
}

/** How many people are still to do without those who are passed over, and how many of them keep their number? */
export async function countPending(tx: Tx, operationId: string, giver: Giver): Promise<CountOfPeople> {
  const [people, keeping] = counts(tx, 'u', giver)
  const { rows } = await sql<{ people: string; keeping: string }>`
    select ${people}, ${keeping}
      from app.operation_items i
      join app.users u on u.account_id = i.account_id and u.user_id = i.subject_id
     where i.account_id = ${tx.accountId} and i.operation_id = ${operationId} and i.outcome = 'pending'`.execute(
    tx,
  )
  return { people: Number(rows[0]?.people), keeping: Number(rows[0]?.keeping) }
}

/** Which are the lowest numbers that nobody has? */
export async function lowestFree(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select n.number from app.sms_numbers n
     where n.account_id = ${tx.accountId} and n.gone_at is null
           and ${nobodyHas(tx)}
     order by n.number limit ${limit}`.execute(tx)
  return rows.map(({ number }) => number)
}
