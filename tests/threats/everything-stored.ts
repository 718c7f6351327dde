import { asSuperuser } from '#tests/harness/superuser.ts'
import type { TestDatabase } from '../harness/database.ts'

/** One table of the database, every row as JSON text. */
export interface StoredTable {
  table: string
  rows: string[]
}

/**
 * Reads every table there is as a thief of a backup would: the schemas of the product and of its queue, the statistics that PostgreSQL keeps
 * of columns, and large objects. `bytea` comes in hexadecimal.
 */
export async function everythingStored(database: TestDatabase): Promise<StoredTable[]> {
  const tables = await asSuperuser<{ name: string }>(
    database,
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      order by 1`,
  )
  const names = [...tables.map(({ name }) => name), 'pg_catalog.pg_largeobject', 'pg_catalog.pg_stats']
  await asSuperuser(database, 'analyze')
  return Promise.all(
    names.map(async (table) => {
      const rows = await asSuperuser<{ text: string }>(
        database,
        `select to_jsonb(r)::text as text from ${table} r`,
      )
      return { table, rows: rows.map(({ text }) => text) }
    }),
  )
}
