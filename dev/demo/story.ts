import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { Registrar } from '#tests/telephony/harness/registrar.ts'
import { isTo, linkIn } from '../mailbox/mail.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { type Customer, deploy, openLink, peopleOf, personAt, removeClients, ticketFor } from './acts.ts'
import { anna, ben, dora, type Employee } from './employees.ts'
import { DemoRefusal } from './options.ts'
import { startReferenceClient } from './reference-client.ts'
import { pbxDomain } from './registrar.ts'
import { callBen, startAnnasLinphone, startBensBaresip } from './softphones.ts'
import { happened } from './tell.ts'

/** Everything the story is played with. */
export interface Stage {
  admin: ApiClient
  acme: Customer
  mailbox: Mailbox
  /** Absent where there are no softphones: the reference client then plays their parts. */
  pbx: Registrar | undefined
  /** For what the softphones keep. */
  folder: string
  signal: AbortSignal
  /** What is to be stopped in the end, newest first. */
  stops: Array<() => Promise<unknown>>
}

/** Three people of Acme get phones, from the click to the call, told line by line. */
export async function tellStory(stage: Stage): Promise<void> {
  const { admin, acme, mailbox, pbx } = stage
  await forgetPhones(stage)
  const people = await peopleOf(admin, acme)
  const invited = [anna, ben, dora].map(({ email }) => personAt(people, email))
  const lastBefore = mailbox.mails.at(-1)?.number ?? 0
  await deploy(admin, acme, invited)
  happened('An admin at Northwind pressed Deploy for Anna, Ben and Dora of Acme.')

  const dorasClient = setUpReferenceClient(stage, dora, 'generic', lastBefore)
  // Awaited at the end; meanwhile its failure must not count as unheard.
  dorasClient.catch(() => {})
  if (pbx) await setUpSoftphones({ ...stage, pbx }, lastBefore)
  else {
    await setUpReferenceClient(stage, anna, 'linphone', lastBefore)
    await setUpReferenceClient(stage, ben, 'baresip', lastBefore)
  }
  await dorasClient
}

async function setUpSoftphones(stage: Stage & { pbx: Registrar }, lastBefore: number): Promise<void> {
  const linphone = await setUpAnna(stage, lastBefore)
  const baresip = await setUpBen(stage, lastBefore)
  await callBen(linphone, baresip, () => happened('Anna called Ben. Ben answered, and they hear each other.'))
  happened('Anna hung up. Both phones stay registered.')
}

/** At a later start: the phones of the last one ended with it. */
async function forgetPhones({ admin, acme, folder }: Stage): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  const people = await peopleOf(admin, acme)
  for (const { email } of [anna, ben, dora]) await removeClients(admin, acme, personAt(people, email))
}

async function setUpAnna(stage: Stage & { pbx: Registrar }, lastBefore: number) {
  const page = await openLink(await mailedLink(stage, anna, lastBefore))
  const ticket = await ticketFor(page, { client: 'linphone', pin: anna.pin })
  happened(`Anna opened the link, entered her PIN ${anna.pin} and picked Linphone.`)
  const linphone = await startAnnasLinphone(ticket, stage)
  happened(`Anna's Linphone fetched its configuration and registered as ${anna.number}@${pbxDomain}.`)
  return linphone
}

async function setUpBen(stage: Stage & { pbx: Registrar }, lastBefore: number) {
  const page = await openLink(await mailedLink(stage, ben, lastBefore))
  const ticket = await ticketFor(page, { client: 'baresip', pin: ben.pin })
  happened(`Ben opened the link, entered his PIN ${ben.pin} and picked baresip.`)
  const baresip = await startBensBaresip(ticket, stage)
  happened(`Ben's baresip was given the file and registered as ${ben.number}@${pbxDomain}.`)
  return baresip
}

async function setUpReferenceClient(
  stage: Stage,
  person: Employee,
  kind: string,
  lastBefore: number,
): Promise<void> {
  const { firstName, pin } = person
  const link = await mailedLink(stage, person, lastBefore)
  const folder = join(stage.folder, firstName.toLowerCase())
  const client = await startReferenceClient({ link, pin, kind, folder }, ({ event, forced }) => {
    if (event === 'due' && forced) happened(`${firstName}'s client was told to fetch its configuration now.`)
    else if (event === 'due') happened(`${firstName}'s client was told that its configuration has changed.`)
    else if (event === 'configuration') happened(`${firstName}'s client has its new configuration.`)
    else if (event === 'unchanged') happened(`${firstName}'s client fetched it; nothing has changed.`)
    else if (event === 'reset') happened(`${firstName}'s client was removed: it forgot its configuration.`)
  })
  stage.stops.push(client.stop)
  happened(
    `${firstName}'s reference client was given the link and the PIN ${pin}, and fetched its configuration.`,
  )
}

async function mailedLink(
  { mailbox, signal }: Stage,
  { firstName, email }: Employee,
  lastBefore: number,
): Promise<string> {
  const patience = AbortSignal.timeout(60_000)
  const mail = await mailbox
    .waitFor((each) => each.number > lastBefore && isTo(each, email), AbortSignal.any([signal, patience]))
    .catch((failure) => {
      throw patience.aborted
        ? new DemoRefusal(`No mail comes to ${email}. May they be deployed to?`)
        : failure
    })
  happened(`${firstName}'s mail arrived.`, `${mailbox.origin}/mails/${mail.number}`)
  return linkIn(mail) ?? ''
}
