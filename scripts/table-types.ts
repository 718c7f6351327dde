import { Kysely, PostgresDialect } from 'kysely'
import { generate, getDialect } from 'kysely-codegen'
import pg from 'pg'

/** The TypeScript types of our tables, in camelCase, as the program's queries see them. */
export async function generateTypes(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url })
  // The pool answers `end` before its connections are gone; a server that stops then must not end this process.
  pool.on('error', () => {})
  const db = new Kysely<never>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await generate({
      camelCase: true,
      db,
      defaultSchemas: ['none'],
      dialect: getDialect('postgres'),
      includePattern: 'app.*',
    })
  } finally {
    await db.destroy()
  }
}
