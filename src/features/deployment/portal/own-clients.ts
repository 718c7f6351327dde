import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { tellAdmins } from '../../users/index.ts'
import { endLost, endRemoved, giveName } from '../deployments/clients.ts'
import { type ClientRow, readClient } from '../deployments/clients-store.ts'
import { fullName, readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import type { OwnClient } from './schema.ts'
import type { ClientInUse } from './store.ts'

/** Where a softphone is: its number, and itself. */
interface Place {
  subscriberId: string
  clientId: string
}

/** Gives a softphone of the caller another name. @throws Refusal 404 unless it is theirs and in use */
export async function nameOwnClient(
  { database }: Platform,
  actor: Actor,
  place: Place,
  name: string,
): Promise<OwnClient> {
  return database.inAccount(actor.accountId, async (tx) => {
    const { client } = await requireOwnClient(tx, actor, place)
    if (client.revokedAt !== null) throw notFound()
    return presentOwnClient(await giveName(tx, actor, client, name))
  })
}

/** The caller has a softphone no more; one that has ended already stays as it is. @throws Refusal 404 unless it was theirs */
export async function removeOwnClient(platform: Platform, actor: Actor, place: Place): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const { client } = await requireOwnClient(tx, actor, place)
    await endRemoved(platform, tx, actor, client, 'removed-by-owner')
  })
}

/**
 * A softphone of the caller is lost or stolen: it ends, the others fetch their configuration, and the admins are told where they must change passwords,
 * because whoever has the phone may have read them; once, however often it is reported. @throws Refusal 404 unless it was theirs
 */
export async function reportOwnLost(platform: Platform, actor: Actor, place: Place): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const { client, subscriber } = await requireOwnClient(tx, actor, place)
    if (client.revokedBecause === 'lost') return
    const { rotateAt } = await endLost(platform, tx, actor, client)
    const accounts = rotateAt.map(({ userName, host }) => `${userName}@${host}`).join(', ')
    await tellAdmins(platform, tx, actor, {
      what: 'phone-lost',
      details: { person: fullName(subscriber), accounts },
    })
  })
}

/** The number is locked: it does not become somebody else's meanwhile. */
async function requireOwnClient(
  tx: Tx,
  { userId }: Actor,
  { subscriberId, clientId }: Place,
): Promise<{ subscriber: SubscriberRow; client: ClientRow }> {
  const subscriber = await readSubscriber(tx, subscriberId, true)
  const client = await readClient(tx, clientId)
  if (subscriber?.userId !== userId || client?.subscriberId !== subscriberId) throw notFound()
  return { subscriber, client }
}

/** A softphone as its owner sees it. */
export function presentOwnClient(row: ClientInUse): OwnClient {
  return {
    id: row.clientId,
    kind: row.kind as OwnClient['kind'],
    name: row.name,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    downloadedAt: row.downloadedAt?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    copied: row.copiedAt !== null,
  }
}
