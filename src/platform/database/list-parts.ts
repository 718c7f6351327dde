import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** Who is in a part of a list, as a condition that an index has; written out, so that the planner knows that it has (decision 0038). */
export type Part = RawBuilder<boolean>

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
