import { seed } from '#dev/seed/seed.ts'
import { type SeedNumbers, usualLargest } from '#dev/seed/sizes.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'
import { buildPlatform } from './wire.ts'

export const seedHelp = `
It makes a partner "Seed <time>" with so many customers and prints a set-up link for its first admin. People have names of 15 languages in
their scripts, e-mail addresses below .example, numbers, profiles, and states as some weeks after a roll-out; links and clients they have none.
It may be run on an empty database and on one in use: nothing that is there is touched. A million takes some minutes.
Ctrl-C ends it early: the customers and the people made until then stay, whole; there are only fewer of them.

Examples:
  rollcall seed                                    twenty customers with a thousand people, to look around
  rollcall seed --accounts 200 --people 1000000 --largest 250000`

/**
 * `rollcall seed`: invented people, to try things out at any size.
 * @param given without `largest`, the largest customer has a quarter of all people
 */
export async function seedPeople(given: Omit<SeedNumbers, 'largest'> & { largest?: number }): Promise<void> {
  const numbers = { largest: usualLargest(given), ...given }
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'error' })
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const database = await openOrStartDatabase(config, log)
  try {
    await migrateNow(database, log)
    const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
    const begun = performance.now()
    const made = await seed(platform, numbers, {
      ownerUrl: database.ownerUrl,
      signal: stopping.signal,
      progress: progressLine(numbers.people),
    }).finally(() => platform.database.close())
    const seconds = (performance.now() - begun) / 1000
    const ended = made.people < numbers.people ? 'Ended early: ' : ''
    console.log(
      `${ended}${made.partnerName} has ${counted(made.accounts)} customers with ${counted(made.people)} people, made in ${seconds.toFixed(0)} s.
Its first admin sets up here, within 72 hours and once:
  ${platform.origins.service}/setup/${made.setUpToken}`,
    )
  } finally {
    await database.stop()
  }
}

/** Writes over itself at a terminal; in a file it is a line for each tenth. */
function progressLine(people: number): (done: number) => void {
  let shown = 0
  const begun = performance.now()
  return (done) => {
    const step = process.stderr.isTTY ? people / 1000 : people / 10
    if (done - shown < step && done < people) return
    shown = done
    const rate = Math.round(done / ((performance.now() - begun) / 1000))
    const line = `${counted(done)} of ${counted(people)} people, ${counted(rate)} a second`
    process.stderr.write(
      process.stderr.isTTY ? `\r${line.padEnd(70)}${done === people ? '\n' : ''}` : `${line}\n`,
    )
  }
}

function counted(count: number): string {
  return count.toLocaleString('en-GB')
}
