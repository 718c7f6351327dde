import type { Tx } from '#platform/database/index.ts'
import { queueMails } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import type { AccountRow } from '../../accounts/index.ts'
import { readAccount } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { adminsToTell, readUser, tellAdmins } from '../../users/index.ts'
import { clientFormat } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'
import type { ProfileRow } from '../profiles/store.ts'
import { fullName, readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { type ClientRow, readClient, revokeClients } from './clients-store.ts'
import { endLinks } from './consequences.ts'
import { linkUnknown } from './errors.ts'
import * as store from './store.ts'
import { readTicket } from './tickets-store.ts'

/** The phone that a ticket set up, as the person with the link sees it. */
export interface PhoneOfTicket {
  account: AccountRow
  subscriber: SubscriberRow
  client: ClientRow | undefined
  /** The ticket can still be fetched. */
  open: boolean
}

/** Looks at what became of a ticket. The link's token is the right to look, also after the link itself has ended. */
export async function phoneOfTicket(
  platform: Platform,
  token: string,
  ticketId: string,
): Promise<PhoneOfTicket> {
  const credential = parseCredential(token)
  if (!credential) throw linkUnknown()
  return platform.database.inAccount(credential.accountId, (tx) =>
    readPhone(platform, tx, credential.hash, ticketId),
  )
}

async function readPhone(
  { clock }: Platform,
  tx: Tx,
  tokenHash: Buffer,
  ticketId: string,
): Promise<PhoneOfTicket> {
  const deployment = await store.findDeployment(tx, tokenHash)
  const ticket = deployment && (await readTicket(tx, ticketId))
  const account = ticket && (await readAccount(tx))
  const subscriber = ticket && (await readSubscriber(tx, ticket.subscriberId))
  if (!ticket || ticket.deploymentId !== deployment?.deploymentId || !account || !subscriber)
    throw linkUnknown()
  const client = ticket.clientId === null ? undefined : await readClient(tx, ticket.clientId)
  return { account, subscriber, client, open: ticket.endedAt === null && ticket.expiresAt > clock.now() }
}

/** *Not my phone: block it*: ends the client and the link, and tells the admins. */
export async function blockPhone(
  platform: Platform,
  token: string,
  ticketId: string,
): Promise<PhoneOfTicket> {
  const credential = parseCredential(token)
  if (!credential) throw linkUnknown()
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const phone = await readPhone(platform, tx, credential.hash, ticketId)
    const now = platform.clock.now()
    const { subscriber, client } = phone
    const ended = client ? await revokeClients(tx, { clientId: client.clientId }, 'not-me', now) : []
    const entries = ended.map((each) => ({
      ...each,
      kind: 'client.revoked' as const,
      details: { because: 'not-me' },
    }))
    await addToTimelines(tx, entries, now)
    const person = fullName(subscriber)
    await endLinks(platform, tx, [subscriber.subscriberId], 'not-me', person)
    if (ended.length > 0) {
      const owner = { userId: null, name: person, email: subscriber.email, homeAccountId: tx.accountId }
      await record(tx, { kind: 'end-user', name: person }, 'client.blocked', {
        kind: 'subscriber',
        id: subscriber.subscriberId,
      })
      await tellAdmins(platform, tx, owner, { what: 'phone-blocked', details: { person } })
    }
    return phone
  })
}

/**
 * Mails the owner that a phone was set up; where mails go to a central address, the admins instead. With a link that its person made in the portal the
 * owner is told in every case, at the addresses of record and person: somebody else may sit there (threats.md "Stolen mailbox, with PIN").
 */
export async function tellOwner(
  platform: Platform,
  tx: Tx,
  phone: {
    account: AccountRow
    subscriber: SubscriberRow
    profile: ProfileRow
    kind: string
    deployment: Pick<store.DeploymentRow, 'deploymentId' | 'channel'>
    ticketId: string
  },
): Promise<void> {
  const { account, subscriber, profile, deployment } = phone
  const now = platform.clock.now()
  const isCentral = profile.centralEmail !== null
  const isSelfMade = deployment.channel === 'self'
  const readers = [
    ...(isCentral ? await adminsAsReaders(tx, account, now) : []),
    ...(isCentral && !isSelfMade ? [] : await ownersAsReaders(tx, subscriber, isSelfMade)),
  ]
  const parameters = {
    deploymentId: deployment.deploymentId,
    revision: 1,
    ticketId: phone.ticketId,
    accountName: account.name,
    personName: `${subscriber.firstName} ${subscriber.lastName}`.trim(),
    directoryNumber: subscriber.directoryNumber,
    kindLabel: clientFormat(phone.kind as ClientKind).label,
    at: now.toISOString(),
    timeZone: account.timeZone,
  }
  const mails = readers.map(({ recipient, language, forAdmins }) => ({
    recipient,
    language: language ?? account.language,
    kind: 'new-phone',
    subjectKind: 'ticket',
    subjectId: phone.ticketId,
    parameters: { ...parameters, forAdmins },
  }))
  await queueMails(tx, mails, now)
}

interface Reader {
  recipient: string
  language: string | null
  forAdmins: boolean
}

async function adminsAsReaders(tx: Tx, account: AccountRow, now: Date): Promise<Reader[]> {
  const admins = await adminsToTell(tx, account, now)
  return admins.map(({ email, language }) => ({ recipient: email, language, forAdmins: true }))
}

async function ownersAsReaders(tx: Tx, subscriber: SubscriberRow, isSelfMade: boolean): Promise<Reader[]> {
  const person = isSelfMade && subscriber.userId !== null ? await readUser(tx, subscriber.userId) : undefined
  const isElsewhere = person && person.email.toLowerCase() !== subscriber.email.toLowerCase()
  const owners = [subscriber, ...(isElsewhere ? [person] : [])].filter(({ email }) => email !== '')
  return owners.map(({ email, language }) => ({ recipient: email, language, forAdmins: false }))
}
