import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { clientFormat } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'
import { type ProfileRow, readProfile } from '../profiles/store.ts'
import { readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import * as clients from './clients-store.ts'
import { configurationOf, storedVersion } from './configuration-of.ts'
import { sealDelivered } from './delivered.ts'
import { clientCredential, documentFor, type HandedDocument, resetDocumentFor } from './documents.ts'
import { clientRevoked, clientUnknown, ticketGone } from './errors.ts'
import * as fetches from './fetch-store.ts'
import { isOld, seenOf, type UnchangedFetches } from './fetch-unchanged.ts'
import { settleForce } from './force-store.ts'
import { tellOwner } from './phones.ts'
import { type DeploymentRow, readDeployment, takePlace } from './store.ts'
import * as tickets from './tickets-store.ts'

/** A first download so soon after the mail was delivered is more often a mail scanner's than a person's. */
const suspiciouslySoonSeconds = 60

export interface Fetcher {
  userAgent: string | undefined
  address: string | undefined
}

/**
 * A softphone's first fetch, with a ticket: makes the client and its credential. Until the ticket ends or the client's own URL is used,
 * a repeat yields the same client with a fresh credential, so that a lost answer locks nobody out.
 */
export async function fetchWithTicket(
  platform: Platform,
  ticketText: string,
  fetcher: Fetcher,
): Promise<HandedDocument> {
  const credential = parseCredential(ticketText)
  if (!credential) throw ticketGone()
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const now = platform.clock.now()
    const ticket = await tickets.findTicket(tx, credential.hash)
    if (!ticket || ticket.endedAt !== null || ticket.expiresAt <= now) throw ticketGone()
    const deployment = await readDeployment(tx, ticket.deploymentId)
    const target = await readTarget(tx, ticket.subscriberId)
    if (!deployment || deployment.revokedAt !== null || !target) throw ticketGone()
    const known = ticket.clientId === null ? undefined : await clients.readClient(tx, ticket.clientId)
    if (known && known.revokedAt !== null) throw ticketGone()
    if (!known && !(await takePlace(tx, deployment.deploymentId))) throw ticketGone()
    const suspicious = isSuspiciouslySoon(deployment, target.subscriber, now) ? 'within-60-seconds' : null
    const made = known ?? (await makeClient(platform, tx, ticket, { ...fetcher, suspicious }, now))
    if (!known) {
      await tickets.bindTicket(tx, ticket, made.clientId)
      await tellOwner(platform, tx, {
        ...target,
        kind: ticket.kind,
        deployment,
        ticketId: ticket.ticketId,
      })
    }
    const generation = known ? await renewCredential(platform, tx, known, now, false) : made.generation
    return serve(platform, tx, target, { ...made, generation }, { ...fetcher, ownUrl: false })
  })
}

/**
 * A client's later fetch, by its own URL. A revoked client gets the reset document. The previous URL used after the new one was means that
 * two copies of the client exist.
 * @throws Refusal 404 for an unknown credential, 410 for a revoked client whose kind knows no reset document
 */
export async function fetchWithCredential(
  platform: Platform,
  unchanged: UnchangedFetches,
  text: string,
  fetcher: Fetcher,
): Promise<HandedDocument> {
  const credential = parseCredential(text)
  if (!credential) throw clientUnknown()
  const answer = await unchanged.answer({ ...credential, text }, fetcher)
  if (answer) return answer
  const handed = await platform.database.inAccount(credential.accountId, async (tx) => {
    const now = platform.clock.now()
    const client = await clients.findClient(tx, credential.hash)
    if (!client) throw clientUnknown()
    const target = await readTarget(tx, client.subscriberId)
    if (client.revokedAt !== null || !target) return reset(tx, client, now)
    if (client.previous && client.credentialUsedAt !== null) {
      if (client.copiedAt === null) await noteCopy(tx, client, target.profile.blockCopiedClients, now)
      // The client itself lives on: only the copy that shows up with the old URL is reset.
      if (target.profile.blockCopiedClients) return resetDocumentFor(client.kind)
    }
    await tickets.endTicketsOfClient(tx, client.clientId, now)
    // Whoever comes with the previous URL never got the new one (its answer was lost): hand it out again, do not replace it.
    const generation =
      !client.previous && isOld(client.credentialIssuedAt, now)
        ? await renewCredential(platform, tx, client, now, true)
        : client.generation
    // The URL that is being replaced now is the previous one from here on: only a later fetch uses the new one.
    const ownUrl = !client.previous && generation === client.generation
    return serve(platform, tx, target, { ...client, generation }, { ...fetcher, ownUrl })
  })
  if (!handed) throw clientRevoked()
  return handed
}

interface Target {
  account: AccountRow
  subscriber: SubscriberRow
  profile: ProfileRow
}

async function readTarget(tx: Tx, subscriberId: string): Promise<Target | undefined> {
  const account = await readAccount(tx)
  const subscriber = await readSubscriber(tx, subscriberId)
  const profile = subscriber && (await readProfile(tx, subscriber.profileId))
  if (account?.status !== 'active' || !subscriber || !profile) return undefined
  return { account, subscriber, profile }
}

/** A client as far as serving it needs. */
type Served = Pick<
  clients.ClientRow,
  'clientId' | 'kind' | 'generation' | 'configurationVersion' | 'forcePendingAt' | 'suspicious'
>

async function makeClient(
  platform: Platform,
  tx: Tx,
  ticket: tickets.TicketRow,
  fetcher: Fetcher & { suspicious: string | null },
  now: Date,
): Promise<Served> {
  const { subscriberId, deploymentId, kind } = ticket
  const made = {
    clientId: newId(),
    kind,
    generation: 1,
    suspicious: fetcher.suspicious,
  }
  await clients.insertClient(tx, {
    clientId: made.clientId,
    subscriberId,
    deploymentId,
    kind,
    name: clientFormat(kind as ClientKind).label,
    ...seenOf(fetcher),
    suspicious: made.suspicious,
    createdAt: now,
    credentialHash: clientCredential(platform, tx.accountId, made.clientId, 1).hash,
  })
  return { ...made, configurationVersion: null, forcePendingAt: null }
}

function isSuspiciouslySoon(
  { channel, sentAt }: DeploymentRow,
  { deploymentPinSecret }: SubscriberRow,
  now: Date,
): boolean {
  return (
    // Where a PIN is set no ticket is made without it, and the mail, which is all that a scanner has, does not tell it.
    deploymentPinSecret === null &&
    channel === 'mail' &&
    sentAt !== null &&
    now.getTime() - sentAt.getTime() < suspiciouslySoonSeconds * 1_000
  )
}

async function renewCredential(
  platform: Platform,
  tx: Tx,
  client: clients.ClientRow,
  now: Date,
  keepPrevious: boolean,
): Promise<number> {
  const generation = client.generation + 1
  const { hash } = clientCredential(platform, tx.accountId, client.clientId, generation)
  await fetches.replaceCredential(tx, client.clientId, { generation, hash, keepPrevious }, now)
  return generation
}

async function serve(
  platform: Platform,
  tx: Tx,
  { account, subscriber, profile }: Target,
  client: Served,
  fetched: Fetcher & { ownUrl: boolean },
): Promise<HandedDocument> {
  const now = platform.clock.now()
  const { subscriberId } = subscriber
  const { clientId } = client
  const sealing = await platform.sealing.inAccount(tx)
  const configuration = configurationOf(sealing, subscriber, profile, account.language)
  const version = storedVersion(platform, tx.accountId, configuration)
  const got =
    version === client.configurationVersion
      ? undefined
      : { version, delivered: sealDelivered(platform, sealing, clientId, configuration) }
  const seen = seenOf(fetched)
  const forceObeyed = client.forcePendingAt !== null
  await fetches.markFetched(tx, clientId, { ...seen, got, ownUrl: fetched.ownUrl, forceObeyed }, now)
  if (got) {
    const first = client.configurationVersion === null
    await fetches.markDownloaded(tx, subscriberId, version, now, first)
    const suspicion = first && client.suspicious !== null ? { suspicious: client.suspicious } : {}
    const details = { client: client.kind, userAgent: seen.userAgent, first, ...suspicion }
    await addToTimelines(tx, [{ subscriberId, clientId, kind: 'client.downloaded', details }], now)
  } else if (subscriber.updatePending) {
    await fetches.settleUpdate(tx, subscriberId, version)
  }
  if (forceObeyed) {
    await settleForce(tx, [subscriberId])
    await addToTimelines(tx, [{ subscriberId, clientId, kind: 'force.obeyed' }], now)
  }
  const { text: credential } = clientCredential(platform, tx.accountId, clientId, client.generation)
  return documentFor(platform, { kind: client.kind, credential }, configuration, version)
}

async function noteCopy(tx: Tx, client: clients.ClientRow, blocked: boolean, now: Date): Promise<void> {
  const { subscriberId, clientId } = client
  await fetches.markCopied(tx, clientId, now)
  await addToTimelines(tx, [{ subscriberId, clientId, kind: 'client.copied', details: { blocked } }], now)
}

async function reset(tx: Tx, client: clients.ClientRow, now: Date): Promise<HandedDocument | undefined> {
  const { subscriberId, clientId, kind } = client
  const first = await fetches.markResetDelivered(tx, clientId, now)
  if (first && (await readSubscriber(tx, subscriberId))) {
    await addToTimelines(tx, [{ subscriberId, clientId, kind: 'client.reset' }], now)
  }
  return resetDocumentFor(kind)
}
