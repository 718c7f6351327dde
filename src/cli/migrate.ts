import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'

/** `rollcall migrate`. */
export async function migrateDatabase(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const database = await openOrStartDatabase(config, log)
  try {
    await migrateNow(database, log)
    console.log('The database is at the newest schema.')
  } finally {
    await database.stop()
  }
}
