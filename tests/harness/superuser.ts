import pg from 'pg'
import type { TestDatabase } from './database.ts'

/** Connections that wait for the next statement: making one costs ten times what most statements do, and tests poll. */
const pools = new Map<string, pg.Pool>()

/**
 * Runs one statement as superuser, whom no fence holds: for looking at what is really stored, and for making what no route makes yet.
 * @returns its rows, columns named as in SQL
 */
// biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for.
export async function asSuperuser<Row = any>(
  database: TestDatabase,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await poolOf(database).query(statement, values)).rows as Row[]
}

function poolOf({ superuserUrl }: TestDatabase): pg.Pool {
  const known = pools.get(superuserUrl)
  if (known) return known
  const pool = new pg.Pool({
    connectionString: superuserUrl,
    max: 10,
    // The next file has a database of its own, and never asks for these.
    idleTimeoutMillis: 2_000,
    allowExitOnIdle: true,
  })
  // The server stops before they have gone.
  pool.on('error', () => {})
  pools.set(superuserUrl, pool)
  return pool
}
