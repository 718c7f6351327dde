import pg from 'pg'
import type { TestDatabase } from './database.ts'

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
  const client = new pg.Client({ connectionString: database.superuserUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement, values)).rows as Row[]
  } finally {
    await client.end()
  }
}
