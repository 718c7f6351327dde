import type { Tx } from '#platform/database/index.ts'
import type { Hears } from '#platform/events/events.ts'
import { recallMailsAbout } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue } from '#platform/queue/index.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { wakeClients } from './changes-store.ts'
import { revokeClients } from './clients-store.ts'
import { pushLinks } from './redirect-push.ts'
import { markRevoked, revokeOpenDeployments } from './store.ts'

/** What changes below mean for links and clients; all in the transaction of the change. */
export function consequences(platform: () => Platform): Hears {
  return {
    'subscriber.links-ending': (tx, { subscriberIds, because, actorName }) =>
      endLinks(platform(), tx, subscriberIds, because, actorName),
    'subscriber.identity-changed': (tx, { subscriberId, actorName }) =>
      endClients(platform(), tx, [subscriberId], 'identity-changed', actorName),
    'subscriber.configuration-changed': (tx, { subscriberIds }) => wakeClients(tx, subscriberIds),
    'subscriber.deleting': async (tx, { subscriberIds, actorName }) => {
      await endLinks(platform(), tx, subscriberIds, 'deleted', actorName)
      await endClients(platform(), tx, subscriberIds, 'deleted', actorName)
    },
  }
}

/** Ends open links and tickets, recalls mails that are not under way, and tells the redirect server. */
export async function endLinks(
  { clock }: Platform,
  tx: Tx,
  subscriberIds: string[],
  because: string,
  actorName: string,
): Promise<void> {
  const now = clock.now()
  const ended = await revokeOpenDeployments(tx, subscriberIds, because, now)
  if (ended.length === 0) return
  await recallMailsAbout(
    tx,
    ended.map((link) => link.deploymentId),
    now,
  )
  await markRevoked(
    tx,
    ended.map((link) => link.subscriberId),
  )
  await addToTimelines(
    tx,
    ended.map((link) => ({ ...link, kind: 'link.revoked', actorName, details: { because } })),
    now,
  )
  await enqueue(tx, pushLinks, {}, { key: pushLinks.name })
}

/** Ends clients: their credentials are dead at once, their next fetch gets the reset document. */
export async function endClients(
  { clock }: Platform,
  tx: Tx,
  subscriberIds: string[],
  because: string,
  actorName: string,
): Promise<void> {
  const now = clock.now()
  const ended = await revokeClients(tx, { subscriberIds }, because, now)
  await addToTimelines(
    tx,
    ended.map((client) => ({ ...client, kind: 'client.revoked', actorName, details: { because } })),
    now,
  )
}
