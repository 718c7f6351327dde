import type { Tx } from '#platform/database/index.ts'
import type { Hears } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { countClientsByKind, countClientsOf, releaseSubscribersOf } from '../subscribers/people-store.ts'
import { personStep } from '../subscribers/person.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { endClients, endLinks } from './consequences.ts'
import { numbersWithOwnLink } from './store.ts'

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
    // Who is deactivated made the link while they might; it must not set up one more phone. A link that an admin made is the admin's to end.
    'users.changed': async (tx, { people, actor }) => {
      const deactivated = people.filter(
        ({ before, after }) => before.status !== 'inactive' && after.status === 'inactive',
      )
      const userIds = deactivated.map(({ after }) => after.userId)
      await endOwnLinks(platform(), tx, userIds, 'person-deactivated', actor.name)
    },
    // UA-83: who stays in the list keeps the softphones, because a PBX goes on serving them.
    'user.deleting': async (tx, { people, leavingIds, actor }) => {
      const now = platform().clock.now()
      const userIds = people.map(({ userId }) => userId)
      await endOwnLinks(platform(), tx, userIds, 'person-deleted', actor.name)
      const subscriberIds = await releaseSubscribersOf(tx, leavingIds, now)
      await addToTimelines(
        tx,
        subscriberIds.map((subscriberId) => personStep(subscriberId, undefined, actor.name)),
        now,
      )
      await endLinks(platform(), tx, subscriberIds, 'person-deleted', actor.name)
      await endClients(platform(), tx, subscriberIds, 'person-deleted', actor.name)
    },
  }
}

/** Ends the open links that these people made for themselves in the portal; the numbers stay theirs. */
async function endOwnLinks(
  platform: Platform,
  tx: Tx,
  userIds: string[],
  because: string,
  actorName: string,
): Promise<void> {
  const subscriberIds = await numbersWithOwnLink(tx, userIds, platform.clock.now())
  if (subscriberIds.length > 0) await endLinks(platform, tx, subscriberIds, because, actorName)
}
