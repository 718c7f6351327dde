import type { Command } from 'commander'
import {
  NewSubscriber,
  Subscriber,
  SubscriberChanges,
  SubscriberFilter,
  SubscriberQuery,
} from '#features/deployment/subscribers/schema.ts'
import type { Operation } from '#features/operations/schema.ts'
import { csvOf } from '#platform/csv/index.ts'
import { save } from './download.ts'
import { ending, exitCodes } from './ends.ts'
import { idOf, profiles, subscribers } from './find.ts'
import { follow } from './follow.ts'
import { type ImportChoices, importFile } from './import-file.ts'
import { type ImportFlags, importFieldsOf, importFlags } from './import-flags.ts'
import { type ListOptions, listOptions, writeListOf } from './list-options.ts'
import { pagesOf } from './pages.ts'
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
import { addShapeOptions } from './shape-options.ts'

type Options = CommonOptions & Record<string, unknown>

const called = 'id, directory number or e-mail address'

/** Subscribers are narrowed and made by the name of a profile too. */
const byProfile = {
  except: [
    'profileId',
    'pbxSipPassword',
    'voicemailPin',
    'mbgSipPassword',
    'clientServicePassword',
    'deploymentPin',
  ],
  more: (command: Command) => command.option('--profile <name|id>', 'deployment profile, by its name or id'),
  async complete(place: Place, { profile }: Record<string, unknown>): Promise<Record<string, unknown>> {
    return profile === undefined ? {} : { profileId: await idOf(place, profiles, String(profile)) }
  },
}

/** How subscribers are chosen for an act, here and in `rollcall deploy`. */
export const choosingSubscribers: Choosing = { filter: SubscriberFilter.shape, ...byProfile }
export const subscriberCalled = called

/** `rollcall subscribers`: the telephony identities to which softphones are deployed. */
export function subscribersCommand(): Command {
  const commands = group(
    'subscribers',
    'the telephony identities of an account, to which softphones are deployed',
  )
  commands.addHelpText('after', help)
  addList(commands)
  addGet(commands, subscribers, called)
  addAdd(commands, subscribers, { shape: NewSubscriber.shape, ...byProfile, examples: addHelp })
  addChange(commands, subscribers, called, {
    shape: SubscriberChanges.shape,
    ...byProfile,
    examples: changeHelp,
  })
  addDelete(commands, subscribers, called, choosingSubscribers, {
    path: '/subscriber-deletions',
    consequenceOf: async (_place, { count }) =>
      `${count} ${count === 1 ? 'subscriber' : 'subscribers'} will be deleted, and their softphones reset.`,
  })
  addImport(commands)
  addExport(commands)
  addPins(commands)
  return commands
}

function addList(to: Command): void {
  const flags = addShapeOptions(common(to.command('list')), SubscriberFilter.shape, byProfile)
  listOptions(byProfile.more(flags), SubscriberQuery.shape.sort.unwrap().options)
    .description('list subscribers')
    .action(
      ending(async (options: ListOptions & Record<string, unknown>) =>
        writeListOf(
          {
            path: '/subscribers',
            query: (place) => filterOf(place, choosingSubscribers, options),
            known: Object.keys(Subscriber.shape),
            usual: ['lastName', 'firstName', 'directoryNumber', 'email', 'state', 'clientCount', 'id'],
          },
          options,
        ),
      ),
    )
}

function addImport(to: Command): void {
  byProfile
    .more(importFlags(common(to.command('import'))))
    .description('plan the import of a file of subscribers, and apply it with --apply')
    .action(
      ending(async (file: string | undefined, options: Options & ImportChoices & ImportFlags) => {
        const place = await openPlace(options)
        const { profileId } = await byProfile.complete(place, options)
        const fields = {
          ...importFieldsOf(options),
          ...(profileId === undefined ? {} : { profileId: String(profileId) }),
        }
        return importFile(place, 'subscriber-imports', file, fields, options)
      }),
    )
}

/** In the words that an import knows its columns by. The host of the MBG is the profile's (MU-4). */
const exportedColumns = [
  'id',
  'profile',
  'firstName',
  'lastName',
  'email',
  'language',
  'directoryNumber',
  'pbxSipHost',
  'pbxSipUserName',
  'voicemailNumber',
  'mbgSipUserName',
  'clientServiceHost',
  'clientServicePort',
  'clientServiceUserName',
] as const satisfies ReadonlyArray<keyof Subscriber | 'profile'>

/**
 * The file is made here, out of the list: the export of the service holds deployment PINs, and gives them to people who have just proved who they are, never
 * to a key.
 */
function addExport(to: Command): void {
  byProfile
    .more(addShapeOptions(to.command('export'), SubscriberFilter.shape, byProfile))
    .description('export subscribers as CSV, which an import reads again: without passwords and PINs')
    .option('--account <name|id>', 'the account, for partners (default: the one that the API key is of)')
    .option('--exact', 'values as they are, for programs; else the file is inert in a spreadsheet')
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(
      ending(async (options: Options & { exact?: boolean; out?: string }) => {
        const place = await openPlace(options)
        const filter = await filterOf(place, choosingSubscribers, options)
        const header = exportedColumns.map((key) => ({ key, header: key }))
        await save(
          csvOf(exportedRows(place, filter), header, options.exact ? 'exact' : 'spreadsheet'),
          options.out,
        )
        return exitCodes.done
      }),
    )
}

async function* exportedRows(place: Place, filter: Record<string, unknown>) {
  const names = new Map<string, string>()
  for await (const page of pagesOf<{ id: string; name: string }>(
    place.service,
    `${place.path}/deployment-profiles`,
    {},
  )) {
    for (const { id, name } of page) names.set(id, name)
  }
  for await (const page of pagesOf<Subscriber>(place.service, `${place.path}/subscribers`, filter)) {
    for (const subscriber of page) {
      const cells = exportedColumns.map((column) => [
        column,
        column === 'profile' ? (names.get(subscriber.profileId) ?? null) : subscriber[column],
      ])
      yield Object.fromEntries(cells)
    }
  }
}

function addPins(to: Command): void {
  waitFlag(selectionFlags(to.command('pins'), subscribers, called, choosingSubscribers))
    .description('generate a different deployment PIN for each subscriber; nobody is shown them')
    .option('--replace', 'in place of those that are set, too')
    .addHelpText('after', pinsHelp)
    .action(
      ending(async (names: string[], options: Options & { replace?: boolean; wait: boolean }) => {
        const place = await openPlace(options)
        const { selection } = await selected(place, subscribers, choosingSubscribers, names, options)
        const body = { selection, replace: options.replace ?? false }
        const begun = await place.service.send<Operation>('POST', `${place.path}/deployment-pins`, body)
        return follow(place, begun, options.wait)
      }),
    )
}

const help = `
Examples:
  rollcall subscribers list --state failed --columns lastName,email,flags.locked
  rollcall subscribers import estate.csv --profile Softphones --apply
  rollcall subscribers delete --search "Old site"`

const addHelp = `
Examples:
  rollcall subscribers add --last-name Kühn --email anna@company.example --directory-number 1001 --profile Softphones
  rollcall subscribers add --last-name Kühn --email anna@company.example --from secrets.json`

const changeHelp = `
Examples:
  rollcall subscribers change 1001 --pbx-sip-host pbx.company.example
  printf '{"voicemailPin": "4711"}' | rollcall subscribers change 1001 --from -`

const pinsHelp = `
PINs are shown to people alone: print the list in Client deployment. An API key never gets one.

Examples:
  rollcall subscribers pins --pin-set no
  rollcall subscribers pins 1001 1002 --replace`
