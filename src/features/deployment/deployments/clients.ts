import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { readSubscriber } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { type ClientRow, listClients, readClient, revokeClients } from './clients-store.ts'
import type { Client } from './schema.ts'

/** The clients of a subscriber, those that were removed too. */
export async function clientsOf(
  { database }: Platform,
  actor: Actor,
  subscriberId: string,
): Promise<ClientRow[]> {
  return database.inAccount(actor.accountId, async (tx) => {
    if (!(await readSubscriber(tx, subscriberId))) throw notFound()
    return listClients(tx, subscriberId)
  })
}

/** *Remove*: the client's credential is dead at once, its next fetch gets the reset document. */
export async function removeClient(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
  clientId: string,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const client = await readClient(tx, clientId)
    if (!client || client.subscriberId !== subscriberId) throw notFound()
    const now = platform.clock.now()
    const ended = await revokeClients(tx, { clientId }, 'removed', now)
    if (ended.length === 0) return
    const entry = {
      subscriberId,
      clientId,
      kind: 'client.revoked',
      actorName: actor.name,
      details: { because: 'removed' },
    }
    await addToTimelines(tx, [entry], now)
    await record(
      tx,
      actor,
      'client.removed',
      { kind: 'client', id: clientId },
      { subscriberId, name: client.name },
    )
  })
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
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBecause: row.revokedBecause,
  }
}
