import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { derivedCredential, parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import type { ClientFormat } from '../configuration/client-format.ts'
import { clientFormat } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'
import { type ProfileRow, readProfile } from '../profiles/store.ts'
import { readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import type { ClientRow } from './clients-store.ts'
import * as clients from './clients-store.ts'
import { configurationOf, storedVersion } from './configuration-of.ts'
import { ticketGone } from './errors.ts'
import { tellOwner } from './phones.ts'
import { readDeployment, takePlace } from './store.ts'
import * as tickets from './tickets-store.ts'

/** A client's URL is replaced when it is older than this. */
const credentialLifeHours = 24

export interface Fetcher {
  userAgent: string | undefined
  address: string | undefined
}

/** What a softphone is handed. */
export interface HandedDocument {
  body: Buffer
  contentType: string
  fileName: string
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
    const made = known ?? (await makeClient(platform, tx, ticket, fetcher, now))
    if (!known) {
      await tickets.bindTicket(tx, ticket, made.clientId)
      await tellOwner(platform, tx, {
        ...target,
        kind: ticket.kind,
        deploymentId: ticket.deploymentId,
        ticketId: ticket.ticketId,
      })
    }
    const generation = known ? await renewCredential(platform, tx, known, now, false) : made.generation
    return serve(platform, tx, target, made, generation, { ...fetcher, ownUrl: false, copied: false })
  })
}

/**
 * A client's later fetch, by its own URL. A revoked client gets the reset document; unknown credentials answer undefined.
 * The previous URL used after the new one was means that two copies of the client exist.
 */
export async function fetchWithCredential(
  platform: Platform,
  text: string,
  fetcher: Fetcher,
): Promise<HandedDocument | undefined> {
  const credential = parseCredential(text)
  if (!credential) return undefined
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const now = platform.clock.now()
    const client = await clients.findClient(tx, credential.hash)
    if (!client) return undefined
    const target = await readTarget(tx, client.subscriberId)
    if (client.revokedAt !== null || !target) return resetDocument(tx, client, now)
    const copied = client.previous && client.credentialUsedAt !== null
    if (copied && target.profile.blockCopiedClients) return resetDocument(tx, client, now)
    await tickets.endTicketsOfClient(tx, client.clientId, now)
    const due = now.getTime() - client.credentialIssuedAt.getTime() > credentialLifeHours * 3_600_000
    // Whoever comes with the previous URL never got the new one (its answer was lost): hand it out again, do not replace it.
    const generation =
      due && !client.previous ? await renewCredential(platform, tx, client, now, true) : client.generation
    return serve(platform, tx, target, client, generation, { ...fetcher, ownUrl: !client.previous, copied })
  })
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

async function makeClient(
  platform: Platform,
  tx: Tx,
  ticket: tickets.TicketRow,
  fetcher: Fetcher,
  now: Date,
): Promise<{
  clientId: string
  generation: number
  kind: string
  subscriberId: string
  configurationVersion: null
  forcePendingAt: null
}> {
  const clientId = newId()
  const { subscriberId, deploymentId, kind } = ticket
  await clients.insertClient(tx, {
    clientId,
    subscriberId,
    deploymentId,
    kind,
    name: clientFormat(kind as ClientKind).label,
    userAgent: fetcher.userAgent?.slice(0, 300) ?? null,
    address: fetcher.address ?? null,
    createdAt: now,
    credentialHash: clientCredential(platform, tx.accountId, clientId, 1).hash,
  })
  return { clientId, generation: 1, kind, subscriberId, configurationVersion: null, forcePendingAt: null }
}

async function renewCredential(
  platform: Platform,
  tx: Tx,
  client: ClientRow,
  now: Date,
  keepPrevious: boolean,
): Promise<number> {
  const generation = client.generation + 1
  const { hash } = clientCredential(platform, tx.accountId, client.clientId, generation)
  await clients.replaceCredential(tx, client.clientId, { generation, hash, keepPrevious }, now)
  return generation
}

/** The credential in a client's own URL, made again whenever it is needed. */
function clientCredential(platform: Platform, accountId: string, clientId: string, generation: number) {
  return derivedCredential(
    platform.masterKey.deriveKey('client credentials'),
    accountId,
    clientId,
    generation,
  )
}

async function serve(
  platform: Platform,
  tx: Tx,
  { account, subscriber, profile }: Target,
  client: Pick<ClientRow, 'clientId' | 'kind' | 'configurationVersion' | 'forcePendingAt'>,
  generation: number,
  seen: Fetcher & { ownUrl: boolean; copied: boolean },
): Promise<HandedDocument> {
  const now = platform.clock.now()
  const format = clientFormat(client.kind as ClientKind)
  const configuration = configurationOf(
    await platform.sealing.inAccount(tx),
    subscriber,
    profile,
    account.language,
  )
  const version = storedVersion(platform, tx, configuration)
  const isNew = version !== client.configurationVersion
  const firstDownload = client.configurationVersion === null
  const userAgent = seen.userAgent?.slice(0, 300) ?? null
  const { clientId } = client
  const forceObeyed = client.forcePendingAt !== null
  const facts = {
    userAgent,
    address: seen.address ?? null,
    ownUrl: seen.ownUrl,
    copied: seen.copied,
    forceObeyed,
  }
  await clients.markFetched(tx, client, { ...facts, version: isNew ? version : undefined }, now)
  if (isNew) {
    const { subscriberId } = subscriber
    await clients.markDownloaded(tx, subscriberId, version, now, firstDownload)
    const details = { client: format.kind, userAgent, first: firstDownload }
    await addToTimelines(tx, [{ subscriberId, clientId, kind: 'client.downloaded', details }], now)
  }
  const url = `${platform.origins.service}/client/v1/${clientCredential(platform, tx.accountId, clientId, generation).text}`
  return documentOf(format, format.serialise({ ...configuration, configUri: url }))
}

async function resetDocument(tx: Tx, client: ClientRow, now: Date): Promise<HandedDocument | undefined> {
  const format = clientFormat(client.kind as ClientKind)
  const reset = format.reset()
  const first = await clients.markResetDelivered(tx, client.clientId, now)
  if (first && (await readSubscriber(tx, client.subscriberId))) {
    await addToTimelines(
      tx,
      [{ subscriberId: client.subscriberId, clientId: client.clientId, kind: 'client.reset' }],
      now,
    )
  }
  return reset === null ? undefined : documentOf(format, reset)
}

function documentOf(format: ClientFormat, text: string): HandedDocument {
  return {
    body: Buffer.from(text, format.encoding),
    contentType: format.contentType,
    fileName: format.fileName,
  }
}
