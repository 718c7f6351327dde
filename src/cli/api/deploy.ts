import type { Command } from 'commander'
import type { Operation } from '#features/operations/schema.ts'
import { badInput, ending } from './ends.ts'
import { subscribers } from './find.ts'
import { follow } from './follow.ts'
import { type CommonOptions, group, openPlace } from './place.ts'
import { selected, selectionFlags, waitFlag } from './records.ts'
import { choosingSubscribers, subscriberCalled } from './subscribers.ts'

type Options = CommonOptions & Record<string, unknown> & { auto?: boolean; force?: boolean; wait: boolean }

/** `rollcall deploy`: brings softphones to the selected. */
export function deployCommand(): Command {
  return waitFlag(
    selectionFlags(
      group('deploy', 'mail a new link to subscribers, with which they set up their softphone'),
      subscribers,
      subscriberCalled,
      choosingSubscribers,
    ),
  )
    .option(
      '--auto',
      'force the configuration of those who have a softphone, and mail a link to those who are new',
    )
    .option('--force', 'mail nothing: softphones fetch their configuration at the next opportunity')
    .addHelpText('after', help)
    .action(
      ending(async (names: string[], options: Options) => {
        if (options.auto && options.force) throw badInput('Give --auto or --force, not both.')
        const place = await openPlace(options)
        const { selection } = await selected(place, subscribers, choosingSubscribers, names, options)
        const act = options.auto
          ? 'automatic-deployments'
          : options.force
            ? 'forced-configurations'
            : 'deployments'
        const begun = await place.service.send<Operation>('POST', `${place.path}/${act}`, { selection })
        return follow(place, begun, options.wait)
      }),
    )
}

const help = `
It goes on in the service: Ctrl-C ends only the command. It ends with 6 where somebody was skipped or failed, and says why.

Examples:
  rollcall deploy 1001 anna@company.example
  rollcall deploy --state new --profile Softphones
  rollcall deploy --all --auto --no-wait`
