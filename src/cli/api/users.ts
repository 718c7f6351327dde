import type { Command } from 'commander'
import type { Operation } from '#features/operations/schema.ts'
import {
  NewUser,
  User,
  UserChanges,
  type UserDeletionForecast,
  UserFilter,
  UserQuery,
  UserUpdateValues,
} from '#features/users/schema.ts'
import { save } from './download.ts'
import { badInput, ending, exitCodes } from './ends.ts'
import { idOf, locations, people } from './find.ts'
import { follow } from './follow.ts'
import { type ImportChoices, importFile } from './import-file.ts'
import { type ImportFlags, importFieldsOf, importFlags } from './import-flags.ts'
import { type ListOptions, listOptions, writeListOf } from './list-options.ts'
import { type CommonOptions, common, group, openPlace, type Place } from './place.ts'
import {
  addAdd,
  addChange,
  addDelete,
  addGet,
  type Choosing,
  filterOf,
  selected,
  selectionFlags,
  waitFlag,
} from './records.ts'
import type { Selection } from './selection.ts'
import { addShapeOptions, givenOf } from './shape-options.ts'

type Options = CommonOptions & Record<string, unknown>

const called = 'id or e-mail address'

/** People are narrowed and placed by the name of a location too. */
const byLocation = {
  except: ['locationId'],
  more: (command: Command) => command.option('--location <name|id>', 'location, by its name or id'),
  async complete(place: Place, { location }: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (location === undefined) return {}
    return { locationId: location === '' ? null : await idOf(place, locations, String(location)) }
  },
}
const choosing: Choosing = { filter: UserFilter.shape, ...byLocation }

/** Where `--location` is the one that people get, they are narrowed by another flag. */
const choosingToUpdate: Choosing = {
  filter: UserFilter.shape,
  except: ['locationId'],
  more: (command) => command.option('--in-location <name|id>', 'only people of this location'),
  complete: (place, { inLocation }) => byLocation.complete(place, { location: inLocation }),
}

/** `rollcall users`: the people of an account. */
export function usersCommand(): Command {
  const users = group('users', 'the people of an account').addHelpText('after', help)
  listOptions(
    byLocation.more(addShapeOptions(common(users.command('list')), UserFilter.shape, byLocation)),
    UserQuery.shape.sort.unwrap().options,
  )
    .description('list people')
    .addHelpText('after', listHelp)
    .action(
      ending(async (options: ListOptions & Record<string, unknown>) =>
        writeListOf(
          {
            path: '/users',
            query: (place) => filterOf(place, choosing, options),
            known: Object.keys(User.shape),
            usual: ['lastName', 'firstName', 'email', 'role', 'status', 'clientsDeployed', 'id'],
          },
          options,
        ),
      ),
    )
  addGet(users, people, called)
  addAdd(users, people, { shape: NewUser.shape, ...byLocation, examples: addHelp })
  addChange(users, people, called, { shape: UserChanges.shape, ...byLocation, examples: changeHelp })
  addDelete(users, people, called, choosing, {
    path: '/user-deletions',
    consequenceOf: consequenceOfDeletion,
  })
  addUpdate(users)
  addInvite(users)
  addImport(users)
  addExport(users)
  return users
}

function addUpdate(users: Command): void {
  const flags = selectionFlags(users.command('update'), people, called, choosingToUpdate)
  waitFlag(byLocation.more(addShapeOptions(flags, UserUpdateValues.shape, byLocation)))
    .description('change the same fields of many people; an empty value clears, what is not given stays')
    .addHelpText('after', updateHelp)
    .action(
      ending(async (names: string[], options: Options & { wait: boolean }) => {
        const place = await openPlace(options)
        const changes = {
          ...givenOf(UserUpdateValues.shape, options),
          ...(await byLocation.complete(place, options)),
        }
        if (Object.keys(changes).length === 0) throw badInput('Say what to change: see --help.')
        const { selection } = await selected(place, people, choosingToUpdate, names, options)
        const body = { selection, changes }
        return follow(
          place,
          await place.service.send<Operation>('POST', `${place.path}/user-updates`, body),
          options.wait,
        )
      }),
    )
}

function addInvite(users: Command): void {
  waitFlag(selectionFlags(users.command('invite'), people, called, choosing))
    .description('send people the e-mail with which they set a password; earlier links end')
    .action(
      ending(async (names: string[], options: Options & { wait: boolean }) => {
        const place = await openPlace(options)
        const { selection } = await selected(place, people, choosing, names, options)
        const begun = await place.service.send<Operation>('POST', `${place.path}/welcome-emails`, {
          selection,
        })
        return follow(place, begun, options.wait)
      }),
    )
}

function addImport(users: Command): void {
  importFlags(common(users.command('import')))
    .description('plan the import of a file of people, and apply it with --apply')
    .option('--no-welcome', 'do not send the people who are added the e-mail with which they set a password')
    .action(
      ending(
        async (
          file: string | undefined,
          options: CommonOptions & ImportChoices & ImportFlags & { welcome: boolean },
        ) => {
          const fields = { ...importFieldsOf(options), ...(options.welcome ? {} : { sendWelcome: 'false' }) }
          return importFile(await openPlace(options), 'user-imports', file, fields, options)
        },
      ),
    )
}

function addExport(users: Command): void {
  byLocation
    .more(addShapeOptions(users.command('export'), UserFilter.shape, byLocation))
    .description('export people as CSV, which an import reads again; without a filter all of them')
    .argument('[people...]', called)
    .option('--account <name|id>', 'the account, for partners (default: the one that the API key is of)')
    .option('--exact', 'values as they are, for programs; else the file is inert in a spreadsheet')
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(
      ending(async (names: string[], options: Options & { exact?: boolean; out?: string }) => {
        const place = await openPlace(options)
        const filter = await filterOf(place, choosing, options)
        const everybody: Selection | { all: true } = { all: true }
        const isAll = names.length === 0 && Object.keys(filter).length === 0
        const selection = isAll
          ? everybody
          : (await selected(place, people, choosing, names, options)).selection
        const flavour = options.exact ? 'exact' : 'spreadsheet'
        const csv = await place.service.download('POST', `${place.path}/user-exports`, { selection, flavour })
        await save(csv, options.out)
        return exitCodes.done
      }),
    )
}

/** What the service itself says that would happen. */
async function consequenceOfDeletion(place: Place, { selection }: { selection: Selection }): Promise<string> {
  const path = `${place.path}/user-deletion-forecasts`
  const forecast = await place.service.send<UserDeletionForecast>('POST', path, { selection })
  const { people: all, deleted, keptListed, refused, clientsRevoked } = forecast
  const parts = [
    `Of ${all} selected, ${deleted} will be deleted`,
    ...(keptListed > 0 ? [`${keptListed} keep their place in the list and lose their sign-in`] : []),
    ...(clientsRevoked > 0 ? [`${clientsRevoked} softphones will be reset`] : []),
    ...refused.map(({ count, message }) => `${count} cannot be deleted: ${message.replace(/\.$/, '')}`),
  ]
  return `${parts.join('; ')}.`
}

const help = `
Examples:
  rollcall users list --search kühn --json
  rollcall users add --first-name Anna --last-name Kühn --email anna@company.example
  rollcall users import people.csv --apply
  rollcall users invite --property unregistered`

const listHelp = `
Examples:
  rollcall users list --property admins --columns lastName,email,lastSignInAt
  rollcall users list --all --json | jq length`

const updateHelp = `
Who is protected by a rule is skipped, and the result says why. An API key makes nobody an admin.

Examples:
  rollcall users update --search "Old site" --location Berlin
  rollcall users update --in-location Berlin --language de
  rollcall users update --all --location "" --no-wait`

const addHelp = `
Example:
  rollcall users add --first-name Anna --last-name Kühn --email anna@company.example --role admin --location Berlin`

const changeHelp = `
Examples:
  rollcall users change anna@company.example --mobile +491711234567
  rollcall users change anna@company.example --mobile "" --deactivated yes`
