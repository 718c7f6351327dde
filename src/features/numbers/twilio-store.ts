import type { Tx } from '#platform/database/index.ts'

/** How the last try with a Twilio account went. */
export interface Standing {
  state: 'unchecked' | 'working' | 'failing'
  failureCode: string | null
  failure: string | null
}

/** The Twilio account of an account, as it is stored. */
export interface TwilioRow extends Standing {
  origin: string
  accountSid: string
  keySid: string | null
  /** Sealed. */
  secret: string
  userNumbers: boolean
  synchronisedAt: Date | null
  version: number
}

const connectionFields = ['origin', 'accountSid', 'keySid', 'secret'] as const

/** Where an account signs in, and as whom. */
export type Connection = Pick<TwilioRow, (typeof connectionFields)[number]>

const columns = [
  ...connectionFields,
  'userNumbers',
  'state',
  'failureCode',
  'failure',
  'synchronisedAt',
  'version',
] as const

/** Which Twilio account has the account? `lock` keeps others from changing it until the transaction ends. */
export async function readTwilio(tx: Tx, lock = false): Promise<TwilioRow | undefined> {
  const row = await tx
    .selectFrom('app.twilioAccounts')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as TwilioRow | undefined
}

/** Joins the account with a Twilio account, in place of the one it has, if any. Whether people get numbers stays as it is. */
export async function putTwilio(tx: Tx, values: Connection & Standing, now: Date): Promise<TwilioRow> {
  const row = await tx
    .insertInto('app.twilioAccounts')
    .values({ accountId: tx.accountId, ...values, changedAt: now })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet((eb) => ({
        ...values,
        changedAt: now,
        version: eb('app.twilioAccounts.version', '+', 1),
      })),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as TwilioRow
}

/** Other settings: the next version. */
export async function updateTwilio(
  tx: Tx,
  values: Partial<Connection & Pick<TwilioRow, 'userNumbers'> & Standing>,
  now: Date,
): Promise<TwilioRow> {
  const row = await tx
    .updateTable('app.twilioAccounts')
    .set((eb) => ({ ...values, changedAt: now, version: eb('version', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as TwilioRow
}

/** How a try with this connection went; says nothing where there is another meanwhile. */
export async function markStanding(
  tx: Tx,
  { origin, accountSid, keySid, secret }: Connection,
  standing: Standing & { synchronisedAt?: Date },
): Promise<void> {
  await tx
    .updateTable('app.twilioAccounts')
    .set(standing)
    .where('accountId', '=', tx.accountId)
    .where('origin', '=', origin)
    .where('accountSid', '=', accountSid)
    .where('keySid', 'is not distinct from', keySid)
    .where('secret', '=', secret)
    .execute()
}

/** Whether both are reached at the same place, as the same, with the same secret: its sealed text is a new one each time it is entered. */
export function isSameConnection(one: Connection, other: Connection | undefined): boolean {
  return connectionFields.every((field) => one[field] === other?.[field])
}

/** The account has no Twilio account any more. */
export async function deleteTwilio(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.twilioAccounts').where('accountId', '=', tx.accountId).execute()
}
