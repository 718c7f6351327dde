import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { recallMailsAbout } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue } from '#platform/queue/index.ts'
import { type AccountSealing, derivedCredential } from '#platform/secrets/index.ts'
import type { AccountRow } from '../../accounts/index.ts'
import { offeredFormats, offersAnyFormat } from '../configuration/formats.ts'
import { type ProfileRow, readProfiles } from '../profiles/store.ts'
import type { TimelineKind } from '../subscribers/schema.ts'
import type { SubscriberRow } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { configurationOf } from './configuration-of.ts'
import { pushLinks } from './redirect-push.ts'
import { insertDeployments, markQueued, type NewDeployment, revokeOpenDeployments } from './store.ts'

/** How a link reaches its person: by mail, by an admin's hand, or made by the person in the portal. */
export type Channel = 'mail' | 'hand-over' | 'self'

const openingKinds = {
  mail: 'deployment.queued',
  'hand-over': 'link.handed-over',
  self: 'link.self-deployed',
} as const satisfies Record<Channel, TimelineKind>

/** A subscriber about to get a link. */
export interface Going {
  subscriber: SubscriberRow
  profile: ProfileRow
  link: NewDeployment
}

/** Which profile does each of these have? */
export async function profilesOf(tx: Tx, subscribers: SubscriberRow[]): Promise<Map<string, ProfileRow>> {
  const ids = [...new Set(subscribers.map((row) => row.profileId))]
  return new Map((await readProfiles(tx, ids)).map((profile) => [profile.profileId, profile]))
}

/** A link to be made; its token is derived and only its hash written. */
export function newLink(
  platform: Platform,
  tx: Tx,
  subscriber: SubscriberRow,
  profile: ProfileRow,
  now: Date,
): NewDeployment {
  const deploymentId = newId()
  return {
    deploymentId,
    subscriberId: subscriber.subscriberId,
    tokenHash: linkToken(platform, tx.accountId, deploymentId, 1).hash,
    expiresAt: later(now, { hours: profile.linkLifeHours }),
    clientsAllowed: profile.clientsPerLink,
  }
}

/** The token of a link, made again whenever it is needed: HMAC(link key, account, deployment, revision). */
export function linkToken(
  platform: Pick<Platform, 'masterKey'>,
  accountId: string,
  deploymentId: string,
  revision: number,
) {
  const key = platform.masterKey.deriveKey('deployment links')
  return derivedCredential(key, accountId, deploymentId, revision)
}

/** Opens links and ends the older ones; clients already set up are not disturbed (CD-6). */
export async function openLinks(
  tx: Tx,
  going: Going[],
  about: { operationId: string | null; channel: Channel; actorName: string; now: Date },
): Promise<void> {
  if (going.length === 0) return
  const { operationId, channel, actorName, now } = about
  const links = going.map(({ link }) => link)
  const subscriberIds = links.map((link) => link.subscriberId)
  // The order matters: the older link ends before the new one exists, so that never two are open.
  const ended = await revokeOpenDeployments(tx, subscriberIds, 'replaced', now)
  const endedIds = ended.map((link) => link.deploymentId)
  await recallMailsAbout(tx, endedIds, now)
  await insertDeployments(tx, links, { operationId, channel, now })
  await markQueued(tx, links)
  const entries = links.map((link) => ({
    subscriberId: link.subscriberId,
    deploymentId: link.deploymentId,
    kind: openingKinds[channel],
    actorName,
    details: { expiresAt: link.expiresAt.toISOString() },
  }))
  await addToTimelines(tx, entries, now)
  await enqueue(tx, pushLinks, {}, { key: pushLinks.name })
}

export interface Reason {
  code: string
  message: string
}

/** What of the account decides whether anybody is deployed to, and whether there is an app to be set up. */
export interface Deploying {
  account: Pick<AccountRow, 'language' | 'status'>
  sealing: AccountSealing
}

/** Why a subscriber is not deployed to; undefined when nothing is in the way. */
export function whyNotDeployed(
  deploying: Deploying,
  subscriber: SubscriberRow,
  profile: ProfileRow,
): Reason | undefined {
  // UA-1: an operation that was begun before goes on, and a link would lead nowhere.
  if (deploying.account.status !== 'active') {
    return {
      code: 'accounts.deactivated',
      message: 'The account was deactivated, so no link was made. Reactivate it, then deploy again.',
    }
  }
  if (profile.doNotDeploy) {
    return {
      code: 'deployment.do-not-deploy',
      message: `The profile "${profile.name}" does not deploy. Give the record another profile.`,
    }
  }
  // IM-9: always so where the mail goes to a central address; the database allows no such profile without.
  if (profile.pinRequired && subscriber.deploymentPinSecret === null) {
    return {
      code: 'deployment.pin-missing',
      message: 'The profile requires a deployment PIN and this record has none. Set or generate one.',
    }
  }
  const hasPbx = subscriber.pbxSipHost !== null && subscriber.pbxSipUserName !== null
  const hasMbg = profile.mbgSipHost !== null && subscriber.mbgSipUserName !== null
  if (!hasPbx && !hasMbg) {
    return {
      code: 'deployment.no-sip-account',
      message: 'The record names neither a PBX nor a border gateway account to register with. Enter one.',
    }
  }
  return whyNoApp(deploying, subscriber, profile)
}

/** A link that can set up no app would be mailed in vain: the person could do nothing with it. */
function whyNoApp(
  { account, sealing }: Deploying,
  subscriber: SubscriberRow,
  profile: ProfileRow,
): Reason | undefined {
  const configuration = configurationOf(sealing, subscriber, profile, account.language)
  if (offersAnyFormat(configuration, profile.clientKinds)) return undefined
  const inTheWay = offeredFormats(configuration, profile.clientKinds).map(({ reasonCode }) => reasonCode)
  const needsPassword = inTheWay.includes('needs-clear-password') && !profile.clientKinds.includes('linphone')
  const message = needsPassword
    ? `The apps of the profile "${profile.name}" need the SIP password itself, and only a hash of it is stored. Enter the password, or let the profile offer Linphone.`
    : `None of the apps of the profile "${profile.name}" can hold the configuration of this record. The record's configuration names what is in the way.`
  return { code: 'deployment.no-app-offered', message }
}

/** Why a link is not mailed; a record that a component supplied may lack an address. A link without one can still be taken by hand. */
export function whyNotMailed(
  deploying: Deploying,
  subscriber: SubscriberRow,
  profile: ProfileRow,
): Reason | undefined {
  const reason = whyNotDeployed(deploying, subscriber, profile)
  if (reason || profile.centralEmail !== null || subscriber.email !== '') return reason
  return {
    code: 'deployment.no-email',
    message: 'The record has no e-mail address to send the link to. Enter one, or take the link by hand.',
  }
}
