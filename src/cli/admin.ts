import { addPartnerWithLink } from '#features/auth/index.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'
import { buildPlatform } from './wire.ts'

/** `rollcall admin add-partner`: prints the one-time set-up link for the partner's first admin. */
export async function addPartner(name: string, country: string): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const database = await openOrStartDatabase(config, log)
  try {
    await migrateNow(database, log)
    const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
    const { setUpToken } = await addPartnerWithLink(platform, name, country.toUpperCase())
    await platform.database.close()
    console.log(
      `Added ${name}. Its first admin sets up here, within 72 hours and once:\n  ${platform.origins.service}/setup/${setUpToken}`,
    )
  } finally {
    await database.stop()
  }
}
