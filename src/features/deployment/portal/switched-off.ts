import type { Tx } from '#platform/database/index.ts'
import type { Events } from '#platform/events/events.ts'
import type { Platform } from '#platform/platform.ts'
import { endLinks } from '../deployments/consequences.ts'
import { numbersOfProfileWithOwnLink } from './store.ts'

/**
 * Whoever turns self-deployment off in a profile trusts none of the links any more that people made with it: those that are open end in the same
 * transaction, and stay ended when it is turned on again. Where it is turned on, those end that came with a number from another profile, and were of
 * no use meanwhile. Links that an administrator made stay, and so do the phones that were set up.
 */
export async function endOwnLinksWhereSwitched(
  platform: Platform,
  tx: Tx,
  { profileId, changed, actor }: Events['profile.changed'],
): Promise<void> {
  if (!changed.includes('selfDeployment')) return
  const subscriberIds = await numbersOfProfileWithOwnLink(tx, profileId, platform.clock.now())
  if (subscriberIds.length > 0) await endLinks(platform, tx, subscriberIds, 'self-deployment-off', actor.name)
}
