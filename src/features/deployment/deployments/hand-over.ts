import type { Actor } from '#platform/http/index.ts'
import { notFound, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { fullName, readSubscriber } from '../subscribers/store.ts'
import { profilesOf, whyNotDeployed } from './links.ts'
import type { HandedLink } from './schema.ts'
import { openShownLink, showLink } from './shown-links.ts'

/** An admin takes the link or its QR by hand instead of mailing it; counts as deployed (CD-3) and is recorded as such. */
export async function handOverLink(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
): Promise<HandedLink> {
  const shown = await platform.database.inAccount(actor.accountId, async (tx) => {
    const subscriber = await readSubscriber(tx, subscriberId, true)
    const profile = subscriber && (await profilesOf(tx, [subscriber])).get(subscriber.profileId)
    if (!subscriber || !profile) throw notFound()
    const account = (await readAccount(tx)) as AccountRow
    const sealing = await platform.sealing.inAccount(tx)
    const reason = whyNotDeployed({ account, sealing }, subscriber, profile)
    if (reason) throw new Refusal(409, reason.code, reason.message)
    const about = { channel: 'hand-over', actorName: actor.name } as const
    const link = await openShownLink(platform, tx, { account, subscriber, profile }, about)
    await record(tx, actor, 'link.handed-over', { kind: 'subscriber', id: subscriberId })
    await tellAdmins(platform, tx, actor, {
      what: 'link-handed-over',
      details: { person: fullName(subscriber) },
    })
    return link
  })
  return showLink(platform, shown)
}
