import { type Command, InvalidArgumentError, Option } from 'commander'
import { adminCommand } from './admin.ts'
import { auditCommand } from './audit.ts'
import { referenceClient } from './client.ts'
import { migrateDatabase } from './migrate.ts'
import { runRedirect } from './redirect.ts'
import { seedHelp, seedPeople } from './seed.ts'
import { runServer } from './server.ts'
import { runEverything } from './start.ts'
import { runWorker } from './worker.ts'

/** The commands that are the service, or work at its database. */
export function addServiceCommands(program: Command): void {
  program
    .command('start')
    .description('run the whole product: database, server, worker, redirect server and web UI')
    .action(() => runEverything())
  program
    .command('server')
    .description('run the HTTP server only: API, web UI and the pages of end users')
    .action(() => runServer())
  program
    .command('worker')
    .description('run the worker only: mails and bulk operations')
    .action(() => runWorker())
  program
    .command('redirect')
    .description('run the redirect server only; it holds hashes of links and no data of anybody')
    .action(() => runRedirect())
  program
    .command('migrate')
    .description('bring the database to the newest schema; safe to run twice and at the same time')
    .action(() => migrateDatabase())
  program
    .command('client')
    .description(
      'be a softphone: set up with a link, keep the configuration in a folder, obey what is due (docs/client-api.md)',
    )
    .argument(
      '[link]',
      'the link or the authentication code; leave it out to go on with the client in the folder',
    )
    .option('--pin <digits>', 'the deployment PIN, where one is set')
    .addOption(
      new Option('--kind <kind>', 'whose format to ask for')
        .choices(['generic', 'linphone', 'microsip', 'baresip'])
        .default('generic'),
    )
    .option('--out <folder>', 'where the configuration is kept', 'rollcall-client')
    .option(
      '--server <origin>',
      'the service, for a code without its link',
      process.env.ROLLCALL_URL || 'http://localhost:7070',
    )
    .option('--once', 'end after the configuration was fetched', false)
    .option('--json', 'print events as JSON, one a line', false)
    .action(referenceClient)
  program
    .command('seed')
    .description('fill a database with invented people, to try things out at any size')
    .option('--accounts <count>', 'customers', aCount, 20)
    .option('--people <count>', 'people in all of them together', aCount, 1000)
    .option(
      '--largest <count>',
      'people of the largest customer (default: a quarter); the others fall off as 1/rank does',
      aCount,
    )
    .addHelpText('after', seedHelp)
    .action(seedPeople)

  program.addCommand(adminCommand())
  program.addCommand(auditCommand())
}

function aCount(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidArgumentError('Give a whole number from 1 on.')
  return Number(given)
}
