import { Command, InvalidArgumentError } from 'commander'
import { findAccount } from '#features/accounts/index.ts'
import {
  addAdminWithLink,
  addPartnerWithLink,
  NewAdmin,
  newLinkForAdmin,
  operator,
  removeSecondFactorAtShell,
  verifyDomain,
} from '#features/auth/index.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import type { Platform } from '#platform/platform.ts'
import { migrateNow, openOrStartDatabase } from './database.ts'
import { buildPlatform } from './wire.ts'

/** `rollcall admin`: what the operator does at the shell, because nobody else can or may. */
export function adminCommand(): Command {
  const admin = new Command('admin')
    .description("the operator's acts at the shell: partners, admins, set-up links, e-mail domains")
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
  admin
    .command('remove-second-factor')
    .description('remove the authenticator app of an admin who has lost their phone and their recovery codes')
    .argument('<account>', accountHelp)
    .requiredOption('--email <address>', 'address with which they sign in', valid(NewAdmin.shape.email))
    .addHelpText('after', secondFactorHelp)
    .action(removeSecondFactor)
  admin
    .command('verify-domain')
    .description('verify an e-mail domain of an account without asking its name servers')
    .argument('<domain>', 'the part after the @, as in company.example')
    .requiredOption('--account <account>', accountHelp)
    .addHelpText('after', domainHelp)
    .action(verifyDomainOf)
  return admin
}

const accountHelp = 'id or whole name of the account, in whatever case'

const linkHelp = `
The link works once, within 72 hours. It is printed here and kept nowhere: hand it over yourself, to that person only.`

const newLinkHelp = `${linkHelp}
Earlier links of the person end at once. The old password and open sessions work until the link is used; then all sessions of the person end, and browsers in
which they signed in are no longer known. The admins of the account are told by mail, and it stands in the event history.`

const secondFactorHelp = `
Then their password alone signs them in: make sure that it is they who ask. Other admins of the account can do the same on its page, so this is for the
last one. All of them are told by mail, and it stands in the event history.`

const domainHelp = `
People with addresses in it can then be signed in by the identity provider of that account, and by no other. Make sure that the domain is theirs. It
stands in the event history of the account.`

const adminHelp = `
All of them print to standard output and end with 0. Where nothing was done they say why on standard error and end with 1.
They need DATABASE_URL, DATABASE_OWNER_URL and the master key, or, with the embedded database, that Rollcall is stopped meanwhile.

Examples:
  rollcall admin add-partner "Northwind Telecom" --country GB
  rollcall admin add-admin Acme --email carla@example.com --first-name Carla --last-name Rossi
  rollcall admin set-up-link Acme --email carla@example.com          the password is lost, or the link was too old
  rollcall admin remove-second-factor Acme --email carla@example.com  the phone is lost, and the recovery codes with it
  rollcall admin verify-domain company.example --account Acme           its name servers cannot be asked from here`

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

async function removeSecondFactor(account: string, { email }: { email: string }): Promise<void> {
  await atDatabase(async (platform) => {
    const { accountId, name } = await findAccount(platform, account)
    const removed = await removeSecondFactorAtShell(platform, accountId, email)
    console.log(
      `Removed the second factor of ${removed.name} of ${name}. Their password alone signs them in now.`,
    )
  })
}

async function verifyDomainOf(domain: string, { account }: { account: string }): Promise<void> {
  await atDatabase(async (platform) => {
    const { accountId, name } = await findAccount(platform, account)
    const verified = await verifyDomain(platform, operator, accountId, domain)
    console.log(`Verified ${verified} for ${name}.`)
  })
}

/** Does something at the database and prints the link that it made. */
async function print(
  act: (platform: Platform) => Promise<{ sentence: string; setUpToken: string }>,
): Promise<void> {
  await atDatabase(async (platform) => {
    const { sentence, setUpToken } = await act(platform)
    console.log(`${sentence}, within 72 hours and once:\n  ${platform.origins.service}/setup/${setUpToken}`)
  })
}

/** Does something at the database, brought up to date before. */
async function atDatabase(act: (platform: Platform) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const database = await openOrStartDatabase(config, log)
  try {
    await migrateNow(database, log)
    const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
    await act(platform).finally(() => platform.database.close())
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
