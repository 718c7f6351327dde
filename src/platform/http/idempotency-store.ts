import type { Tx } from '../database/index.ts'

/** What was answered under a key: status, and the sealed rest where it was kept. */
export interface KeptAnswer {
  requestMac: Buffer
  status: number | null
  answer: string | null
}

/**
 * Is this the first request with the key since `expired`? Then the key is taken. While another transaction holds it, this waits for that one's end.
 */
export async function takeKey(
  tx: Tx,
  keyMac: Buffer,
  key: { requestMac: Buffer; status: number | null; now: Date; expired: Date },
): Promise<boolean> {
  const values = { requestMac: key.requestMac, status: key.status, answer: null, createdAt: key.now }
  const taken = await tx
    .insertInto('app.idempotencyKeys')
    .values({ accountId: tx.accountId, keyMac, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'keyMac'])
        .doUpdateSet(values)
        .where('app.idempotencyKeys.createdAt', '<=', key.expired),
    )
    .returning('keyMac')
    .executeTakeFirst()
  return taken !== undefined
}

/** What was answered under this key? */
export async function readKeptAnswer(tx: Tx, keyMac: Buffer): Promise<KeptAnswer> {
  return keptAnswer(tx, keyMac).executeTakeFirstOrThrow()
}

/** Was anything answered under this key since `expired`, and what? */
export async function findKeptAnswer(tx: Tx, keyMac: Buffer, expired: Date): Promise<KeptAnswer | undefined> {
  return keptAnswer(tx, keyMac).where('createdAt', '>', expired).executeTakeFirst()
}

const keptAnswer = (tx: Tx, keyMac: Buffer) =>
  tx
    .selectFrom('app.idempotencyKeys')
    .select(['requestMac', 'status', 'answer'])
    .where('accountId', '=', tx.accountId)
    .where('keyMac', '=', keyMac)

/** Keeps what is about to be answered under a key that this transaction took. */
export async function keepAnswer(tx: Tx, keyMac: Buffer, status: number, answer: string): Promise<void> {
  await tx
    .updateTable('app.idempotencyKeys')
    .set({ status, answer })
    .where('accountId', '=', tx.accountId)
    .where('keyMac', '=', keyMac)
    .execute()
}

/** Did another request take a key of this account since then? */
export async function otherKeySince(tx: Tx, keyMac: Buffer, since: Date): Promise<boolean> {
  const other = await tx
    .selectFrom('app.idempotencyKeys')
    .select('keyMac')
    .where('accountId', '=', tx.accountId)
    .where('createdAt', '>=', since)
    .where('keyMac', '!=', keyMac)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

/** Deletes the keys that were taken up to then. */
export async function deleteKeys(tx: Tx, upTo: Date): Promise<void> {
  await tx
    .deleteFrom('app.idempotencyKeys')
    .where('accountId', '=', tx.accountId)
    .where('createdAt', '<=', upTo)
    .execute()
}
