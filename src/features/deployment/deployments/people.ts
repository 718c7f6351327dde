import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { countClientsByKind, countClientsOf, releaseSubscribersOf } from '../subscribers/people-store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { endClients, endLinks } from './consequences.ts'

/** What becomes of the softphones of people, in the transaction of what happens to the people. */
export function softphonesOfPeople(platform: () => Platform): Hears {
  return {
    'users.presenting': async (tx, { userIds, clientsDeployed }) => {
      for (const { userId, clients } of await countClientsOf(tx, userIds))
        clientsDeployed.set(userId, clients)
    },
    'users.forecasting-deletion': async (tx, { people, clients }) => {
      clients.push(...(await countClientsByKind(tx, people)))
    },
    // UA-83: who stays in the list keeps the softphones, because a PBX goes on serving them.
    'user.deleting': async (tx, { leavingIds, actor }) => {
      const now = platform().clock.now()
      const subscriberIds = await releaseSubscribersOf(tx, leavingIds, now)
      const details = { fields: ['userId'] }
      await addToTimelines(
        tx,
        subscriberIds.map((subscriberId) => ({
          subscriberId,
          kind: 'subscriber.changed',
          actorName: actor.name,
          details,
        })),
        now,
      )
      await endLinks(platform(), tx, subscriberIds, 'person-deleted', actor.name)
      await endClients(platform(), tx, subscriberIds, 'person-deleted', actor.name)
    },
  }
}
