import type { Command } from 'commander'
import type { Operation } from '#features/operations/schema.ts'
import { badInput, type ExitCode, ending, exitCodes, tell } from './ends.ts'
import { type Findable, idOf } from './find.ts'
import { follow } from './follow.ts'
import { writeRecord } from './output.ts'
import { type CommonOptions, common, openPlace, type Place } from './place.ts'
import { confirm } from './prompts.ts'
import { chosenOf, type Selection, select } from './selection.ts'
import { addShapeOptions, fieldsFrom, givenOf, type Shape } from './shape-options.ts'

type Options = CommonOptions & Record<string, unknown>

/** What the values of flags become before they are sent, such as a name that becomes an id. */
export type Completion = (place: Place, options: Record<string, unknown>) => Promise<Record<string, unknown>>

/** The fields that a command sets, and how. */
export interface Writing {
  shape: Shape
  /** Fields without a flag: nobody may set them, they are secret, or another option stands for them. */
  except?: readonly string[]
  complete?: Completion
  /** What is asked of the command beside the flags of the fields. */
  more?: (command: Command) => Command
  examples: string
}

/** `get`: one record, field by field. */
export function addGet(to: Command, kind: Findable, called: string): void {
  common(to.command('get'))
    .description(`show one ${kind.one}`)
    .argument(`<${kind.one}>`, called)
    .action(
      ending(async (given: string, options: CommonOptions) => {
        const place = await openPlace(options)
        const id = await idOf(place, kind, given)
        await writeRecord(await place.service.get<object>(`${place.path}/${kind.path}/${id}`), place.json)
        return exitCodes.done
      }),
    )
}

/** `add`: makes a record out of flags, and shows it. */
export function addAdd(to: Command, kind: Findable, writing: Writing): void {
  fieldFlags(common(to.command('add')), writing)
    .description(`add a ${kind.one}, and show it`)
    .action(
      ending(async (options: Options) => {
        const place = await openPlace(options)
        const body = await bodyOf(place, writing, options)
        await writeRecord(
          await place.service.send<object>('POST', `${place.path}/${kind.path}`, body),
          place.json,
        )
        return exitCodes.done
      }),
    )
}

/** `change`: changes the fields that were given of one record, and shows it. */
export function addChange(to: Command, kind: Findable, called: string, writing: Writing): void {
  fieldFlags(common(to.command('change')), writing)
    .description(`change a ${kind.one}, and show it; an empty value clears, what is not given stays`)
    .argument(`<${kind.one}>`, called)
    .action(
      ending(async (given: string, options: Options) => {
        const place = await openPlace(options)
        const body = await bodyOf(place, writing, options)
        if (Object.keys(body).length === 0) throw badInput('Say what to change: see --help.')
        const id = await idOf(place, kind, given)
        const path = `${place.path}/${kind.path}/${id}`
        await writeRecord(await place.service.send<object>('PATCH', path, body), place.json)
        return exitCodes.done
      }),
    )
}

/** How records are chosen for an act, and whether it is waited for. */
export interface Choosing {
  filter: Shape
  except?: readonly string[]
  complete?: Completion
  more?: (command: Command) => Command
}

/** Options of a command that acts on records: those of the filter, and `--all`. */
export function selectionFlags(
  command: Command,
  kind: Findable,
  called: string,
  choosing: Choosing,
): Command {
  const flags = addShapeOptions(common(command).argument(`[${kind.many}...]`, called), choosing.filter, {
    except: choosing.except ?? [],
  })
  return (choosing.more?.(flags) ?? flags).option('--all', `all ${kind.many} of the account`)
}

/** Adds the options of an act that is carried out in the background. */
export function waitFlag(command: Command): Command {
  return command.option('--no-wait', 'return at once, and leave it running')
}

/** Reads whom a command is for. */
export async function selected(
  place: Place,
  kind: Findable,
  choosing: Choosing,
  names: string[],
  options: Options,
): Promise<{ selection: Selection; count: number }> {
  return select(
    place,
    kind,
    chosenOf(kind, names, await filterOf(place, choosing, options), options.all === true),
  )
}

/** The filter that was given by flags, as lists and selections take it. */
export async function filterOf(
  place: Place,
  choosing: Choosing,
  options: Options,
): Promise<Record<string, unknown>> {
  return { ...givenOf(choosing.filter, options), ...(await choosing.complete?.(place, options)) }
}

/**
 * `delete`: asks before. One that was named is deleted at once, more of them by an operation.
 * @param consequenceOf what it would do, as a sentence
 */
export function addDelete(
  to: Command,
  kind: Findable,
  called: string,
  choosing: Choosing,
  act: {
    path: string
    consequenceOf: (place: Place, chosen: { selection: Selection; count: number }) => Promise<string>
  },
): void {
  waitFlag(selectionFlags(to.command('delete'), kind, called, choosing))
    .description(`delete ${kind.many}`)
    .option('--yes', 'do not ask')
    .action(
      ending(
        async (names: string[], options: Options & { wait: boolean; yes?: boolean }): Promise<ExitCode> => {
          const place = await openPlace(options)
          const chosen = await selected(place, kind, choosing, names, options)
          await confirm('delete', await act.consequenceOf(place, chosen), options.yes)
          const [only] = 'ids' in chosen.selection && chosen.count === 1 ? chosen.selection.ids : []
          if (only === undefined) {
            const { selection } = chosen
            return follow(
              place,
              await place.service.send<Operation>('POST', place.path + act.path, { selection }),
              options.wait,
            )
          }
          await place.service.send('DELETE', `${place.path}/${kind.path}/${only}`)
          if (!place.json) tell(`Deleted the ${kind.one}.`)
          return exitCodes.done
        },
      ),
    )
}

function fieldFlags(command: Command, { shape, except = [], more, examples }: Writing): Command {
  const flags = addShapeOptions(command, shape, { except })
  return (more?.(flags) ?? flags)
    .option(
      '--from <file>',
      'fields as JSON from a file, - for standard input: the only way for passwords and PINs',
    )
    .addHelpText('after', examples)
}

/** Flags win over the file. */
async function bodyOf(
  place: Place,
  { shape, complete }: Writing,
  options: Options,
): Promise<Record<string, unknown>> {
  const file = await fieldsFrom(options.from as string | undefined)
  return { ...file, ...givenOf(shape, options), ...(await complete?.(place, options)) }
}
