import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { AccountRow } from '../../accounts/index.ts'
import { groupedCode } from '../mails/deployment-mail.ts'
import { qrSvgDataUri } from '../mails/qr.ts'
import type { ProfileRow } from '../profiles/store.ts'
import type { SubscriberRow } from '../subscribers/store.ts'
import { type Channel, linkToken, newLink, openLinks } from './links.ts'
import { pushAtOnce } from './redirect-push.ts'
import type { HandedLink } from './schema.ts'
import { markDeployed } from './store.ts'

/** A link that was made to be shown, before anybody sees it. */
export interface ShownLink {
  token: string
  tokenHash: Buffer
  expiresAt: Date
  /** It points straight at the service. */
  isDirect: boolean
}

/**
 * Opens a link that is shown on a screen instead of mailed; the older one ends, and the subscriber counts as deployed (CD-3). The caller has locked the
 * subscriber, so that of two at once one link is open, and shows it with `showLink` after the commit.
 */
export async function openShownLink(
  platform: Platform,
  tx: Tx,
  to: { account: AccountRow; subscriber: SubscriberRow; profile: ProfileRow },
  about: { channel: Exclude<Channel, 'mail'>; actorName: string },
): Promise<ShownLink> {
  const { account, subscriber, profile } = to
  const now = platform.clock.now()
  const link = newLink(platform, tx, subscriber, profile, now)
  await openLinks(tx, [{ subscriber, profile, link }], { operationId: null, ...about, now })
  await markDeployed(tx, link.deploymentId, subscriber.subscriberId, now)
  return {
    token: linkToken(platform, tx.accountId, link.deploymentId, 1).text,
    tokenHash: link.tokenHash,
    expiresAt: link.expiresAt,
    isDirect: account.redirectBypass,
  }
}

/** The link as a screen shows it. Called after the commit: the redirect server must know no link that does not exist. */
export async function showLink(platform: Platform, shown: ShownLink): Promise<HandedLink> {
  const { token, tokenHash, expiresAt, isDirect } = shown
  if (!isDirect) await pushAtOnce(platform, { hash: tokenHash.toString('base64url'), expiresAt })
  const origin = isDirect ? platform.origins.service : platform.origins.redirect
  const link = `${origin}/d/${token}`
  return {
    link,
    qrCode: await qrSvgDataUri(link),
    authenticationCode: groupedCode(token),
    expiresAt: expiresAt.toISOString(),
  }
}
