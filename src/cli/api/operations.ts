import type { Command } from 'commander'
import { Operation } from '#features/operations/schema.ts'
import { save } from './download.ts'
import { badInput, ending, exitCodes } from './ends.ts'
import { follow, writeResult } from './follow.ts'
import { type ListOptions, listOptions, writeListOf } from './list-options.ts'
import { write, writeRecord } from './output.ts'
import { type CommonOptions, common, group, isId, openPlace, type Place } from './place.ts'
import { waitFlag } from './records.ts'

/** `rollcall operations`: bulk work, how far it is and what became of it. */
export function operationsCommand(): Command {
  const operations = group('operations', 'bulk work: how far it is, what became of it, cancel, retry')
  operations.addHelpText('after', help)
  listOptions(common(operations.command('list')))
    .description('list operations, newest first')
    .action(
      ending(async (options: ListOptions) =>
        writeListOf(
          {
            path: '/operations',
            query: async () => ({}),
            known: Object.keys(Operation.shape),
            usual: ['createdAt', 'kind', 'status', 'total', 'done', 'failed', 'skipped', 'id'],
          },
          options,
        ),
      ),
    )
  onOne(operations, 'get', 'show how far an operation is, and why records failed or were skipped').action(
    ending(async (id: string, options: CommonOptions) => {
      const place = await openPlace(options)
      const operation = await place.service.get<Operation>(pathOf(place, id))
      await writeRecord(operation, place.json)
      if (place.json) return exitCodes.done
      await write('\n')
      await writeResult(place, operation)
      return exitCodes.done
    }),
  )
  onOne(operations, 'watch', 'follow an operation to its end').action(
    ending(async (id: string, options: CommonOptions) => {
      const place = await openPlace(options)
      return follow(place, await place.service.get<Operation>(pathOf(place, id)), true)
    }),
  )
  onOne(operations, 'cancel', 'stop an operation; what is done stays done').action(
    ending(async (id: string, options: CommonOptions) => {
      const place = await openPlace(options)
      const path = `${pathOf(place, id)}/cancellation`
      await writeRecord(await place.service.send<Operation>('POST', path), place.json)
      return exitCodes.done
    }),
  )
  waitFlag(onOne(operations, 'retry', 'do the records that failed again')).action(
    ending(async (id: string, options: CommonOptions & { wait: boolean }) => {
      const place = await openPlace(options)
      const again = await place.service.send<Operation>('POST', `${pathOf(place, id)}/retries`)
      return follow(place, again, options.wait)
    }),
  )
  addReport(operations)
  return operations
}

function addReport(operations: Command): void {
  operations
    .command('report')
    .description('what became of every record, as CSV')
    .argument('<operation>', 'id of the operation')
    .option('--account <name|id>', 'the account, for partners (default: the one that the API key is of)')
    .option('--exact', 'values as they are, for programs; else the file is inert in a spreadsheet')
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(
      ending(async (id: string, options: CommonOptions & { exact?: boolean; out?: string }) => {
        const place = await openPlace(options)
        const flavour = options.exact ? 'exact' : 'spreadsheet'
        await save(
          await place.service.download('GET', `${pathOf(place, id)}/report?flavour=${flavour}`),
          options.out,
        )
        return exitCodes.done
      }),
    )
}

function onOne(operations: Command, name: string, description: string): Command {
  return common(operations.command(name))
    .description(description)
    .argument('<operation>', 'id of the operation')
}

function pathOf({ path }: Place, id: string): string {
  if (!isId(id)) throw badInput('Give the id of an operation, as "rollcall operations list" shows it.')
  return `${path}/operations/${id}`
}

const help = `
Examples:
  rollcall operations list --limit 10
  rollcall operations watch 0196f3a2-7c1e-7a54-9d7e-0f6f1f0c2b11
  rollcall operations report 0196f3a2-7c1e-7a54-9d7e-0f6f1f0c2b11 --out report.csv`
