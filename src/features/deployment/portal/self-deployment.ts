import type { Actor, SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import type { HandedLink } from '../deployments/schema.ts'
import { openShownLink, showLink } from '../deployments/shown-links.ts'
import { fullName } from '../subscribers/store.ts'
import { refusedBy, whyNoOwnLink } from './allowances.ts'
import { holdOwnNumber } from './own-numbers.ts'

/**
 * Self-deployment: the caller makes a link for a number of theirs, which is shown to them and not mailed; the older one ends.
 * @throws Refusal 404 for a number that is not theirs; 403 with what is in the way, and `from` when that ends by itself
 */
export async function deployToOneself(
  platform: Platform,
  actor: Actor & SignedIn,
  subscriberId: string,
): Promise<HandedLink> {
  const shown = await platform.database.inAccount(actor.accountId, async (tx) => {
    const judged = await holdOwnNumber(platform, tx, actor, subscriberId)
    const hindrance = whyNoOwnLink(judged)
    if (hindrance) throw refusedBy(hindrance)
    const link = await openShownLink(platform, tx, judged, { channel: 'self', actorName: actor.name })
    await record(tx, actor, 'link.self-deployed', { kind: 'subscriber', id: subscriberId })
    // Admins can give themselves any number. What they take by hand the others are told of, and the portal is no way around it.
    if (actor.role === 'admin') {
      await tellAdmins(platform, tx, actor, {
        what: 'link-handed-over',
        details: { person: fullName(judged.subscriber) },
      })
    }
    return link
  })
  return showLink(platform, shown)
}
