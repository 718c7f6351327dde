import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { SubscriberFilter, SubscriberSort } from './schema.ts'

/** Who is in a part of a list, as a condition that an index has; written out, so that the planner knows that it has. */
export type Part = RawBuilder<boolean>

/**
 * The parts that a list in the order of an index is read in: whoever is in one comes before all who are in the next. Undefined: everybody.
 *
 * The state nearly says when subscribers were deployed and when they downloaded. So those of one state come behind all of another, where to look
 * for them one by one takes 350 ms of 250,000 subscribers: an index has them by state and time. Those who are new are in it only where they have
 * a time against expectation, so that adding and importing write nothing there; all others of them have none.
 */
export function partsOf(
  { state, linkExpired }: SubscriberFilter,
  sort: SubscriberSort,
  descending: boolean,
): Array<Part | undefined> {
  const time = times[sort as keyof typeof times]
  const known = linkExpired ? 'sent' : state
  if (time === undefined || known === undefined) return [undefined]
  if (known !== 'new') return [sql`state = ${sql.lit(known)}`]
  return descending ? [time.some, time.none] : [time.none, time.some]
}

/** Those who are new and have none, among all who have none, and those who have one. */
const times = {
  deployedAt: {
    none: sql<boolean>`deployed_key = '-infinity'`,
    some: sql<boolean>`state = 'new' and deployed_at is not null`,
  },
  downloadedAt: {
    none: sql<boolean>`downloaded_key = '-infinity'`,
    some: sql<boolean>`state = 'new' and downloaded_at is not null`,
  },
}

/** Reads a part as its index has it. The planner, who takes an account for small, would rather read all of the part and sort it. */
export async function inOrderOfIndex<Result>(
  tx: Tx,
  part: Part | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  if (!part) return read()
  await planWith(tx, 'off')
  const result = await read()
  await planWith(tx, null)
  return result
}

/** Whether the planner takes other ways than an index in its order; null: as it is set. A select, so that it counts as none that may write. */
async function planWith(tx: Tx, value: 'off' | null): Promise<void> {
  await tx
    .selectNoFrom(
      ['enable_sort', 'enable_bitmapscan'].map((way) => sql`set_config(${way}, ${value}, true)`.as(way)),
    )
    .execute()
}
