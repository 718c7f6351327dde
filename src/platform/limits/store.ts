import { sql } from 'kysely'
import { type DirectoryTx, keptPlan, unread } from '../database/index.ts'

/** What failed, and when, in milliseconds since 1970. */
export type Failures = Record<string, number>

/**
 * What has failed under these counters? Locks them until the transaction ends and makes those that are missing, so that of parallel attempts
 * each sees the ones before it. In the order of their keys: two acts that need the same counters never wait for each other in a ring.
 */
export async function lockCounters(
  tx: DirectoryTx,
  counters: Buffer[],
  expiresAt: Date,
): Promise<Array<{ counter: Buffer; failures: Failures }>> {
  const rows = await tx
    .insertInto('app.failureCounters')
    .values(counters.toSorted(Buffer.compare).map((counter) => ({ counter, expiresAt })))
    .onConflict((conflict) =>
      conflict.column('counter').doUpdateSet((eb) => ({ failures: eb.ref('app.failureCounters.failures') })),
    )
    .returning(['counter', 'failures'])
    .modifyEnd(keptPlan)
    .execute()
  return rows.map(({ counter, failures }) => ({ counter, failures: failures as Failures }))
}

/** What has failed under this counter? Locks nothing. */
export async function readFailures(tx: DirectoryTx, counter: Buffer): Promise<Failures> {
  const row = await tx
    .selectFrom('app.failureCounters')
    .select('failures')
    .where('counter', '=', counter)
    .modifyEnd(keptPlan)
    .executeTakeFirst()
  return (row?.failures ?? {}) as Failures
}

/** Writes down what has failed under a counter. */
export async function writeFailures(
  tx: DirectoryTx,
  counter: Buffer,
  failures: Failures,
  expiresAt: Date,
): Promise<void> {
  await tx
    .updateTable('app.failureCounters')
    .set({ failures: JSON.stringify(failures), expiresAt })
    .where('counter', '=', counter)
    .modifyEnd(sql`${unread} ${keptPlan}`)
    .execute()
}

/** Strikes one failure from a counter. One statement, so that it needs no lock of its own. */
export async function strikeFailure(tx: DirectoryTx, counter: Buffer, what: string): Promise<void> {
  await tx
    .updateTable('app.failureCounters')
    .set((eb) => ({ failures: eb('failures', '-', eb.val(what)) }))
    .where('counter', '=', counter)
    .modifyEnd(sql`${unread} ${keptPlan}`)
    .execute()
}

/** Forgets a counter. */
export async function deleteCounter(tx: DirectoryTx, counter: Buffer): Promise<void> {
  await tx
    .deleteFrom('app.failureCounters')
    .where('counter', '=', counter)
    .modifyEnd(sql`${unread} ${keptPlan}`)
    .execute()
}

/** Forgets what no limit looks at any more. */
export async function deleteExpiredCounters(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.failureCounters').where('expiresAt', '<', now).execute()
}
