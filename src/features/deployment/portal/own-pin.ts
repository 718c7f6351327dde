import type { Actor, SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { openPin } from '../subscribers/pins.ts'
import { fullName } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { refusedBy, whyNoOwnPin } from './allowances.ts'
import { holdOwnNumber } from './own-numbers.ts'

/**
 * Shows the caller the deployment PIN of a number of theirs.
 * @throws Refusal 404 for a number that is not theirs; 403 with what is in the way, and `from` when that ends by itself
 */
export async function discloseOwnPin(
  platform: Platform,
  actor: Actor & SignedIn,
  subscriberId: string,
): Promise<string> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const judged = await holdOwnNumber(platform, tx, actor, subscriberId)
    const hindrance = whyNoOwnPin(judged)
    if (hindrance) throw refusedBy(hindrance)
    const entry = { subscriberId, kind: 'pin.shown-to-owner', actorName: actor.name } as const
    await addToTimelines(tx, [entry], platform.clock.now())
    await record(tx, actor, 'pin.disclosed', { kind: 'subscriber', id: subscriberId })
    // Admins can give themselves any number: see `deployToOneself`.
    if (actor.role === 'admin') {
      await tellAdmins(platform, tx, actor, {
        what: 'pin-disclosed',
        details: { person: fullName(judged.subscriber) },
      })
    }
    return (await openPin(platform, tx, judged.subscriber)) as string
  })
}
