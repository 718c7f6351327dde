import type { Command } from 'commander'
import {
  type Account,
  AccountChanges,
  AccountFilterQuery,
  AccountQuery,
  CustomerAccount,
  NewAccount,
} from '#features/accounts/schema.ts'
import { badInput, ending, exitCodes } from './ends.ts'
import { type ListOptions, listOptions, writeListOf } from './list-options.ts'
import { writeRecord } from './output.ts'
import { group, openPlace, type Place } from './place.ts'
import { addShapeOptions, fieldsFrom, givenOf } from './shape-options.ts'

type Options = { json?: boolean; from?: string } & Record<string, unknown>

const called = 'id, whole name or customer number (default: the account of the API key)'
const jsonFlag = 'write what the API answers, as JSON'

/** `rollcall accounts`: the customers of a partner, and one's own account. */
export function accountsCommand(): Command {
  const accounts = group('accounts', 'your account, and the customers of a partner').addHelpText(
    'after',
    help,
  )
  listOptions(
    addShapeOptions(accounts.command('list'), AccountFilterQuery.shape),
    AccountQuery.shape.sort.unwrap().options,
  )
    .description('list the customers of your partner')
    .option('--json', jsonFlag)
    .action(
      ending(async (options: ListOptions & Record<string, unknown>) =>
        // What stands outside an account is asked of the caller's own.
        writeListOf(
          {
            path: '/accounts',
            outside: true,
            query: async () => givenOf(AccountFilterQuery.shape, options),
            known: Object.keys(CustomerAccount.shape),
            usual: ['name', 'customerNumber', 'country', 'status', 'figures.users', 'figures.deployed', 'id'],
          },
          options,
        ),
      ),
    )
  accounts
    .command('get')
    .description('show an account')
    .argument('[account]', called)
    .option('--json', jsonFlag)
    .action(
      ending(async (given: string | undefined, { json }: Options) => {
        const place = await placeOf(given, json)
        await writeRecord(await place.service.get<Account>(place.path), place.json)
        return exitCodes.done
      }),
    )
  addAdd(accounts)
  addChange(accounts)
  addActivate(accounts)
  return accounts
}

function addAdd(accounts: Command): void {
  addShapeOptions(accounts.command('add'), NewAccount.shape, { except: ['kind'] })
    .description('add a customer to your partner, and show it')
    .option('--from <file>', 'fields as JSON from a file, - for standard input')
    .option('--json', jsonFlag)
    .action(
      ending(async (options: Options) => {
        const place = await placeOf(undefined, options.json)
        const body = {
          kind: 'customer',
          ...(await fieldsFrom(options.from)),
          ...givenOf(NewAccount.shape, options),
        }
        await writeRecord(await place.service.send<Account>('POST', '/accounts', body), place.json)
        return exitCodes.done
      }),
    )
}

function addChange(accounts: Command): void {
  addShapeOptions(accounts.command('change'), AccountChanges.shape, { except: ['status'] })
    .description('change an account, and show it; an empty value clears, what is not given stays')
    .argument('[account]', called)
    .option('--from <file>', 'fields as JSON from a file, - for standard input')
    .option('--json', jsonFlag)
    .action(
      ending(async (given: string | undefined, options: Options) => {
        const body = { ...(await fieldsFrom(options.from)), ...givenOf(AccountChanges.shape, options) }
        if (Object.keys(body).length === 0) throw badInput('Say what to change: see --help.')
        const place = await placeOf(given, options.json)
        await writeRecord(await place.service.send<Account>('PATCH', place.path, body), place.json)
        return exitCodes.done
      }),
    )
}

/** There is no `deactivate`: the service lets people alone do that, who have just proved who they are. */
function addActivate(accounts: Command): void {
  accounts
    .command('activate')
    .description('activate a deactivated customer again')
    .argument('<account>', 'id, whole name or customer number')
    .option('--json', jsonFlag)
    .action(
      ending(async (given: string, { json }: Options) => {
        const place = await placeOf(given, json)
        await writeRecord(
          await place.service.send<Account>('PATCH', place.path, { status: 'active' }),
          place.json,
        )
        return exitCodes.done
      }),
    )
}

async function placeOf(account: string | undefined, json: boolean | undefined): Promise<Place> {
  return openPlace({ ...(account === undefined ? {} : { account }), ...(json === undefined ? {} : { json }) })
}

const help = `
A customer is deactivated on its page: that is for people who have just proved who they are, and for no API key.

Examples:
  rollcall accounts list --sort=-users
  rollcall accounts add --name Acme --country DE --time-zone Europe/Berlin
  rollcall accounts change Acme --support-contact-email help@company.example`
