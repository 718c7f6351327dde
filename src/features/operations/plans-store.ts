import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/**
 * Has the connection plan anew what it remembers. Checks of foreign keys keep the plan of their first rows: made while a table was small, it may read
 * all rows of the account for each row that a bulk act adds, by an index that then seemed as good as the key.
 */
export async function forgetPlans(tx: Tx): Promise<void> {
  await sql`discard plans`.execute(tx)
}
