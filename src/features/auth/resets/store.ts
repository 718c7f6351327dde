import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** A reset that nobody has finished. */
export interface ResetRow {
  resetId: string
  userId: string
  expiresAt: Date
  openedAt: Date | null
  codeFailures: number
}

/** A reset to be kept. */
export interface NewReset {
  resetId: string
  userId: string
  tokenHash: Buffer
}

/** Adds resets, each in place of every one that its person had. */
export async function replaceResets(
  tx: Tx,
  resets: NewReset[],
  common: { sentBy: 'person' | 'admin'; createdAt: Date; expiresAt: Date },
): Promise<void> {
  const [ids, userIds, hashes] = [
    resets.map(({ resetId }) => resetId),
    resets.map(({ userId }) => userId),
    resets.map(({ tokenHash }) => tokenHash),
  ]
  // Used ones too: a person has one row at most.
  await tx
    .deleteFrom('app.passwordResets')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
  await sql`insert into app.password_resets (account_id, reset_id, user_id, token_hash, sent_by, created_at, expires_at)
    select ${tx.accountId}, r.reset_id, r.user_id, r.token_hash, ${common.sentBy}, ${common.createdAt}, ${common.expiresAt}
      from unnest(${ids}::uuid[], ${userIds}::uuid[], ${hashes}::bytea[]) r (reset_id, user_id, token_hash)`.execute(
    tx,
  )
}

/** Ends the unfinished resets of these people. */
export async function deleteResetsOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.passwordResets')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .where('usedAt', 'is', null)
    .execute()
}

/** Ends all resets of the account's own people. */
export async function deleteAllResets(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.passwordResets').where('accountId', '=', tx.accountId).execute()
}

/** Was this reset of a person made already, or a newer one? Ids are made in the order of time. */
export async function hasResetSince(tx: Tx, userId: string, resetId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.passwordResets')
    .select('resetId')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('resetId', '>=', resetId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const columns = ['resetId', 'userId', 'expiresAt', 'openedAt', 'codeFailures'] as const

/** Which unfinished reset has this link? Expired ones too. */
export async function findReset(tx: Tx, tokenHash: Buffer): Promise<ResetRow | undefined> {
  return tx
    .selectFrom('app.passwordResets')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
}

/** Which unfinished reset is this? Expired ones too. */
export async function readReset(tx: Tx, resetId: string): Promise<ResetRow | undefined> {
  return tx
    .selectFrom('app.passwordResets')
    .select(columns)
    .where('accountId', '=', tx.accountId)
    .where('resetId', '=', resetId)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
}

/** The time of the code begins. A second press changes nothing. @returns when it began; undefined: there is no such reset any more */
export async function openReset(tx: Tx, resetId: string, now: Date): Promise<Date | undefined> {
  const row = await tx
    .updateTable('app.passwordResets')
    .set((eb) => ({ openedAt: eb.fn.coalesce('openedAt', eb.val(now)) }))
    .where('accountId', '=', tx.accountId)
    .where('resetId', '=', resetId)
    .where('usedAt', 'is', null)
    .returning('openedAt')
    .executeTakeFirst()
  return row?.openedAt ?? undefined
}

/**
 * Counts a code as wrong before it is compared.
 * @returns how many were wrong so far, this one included; undefined when no more may be tried
 */
export async function countCodeFailure(
  tx: Tx,
  resetId: string,
  failuresMax: number,
): Promise<number | undefined> {
  const row = await tx
    .updateTable('app.passwordResets')
    .set((eb) => ({ codeFailures: eb('codeFailures', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('resetId', '=', resetId)
    .where('usedAt', 'is', null)
    .where('codeFailures', '<', failuresMax)
    .returning('codeFailures')
    .executeTakeFirst()
  return row?.codeFailures
}

/** The code was right after all. */
export async function uncountCodeFailure(tx: Tx, resetId: string): Promise<void> {
  await tx
    .updateTable('app.passwordResets')
    .set((eb) => ({ codeFailures: eb('codeFailures', '-', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('resetId', '=', resetId)
    .execute()
}

/** Uses up a reset. One statement, so that of two uses one wins. @returns whether this one did */
export async function spendReset(tx: Tx, resetId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('app.passwordResets')
    .set({ usedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('resetId', '=', resetId)
    .where('usedAt', 'is', null)
    .returning('resetId')
    .executeTakeFirst()
  return row !== undefined
}
