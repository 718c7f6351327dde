import { sql } from 'kysely'
import { type DirectoryTx, keptStatement, unread } from '../database/index.ts'

/** What failed, and when, in milliseconds since 1970. */
export type Failures = Record<string, number>

/**
 * What has failed under these counters? Locks them until the transaction ends and makes those that are missing, so that of parallel attempts
 * each sees the ones before it. In the order of their keys: two acts that need the same counters never wait for each other in a ring.
 */
export function lockCounters(
  tx: DirectoryTx,
  counters: Buffer[],
  expiresAt: Date,
): Promise<Array<{ counter: Buffer; failures: Failures }>> {
  return lock(tx, { counters: counters.toSorted(Buffer.compare), expiresAt })
}

const lock = keptStatement(
  (_db, { counters, expiresAt }: { counters: Buffer[]; expiresAt: Date }) => sql<{
    counter: Buffer
    failures: Failures
  }>`
    insert into app.failure_counters as known (counter, expires_at) select counter, ${expiresAt}::timestamptz from unnest(${counters}::bytea[]) counter
      on conflict (counter) do update set failures = known.failures
      returning counter, failures`,
)

/** What has failed under this counter? Locks nothing. */
export async function readFailures(tx: DirectoryTx, counter: Buffer): Promise<Failures> {
  const [row] = await read(tx, { counter })
  return (row?.failures ?? {}) as Failures
}

const read = keptStatement((db, { counter }: { counter: Buffer }) =>
  db.selectFrom('app.failureCounters').select('failures').where('counter', '=', counter),
)

/** Writes down what has failed under these counters. */
export async function writeFailures(
  tx: DirectoryTx,
  counters: Array<{ counter: Buffer; failures: Failures; expiresAt: Date }>,
): Promise<void> {
  await write(tx, {
    counters: counters.map(({ counter }) => counter),
    failures: counters.map(({ failures }) => JSON.stringify(failures)),
    ends: counters.map(({ expiresAt }) => expiresAt.toISOString()),
  })
}

const write = keptStatement(
  (_db, { counters, failures, ends }: { counters: Buffer[]; failures: string[]; ends: string[] }) => sql`
    update app.failure_counters known set failures = given.failures::jsonb, expires_at = given.expires_at
      from unnest(${counters}::bytea[], ${failures}::text[], ${ends}::timestamptz[]) given (counter, failures, expires_at)
     where known.counter = given.counter ${unread}`,
)

/** Strikes one failure from a counter. One statement, so that it needs no lock of its own. */
export async function strikeFailure(tx: DirectoryTx, counter: Buffer, what: string): Promise<void> {
  await strike(tx, { counter, what })
}

const strike = keptStatement((db, { counter, what }: { counter: Buffer; what: string }) =>
  db
    .updateTable('app.failureCounters')
    .set((eb) => ({ failures: eb('failures', '-', eb.val(what)) }))
    .where('counter', '=', counter)
    .modifyEnd(unread),
)

/** What begins so has ended, and failed. */
const ended = 'ended '

/** A failure is one that has ended. */
export async function markEnded(tx: DirectoryTx, counter: Buffer, what: string): Promise<void> {
  await mark(tx, { counter, what, name: `${ended}${what}` })
}

const mark = keptStatement(
  (_db, { counter, what, name }: { counter: Buffer; what: string; name: string }) => sql`
    update app.failure_counters set failures = failures - ${what}::text || jsonb_build_object(${name}::text, failures -> ${what}::text)
     where counter = ${counter} and failures ? ${what}::text ${unread}`,
)

/** Forgets the failures that have ended, and one that was none. */
export async function keepOnlyUnended(tx: DirectoryTx, counter: Buffer, what: string): Promise<void> {
  await keepUnended(tx, { counter, what, name: `${ended}%` })
}

const keepUnended = keptStatement(
  (_db, { counter, what, name }: { counter: Buffer; what: string; name: string }) => sql`
    update app.failure_counters
       set failures = (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(failures) where key not like ${name}::text and key <> ${what}::text)
     where counter = ${counter} ${unread}`,
)

/** Forgets a counter. */
export async function deleteCounter(tx: DirectoryTx, counter: Buffer): Promise<void> {
  await forget(tx, { counter })
}

const forget = keptStatement((db, { counter }: { counter: Buffer }) =>
  db.deleteFrom('app.failureCounters').where('counter', '=', counter).modifyEnd(unread),
)

/** Forgets what no limit looks at any more. */
export async function deleteExpiredCounters(tx: DirectoryTx, now: Date): Promise<void> {
  await tx.deleteFrom('app.failureCounters').where('expiresAt', '<', now).execute()
}
