/**
 * Writes what is generated from the database: `migrations/schema.sql` and the table types. Run it after changing a
 * migration; a test compares the committed files with a freshly migrated database.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describeSchema, migrate } from '#platform/database/index.ts'
import { startEmbeddedPostgres } from '#platform/database/launcher/index.ts'
import { createLog } from '#platform/log/log.ts'
import { generateTypes } from './table-types.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-schema-'))
const log = createLog({ level: 'warn' })
const server = await startEmbeddedPostgres({
  dataDir,
  log: (line) => log.debug(line),
  settings: { fsync: 'off' },
})
try {
  const { ownerUrl, runtimeUrl } = server
  await migrate({ ownerUrl, runtimeUrl, migrationsDir: 'migrations', log })
  await writeFile('migrations/schema.sql', await schemaText(ownerUrl))
  await writeFile('src/platform/database/schema.generated.ts', await generateTypes(ownerUrl))
} finally {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}

async function schemaText(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await describeSchema(client)
  } finally {
    await client.end()
  }
}
