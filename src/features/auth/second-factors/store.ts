import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** A second factor that counts. */
export interface SecondFactorRow {
  sealedSecret: string
  confirmedAt: Date
}

/** Has this person a second factor? */
export async function findSecondFactor(tx: Tx, userId: string): Promise<SecondFactorRow | undefined> {
  return tx
    .selectFrom('app.secondFactors')
    .select(['sealedSecret', 'confirmedAt'])
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .executeTakeFirst()
}

/** Gives the person a second factor in place of the one they had; `timeStep` is that of the code that confirmed it. */
export async function upsertSecondFactor(
  tx: Tx,
  userId: string,
  factor: SecondFactorRow & { timeStep: number },
): Promise<void> {
  const { timeStep: lastTimeStep, ...values } = factor
  const row = { ...values, lastTimeStep, failures: 0 }
  await tx
    .insertInto('app.secondFactors')
    .values({ accountId: tx.accountId, userId, ...row })
    .onConflict((conflict) => conflict.columns(['accountId', 'userId']).doUpdateSet(row))
    .execute()
}

/** These people have no second factor any more, nor one that is being set up. @returns how many had one */
export async function deleteSecondFactorsOf(tx: Tx, userIds: string[]): Promise<number> {
  const ofThese = sql<string>`any(${userIds}::uuid[])`
  await tx
    .deleteFrom('app.secondFactorEnrolments')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', ofThese)
    .execute()
  await tx
    .deleteFrom('app.recoveryCodes')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', ofThese)
    .execute()
  const { numDeletedRows } = await tx
    .deleteFrom('app.secondFactors')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', ofThese)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Counts a try as failed before it is looked at. @returns failures in a row, this one included; undefined: no second factor */
export async function countFailure(tx: Tx, userId: string): Promise<number | undefined> {
  const row = await tx
    .updateTable('app.secondFactors')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .returning('failures')
    .executeTakeFirst()
  return row?.failures
}

/** The person starts anew with no failures. */
export async function resetFailures(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('app.secondFactors')
    .set({ failures: 0 })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .execute()
}

/**
 * Takes the code of a step, and forgets the failures. One statement, so that of two who bring the same code one wins.
 * @returns whether no code of this step or a later one was taken before (RFC 6238, 5.2)
 */
export async function takeTimeStep(tx: Tx, userId: string, timeStep: number): Promise<boolean> {
  const row = await tx
    .updateTable('app.secondFactors')
    .set({ lastTimeStep: timeStep, failures: 0 })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where((eb) => eb.or([eb('lastTimeStep', 'is', null), eb('lastTimeStep', '<', String(timeStep))]))
    .returning('userId')
    .executeTakeFirst()
  return row !== undefined
}

/** Begins to set up a second factor; one that was begun before is forgotten. */
export async function upsertEnrolment(
  tx: Tx,
  userId: string,
  enrolment: { sealedSecret: string; createdAt: Date },
): Promise<void> {
  await tx
    .insertInto('app.secondFactorEnrolments')
    .values({ accountId: tx.accountId, userId, ...enrolment })
    .onConflict((conflict) => conflict.columns(['accountId', 'userId']).doUpdateSet(enrolment))
    .execute()
}

/** Which second factor is the person setting up, if they began after this moment? */
export async function findEnrolment(tx: Tx, userId: string, after: Date): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.secondFactorEnrolments')
    .select('sealedSecret')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('createdAt', '>', after)
    .executeTakeFirst()
  return row?.sealedSecret
}

/** The person is setting up none any more. */
export async function deleteEnrolment(tx: Tx, userId: string): Promise<void> {
  await tx
    .deleteFrom('app.secondFactorEnrolments')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .execute()
}

/** Gives the person these recovery codes, and none that they had before. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, codeHashes: Buffer[]): Promise<void> {
  await tx
    .deleteFrom('app.recoveryCodes')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .execute()
  await tx
    .insertInto('app.recoveryCodes')
    .values(codeHashes.map((codeHash) => ({ accountId: tx.accountId, userId, codeHash })))
    .execute()
}

/** Uses up a recovery code. One statement, so that of two uses one wins. @returns whether it was there and not used */
export async function spendRecoveryCode(
  tx: Tx,
  userId: string,
  codeHash: Buffer,
  now: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('app.recoveryCodes')
    .set({ usedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .returning('userId')
    .executeTakeFirst()
  return row !== undefined
}

/** How many recovery codes has the person left? */
export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const { left } = await tx
    .selectFrom('app.recoveryCodes')
    .select((eb) => eb.fn.countAll<string>().as('left'))
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}
