import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { readProfile } from '../profiles/store.ts'
import { readSubscriber } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import {
  type ClientRow,
  listClients,
  markLost,
  readClient,
  renameClient,
  revokeClients,
} from './clients-store.ts'
import { forceClients } from './force.ts'
import type { Client, LostClient } from './schema.ts'

/** The clients of a subscriber, those that were removed too, newest first and older than `before`. */
export async function clientsOf(
  { database }: Platform,
  actor: Actor,
  subscriberId: string,
  limit: number,
  before: string | undefined,
): Promise<ClientRow[]> {
  return database.inAccount(actor.accountId, async (tx) => {
    if (!(await readSubscriber(tx, subscriberId))) throw notFound()
    return listClients(tx, subscriberId, limit, before)
  })
}

/** One client of a subscriber. */
export async function clientOf(
  { database }: Platform,
  actor: Actor,
  subscriberId: string,
  clientId: string,
): Promise<ClientRow> {
  return database.inAccount(actor.accountId, (tx) => requireClient(tx, subscriberId, clientId))
}

/** Gives a client the name under which people know it. */
export async function nameClient(
  { database }: Platform,
  actor: Actor,
  subscriberId: string,
  clientId: string,
  name: string,
): Promise<ClientRow> {
  return database.inAccount(actor.accountId, async (tx) =>
    giveName(tx, actor, await requireClient(tx, subscriberId, clientId), name),
  )
}

/** Gives a client that the caller has found another name. @returns it as it is called now */
export async function giveName(tx: Tx, actor: Actor, client: ClientRow, name: string): Promise<ClientRow> {
  if (client.name === name) return client
  const { clientId, subscriberId } = client
  await renameClient(tx, clientId, name)
  const details = { subscriberId, from: client.name, to: name }
  await record(tx, actor, 'client.renamed', { kind: 'client', id: clientId }, details)
  return { ...client, name }
}

/** *Remove*: the client's credential is dead at once, its next fetch gets the reset document. */
export async function removeClient(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  clientId: string,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) =>
    endRemoved(platform, tx, actor, await requireClient(tx, subscriberId, clientId), 'removed'),
  )
}

/** Ends a client that the caller has found; one that has ended already stays as it is. */
export async function endRemoved(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  client: ClientRow,
  because: 'removed' | 'removed-by-owner',
): Promise<void> {
  if (!(await revoke(platform, tx, actor, client, because))) return
  const { clientId, subscriberId, name } = client
  await record(tx, actor, 'client.removed', { kind: 'client', id: clientId }, { subscriberId, name })
}

/**
 * *Lost or stolen*: ends the client and forces the others. What the thief has read stays good until the SIP passwords are changed, so the
 * answer names the accounts.
 */
export async function reportLost(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  clientId: string,
): Promise<LostClient> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const client = await requireClient(tx, subscriberId, clientId)
    const { rotateAt, othersForced } = await endLost(platform, tx, actor, client)
    return {
      client: presentClient((await readClient(tx, clientId)) as ClientRow),
      rotateAt,
      othersForced,
      message: whatToDo(rotateAt),
    }
  })
}

/** Ends a client that the caller has found, forces the others, and says where passwords must be changed. */
export async function endLost(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  client: ClientRow,
): Promise<Pick<LostClient, 'rotateAt' | 'othersForced'>> {
  const { clientId, subscriberId, name } = client
  if (!(await revoke(platform, tx, actor, client, 'lost'))) await markLost(tx, clientId)
  const forced = await forceClients(platform, tx, [subscriberId], actor.name)
  const rotateAt = await accountsToRotate(tx, subscriberId)
  const details = { subscriberId, name, rotateAt: rotateAt.map(({ account }) => account) }
  await record(tx, actor, 'client.lost', { kind: 'client', id: clientId }, details)
  return { rotateAt, othersForced: forced.length > 0 }
}

async function requireClient(tx: Tx, subscriberId: string, clientId: string): Promise<ClientRow> {
  const client = await readClient(tx, clientId)
  if (client?.subscriberId !== subscriberId || !(await readSubscriber(tx, subscriberId))) throw notFound()
  return client
}

/** @returns whether the client was alive */
async function revoke(
  { clock }: Platform,
  tx: Tx,
  actor: Actor,
  { subscriberId, clientId }: ClientRow,
  because: 'removed' | 'removed-by-owner' | 'lost',
): Promise<boolean> {
  const now = clock.now()
  const ended = await revokeClients(tx, { clientId }, because, now)
  const entry = {
    subscriberId,
    clientId,
    kind: 'client.revoked' as const,
    actorName: actor.name,
    details: { because },
  }
  await addToTimelines(tx, ended.length > 0 ? [entry] : [], now)
  return ended.length > 0
}

/** The accounts whose passwords the phone knows. */
async function accountsToRotate(tx: Tx, subscriberId: string): Promise<LostClient['rotateAt']> {
  const subscriber = await readSubscriber(tx, subscriberId)
  const profile = subscriber && (await readProfile(tx, subscriber.profileId))
  const accounts: LostClient['rotateAt'] = []
  if (subscriber?.pbxSipHost && subscriber.pbxSipUserName) {
    accounts.push({ account: 'pbx', host: subscriber.pbxSipHost, userName: subscriber.pbxSipUserName })
  }
  if (profile?.mbgSipHost && subscriber?.mbgSipUserName) {
    accounts.push({ account: 'mbg', host: profile.mbgSipHost, userName: subscriber.mbgSipUserName })
  }
  return accounts
}

function whatToDo(rotateAt: LostClient['rotateAt']): string {
  if (rotateAt.length === 0) return 'The client is blocked. It was given no SIP account.'
  const places = rotateAt.map(({ userName, host }) => `of ${userName} at ${host}`).join(' and ')
  return `The client is blocked, but whoever holds the phone may have read its SIP password. Change the password ${places} there, end its registrations, and enter the new password in this record; the other clients fetch it at once.`
}

/** A client as the API shows it. */
export function presentClient(row: ClientRow): Client {
  return {
    id: row.clientId,
    kind: row.kind as Client['kind'],
    name: row.name,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    downloadedAt: row.downloadedAt?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    copied: row.copiedAt !== null,
    suspicious: row.suspicious as Client['suspicious'],
    forcePending: row.forcePendingAt !== null && row.revokedAt === null,
    forceObeyedAt: row.forceObeyedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBecause: row.revokedBecause,
  }
}
