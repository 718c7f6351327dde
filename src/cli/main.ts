import { Command } from 'commander'
import { ConfigError } from '#platform/config/config.ts'
import { Refusal } from '#platform/http/refusal.ts'
import { apiCommands } from './api/commands.ts'
import { endUse, errorOutput } from './api/place.ts'

const program = new Command('rollcall')
  .description('Gets every person of a telephony estate onto a working softphone, safely, in minutes.')
  .configureOutput(errorOutput)
  .exitOverride(endUse)
  .showHelpAfterError('Run "rollcall --help" for the commands.')
  .addHelpText(
    'after',
    `
Settings are environment variables; docs/operations.md lists them all. The ones you meet first:
  ROLLCALL_ADMIN_EMAIL, ROLLCALL_ADMIN_PASSWORD   make the first admin; without them the start prints a set-up link
  ROLLCALL_SMTP_URL                               where mails go, as in smtp://user:password@mail.example.com:587
  ROLLCALL_PUBLIC_ORIGIN                          how people reach this service, as in https://rollcall.example.com
  DATABASE_URL, DATABASE_OWNER_URL                a PostgreSQL of your own instead of the embedded one

Examples:
  rollcall start                                  everything in one process group: try it, or run a small office
  rollcall migrate && rollcall server             a server beside others, on a database of your own
  rollcall admin add-partner "Northwind Telecom" --country GB
  rollcall admin set-up-link Acme --email carla@example.com
                                                  somebody has lost the password
  rollcall login && rollcall users list           from any machine, with an API key (docs/command-line.md)`,
  )

const service = apiCommands()
for (const command of service) program.addCommand(command)
// What asks a running service needs nothing of one: without it a command starts in a third of the time.
if (!service.some((command) => command.name() === process.argv[2])) {
  ;(await import('./service-commands.ts')).addServiceCommands(program)
}

try {
  await program.parseAsync()
} catch (error) {
  // What an operator can mend is one sentence; anything else is a fault and shows where.
  const expected =
    error instanceof ConfigError ||
    error instanceof Refusal ||
    (error as { expected?: boolean }).expected === true
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
}
