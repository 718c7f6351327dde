import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openApiClient } from '#tests/harness/api-client.ts'
import { recipients } from '../mailbox/mail.ts'
import { startMailbox } from '../mailbox/mailbox.ts'
import { exampleAccount } from '../simulators/twilio/example.ts'
import { startTwilioSimulator } from '../simulators/twilio/simulator.ts'
import { acmeName } from './acme.ts'
import { isUnknownAddress } from './alpenhof.ts'
import { anna, carol, dora, employees } from './employees.ts'
import { adminEmail, fillOrFind } from './estate.ts'
import { joinTwilio } from './numbers.ts'
import { DemoRefusal, type Options } from './options.ts'
import { openPlace, type Place } from './place.ts'
import { annasPassword } from './portal.ts'
import { portsFrom } from './ports.ts'
import { type RunningProgram, startRollcall } from './program.ts'
import { missingPackages, startPbx } from './registrar.ts'
import { tellStory } from './story.ts'
import { done, facts, happened, list, note, title } from './tell.ts'

/** How long the story may take to notice that the demo ends. */
const storyEndMaxMs = 8_000

/**
 * Runs the demo until `signal` is aborted: starts everything, fills it with people, tells the story, and stays. Everything it
 * started has ended when this returns or throws.
 * @param install installs the missing softphones; asked only where the options say so
 * @throws DemoRefusal where it cannot go on
 */
export async function runDemo(
  options: Options,
  install: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const stops: Array<() => Promise<unknown>> = []
  const ending = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  const running = run(options, install, signal, stops)
  try {
    const program = await Promise.race([running, ending])
    if (program) await Promise.race([ending, failWhenEnded(program)])
  } finally {
    if (signal.aborted) title('Stopping …')
    // What is just being started adds its stop first; the story notices the signal at its next step.
    await Promise.race([running.catch(() => {}), delay(storyEndMaxMs)])
    for (const stop of stops.reverse()) await stop().catch(() => {})
  }
}

async function run(
  options: Options,
  install: () => Promise<void>,
  signal: AbortSignal,
  stops: Array<() => Promise<unknown>>,
): Promise<RunningProgram> {
  title('Rollcall, the demo')
  if (options.install) await install()
  const place = await openPlace(options)
  stops.push(place.close)
  process.env.TMPDIR = place.temporary
  const [servicePort, redirectPort, mailboxPort] = await portsFrom(options.port)
  if (options.port !== 0 && [servicePort, redirectPort, mailboxPort].includes(0)) {
    note('Of the usual ports some are taken by other programs: free ones are used.')
  }
  const mailbox = await startMailbox({
    smtpPort: 0,
    webPort: mailboxPort,
    folder: join(place.folder, 'mails'),
    refuses: isUnknownAddress,
  })
  stops.push(mailbox.stop)
  const twilio = await startTwilioSimulator({ port: 0, accounts: [exampleAccount] })
  stops.push(twilio.stop)
  const pbxStarting = pbxWhereItCanBe(options, stops)
  const program = await startRollcall({
    dataDir: join(place.folder, 'rollcall'),
    logFile: place.logFile,
    ports: { service: servicePort, redirect: redirectPort },
    smtpUrl: mailbox.smtpUrl,
    stops,
  }).finally(() => pbxStarting.catch(() => {}))
  const pbx = await pbxStarting
  signal.throwIfAborted()
  done('Rollcall runs, and a mailbox for everybody.')
  if (pbx) done('A PBX runs (Kamailio), with accounts for the people of Acme.')
  const admin = openApiClient(program.origin)
  const acme = await fillOrFind({ admin, program, place, mailbox, signal, sipPort: pbx?.sipPort ?? 5060 })

  await joinTwilio(admin, twilio)
  signal.throwIfAborted()
  title('Look on if you like')
  facts([
    ['Sign in', program.origin],
    ['', `${adminEmail}   ${place.password}`],
    ['', `${anna.email}   ${annasPassword}   as one of the people of ${acmeName}`],
    ['Mailbox', mailbox.origin],
  ])
  title('Three people get phones')
  await tellStory({ admin, acme, mailbox, pbx, folder: join(place.folder, 'phones'), signal, stops })
  sayWhatNext(place)
  mailbox.onArrival((mail) => {
    const to = recipients(mail).map(({ address }) => address)
    happened(
      `Mail to ${to.join(', ')}: ${mail.content.subject ?? ''}`,
      `${mailbox.origin}/mails/${mail.number}`,
    )
  })
  return program
}

async function failWhenEnded(program: RunningProgram): Promise<never> {
  throw new DemoRefusal(`Rollcall has ended by itself. It said:\n${await program.ended}`)
}

async function pbxWhereItCanBe({ softphones }: Options, stops: Array<() => Promise<unknown>>) {
  if (!softphones) return undefined
  // Daemons such as Kamailio lie where an ordinary user's path does not lead.
  process.env.PATH = [process.env.PATH, '/usr/sbin'].join(delimiter)
  const missing = missingPackages()
  if (missing.length > 0) {
    note(
      [
        'No softphones on this machine: the reference client plays their parts, and nobody calls.',
        `To have them on Debian: npm run demo -- --install as root, or apt-get install ${missing.join(' ')}`,
      ].join('\n'),
    )
    return undefined
  }
  const pbx = await startPbx(employees)
  stops.push(pbx.stop)
  return pbx
}

function sayWhatNext(place: Place): void {
  title('Ready. What to try')
  list([
    `Sign in, open ${acmeName} › Manage and click Anna, then Timeline: her steps up to the fetched configuration.`,
    `Deploy to ${carol.firstName} yourself, open her mail in the mailbox, follow the link.\nHer PIN is ${carol.pin}; five wrong ones lock her link.`,
    `Tick ${dora.firstName} and press Set force config: her client runs, and obeys here at once.`,
    'Open Alpenhof Hotels › Users › Invitations: Theresa’s address was mistyped, so her welcome e-mail came back.',
    'There, give SMS numbers to people: Users › tick some › Manage. Twilio is played by the demo.',
    'Alpenhof Hotels is in the middle of a roll-out: correct Elif’s address and deploy again,\nunlock Grace, and correct the file new-starters.csv, which waits under Import (CSV).',
  ])
  console.log()
  facts([
    [
      'Data',
      place.kept
        ? place.folder
        : `${place.folder}, gone at the end; to keep it: npm run demo -- --data FOLDER`,
    ],
    ['Log', place.logFile],
    ['Stop', 'Ctrl-C'],
  ])
  console.log()
}
