import { Command, InvalidArgumentError } from 'commander'
import { findAccount } from '#features/accounts/index.ts'
import { addAdminWithLink, addPartnerWithLink, NewAdmin, newLinkForAdmin } from '#features/auth/index.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import type { Platform } from '#platform/platform.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'
import { buildPlatform } from './wire.ts'

/** `rollcall admin`: what the operator does at the shell, because nobody else can or may. */
export function adminCommand(): Command {
  const admin = new Command('admin')
    .description("the operator's acts at the shell: partners, admins, set-up links")
    .addHelpText('after', adminHelp)
  admin
    .command('add-partner')
    .description('add a partner account and print the set-up link for its first admin')
    .argument('<name>', 'name of the partner')
    .requiredOption('--country <code>', 'ISO 3166-1 code, as in GB')
    .action((name: string, { country }: { country: string }) => addPartner(name, country))
  admin
    .command('add-admin')
    .description('add an admin to a partner or customer and print the link with which they set a password')
    .argument('<account>', accountHelp)
    .requiredOption('--email <address>', 'address with which they sign in', valid(NewAdmin.shape.email))
    .requiredOption(
      '--first-name <name>',
      'first name; "" where there is none',
      valid(NewAdmin.shape.firstName),
    )
    .requiredOption('--last-name <name>', 'last name', valid(NewAdmin.shape.lastName))
    .addHelpText('after', linkHelp)
    .action(addAdmin)
  admin
    .command('set-up-link')
    .description(
      'print a new link with which an admin who is there sets a password, also in place of a lost one',
    )
    .argument('<account>', accountHelp)
    .requiredOption('--email <address>', 'address with which they sign in', valid(NewAdmin.shape.email))
    .addHelpText('after', newLinkHelp)
    .action(printNewLink)
  return admin
}

const accountHelp = 'id or whole name of the account, in whatever case'

const linkHelp = `
The link works once, within 72 hours. It is printed here and kept nowhere: hand it over yourself, to that person only.`

const newLinkHelp = `${linkHelp}
Earlier links of the person end at once. The old password and open sessions work until the link is used; then all sessions of the person end, and browsers in
which they signed in are no longer known. The admins of the account are told by mail, and it stands in the event history.`

const adminHelp = `
All of them print to standard output and end with 0. Where nothing was done they say why on standard error and end with 1.
They need DATABASE_URL, DATABASE_OWNER_URL and the master key, or, with the embedded database, that Rollcall is stopped meanwhile.

Examples:
  rollcall admin add-partner "Northwind Telecom" --country GB
  rollcall admin add-admin Acme --email carla@example.com --first-name Carla --last-name Rossi
  rollcall admin set-up-link Acme --email carla@example.com          the password is lost, or the link was too old`

async function addPartner(name: string, country: string): Promise<void> {
  await print(async (platform) => {
    const { setUpToken } = await addPartnerWithLink(platform, name, country.toUpperCase())
    return { sentence: `Added ${name}. Its first admin sets up here`, setUpToken }
  })
}

async function addAdmin(account: string, admin: NewAdmin): Promise<void> {
  await print(async (platform) => {
    const { accountId, name } = await findAccount(platform, account)
    const { email, firstName, lastName } = admin
    const { setUpToken } = await addAdminWithLink(platform, accountId, { email, firstName, lastName })
    return { sentence: `Added ${nameOf(admin)} to ${name}. They set a password here`, setUpToken }
  })
}

async function printNewLink(account: string, { email }: { email: string }): Promise<void> {
  await print(async (platform) => {
    const { accountId, name } = await findAccount(platform, account)
    const link = await newLinkForAdmin(platform, accountId, email)
    return { sentence: `${link.name} of ${name} sets a new password here`, setUpToken: link.setUpToken }
  })
}

/** Does something at the database and prints the link that it made. */
async function print(
  act: (platform: Platform) => Promise<{ sentence: string; setUpToken: string }>,
): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const database = await openOrStartDatabase(config, log)
  try {
    await migrateNow(database, log)
    const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
    const { sentence, setUpToken } = await act(platform).finally(() => platform.database.close())
    console.log(`${sentence}, within 72 hours and once:\n  ${platform.origins.service}/setup/${setUpToken}`)
  } finally {
    await database.stop()
  }
}

function nameOf({ firstName, lastName }: NewAdmin): string {
  return `${firstName} ${lastName}`.trim()
}

/** Reads an option by the rule of the form's field. */
function valid(field: (typeof NewAdmin.shape)[keyof typeof NewAdmin.shape]) {
  return (given: string): string => {
    const read = field.safeParse(given)
    if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? '')
    return read.data
  }
}
