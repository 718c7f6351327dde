import type { Actor } from '#platform/http/index.ts'
import { notFound, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { groupedCode } from '../mails/deployment-mail.ts'
import { qrSvgDataUri } from '../mails/qr.ts'
import { fullName, readSubscriber } from '../subscribers/store.ts'
import { linkToken, newLink, openLinks, profilesOf, whyNotDeployed } from './links.ts'
import { pushAtOnce } from './redirect-push.ts'
import type { HandedLink } from './schema.ts'
import { markDeployed } from './store.ts'

/** An admin takes the link or its QR by hand instead of mailing it; counts as deployed (CD-3) and is recorded as such. */
export async function handOverLink(
  platform: Platform,
  actor: Actor,
  subscriberId: string,
): Promise<HandedLink> {
  const { token, hash, expiresAt, bypass } = await platform.database.inAccount(
    actor.accountId,
    async (tx) => {
      const subscriber = await readSubscriber(tx, subscriberId, true)
      const profile = subscriber && (await profilesOf(tx, [subscriber])).get(subscriber.profileId)
      if (!subscriber || !profile) throw notFound()
      const account = (await readAccount(tx)) as AccountRow
      const sealing = await platform.sealing.inAccount(tx)
      const reason = whyNotDeployed({ account, sealing }, subscriber, profile)
      if (reason) throw new Refusal(409, reason.code, reason.message)
      const now = platform.clock.now()
      const link = newLink(platform, tx, subscriber, profile, now)
      const about = { operationId: null, channel: 'hand-over', actorName: actor.name, now } as const
      await openLinks(tx, [{ subscriber, profile, link }], about)
      await markDeployed(tx, link.deploymentId, subscriberId, now)
      await record(tx, actor, 'link.handed-over', { kind: 'subscriber', id: subscriberId })
      await tellAdmins(platform, tx, actor, {
        what: 'link-handed-over',
        details: { person: fullName(subscriber) },
      })
      return {
        token: linkToken(platform, tx.accountId, link.deploymentId, 1).text,
        hash: link.tokenHash.toString('base64url'),
        expiresAt: link.expiresAt,
        bypass: account.redirectBypass,
      }
    },
  )
  // After the commit: the redirect server must know no link that does not exist.
  if (!bypass) await pushAtOnce(platform, { hash, expiresAt })
  const origin = bypass ? platform.origins.service : platform.origins.redirect
  const link = `${origin}/d/${token}`
  return {
    link,
    qrCode: await qrSvgDataUri(link),
    authenticationCode: groupedCode(token),
    expiresAt: expiresAt.toISOString(),
  }
}
