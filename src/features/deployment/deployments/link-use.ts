import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential, randomCredential, sameSecret } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { offeredFormats } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'
import { type ProfileRow, readProfile } from '../profiles/store.ts'
import { openClearSecret } from '../subscribers/secrets.ts'
import { readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { configurationOf } from './configuration-of.ts'
import {
  clientNotOffered,
  linkGone,
  linkUnknown,
  noAppOffered,
  pinLocked,
  pinNeeded,
  pinWrong,
} from './errors.ts'
import { countLinkTried, uncountLinkTried } from './guess-limits.ts'
import * as pins from './pin-store.ts'
import type { DeploymentRow } from './store.ts'
import * as store from './store.ts'
import { insertTicket } from './tickets-store.ts'

/** How long a softphone has for its first fetch. */
export const ticketLifeMinutes = 10

/** What stands behind a link. */
export interface LinkState {
  account: AccountRow
  deployment: DeploymentRow
  subscriber: SubscriberRow
  profile: ProfileRow
}

/** Looks at a link without spending anything. `notice`: the first look is written on the timeline. @throws Refusal when it cannot be used */
export async function lookAtLink(platform: Platform, token: string, notice: boolean): Promise<LinkState> {
  const credential = parseCredential(token)
  if (!credential) throw linkUnknown()
  return platform.database.inAccount(credential.accountId, async (tx) => {
    const state = await readLink(platform, tx, credential.hash, false)
    const now = platform.clock.now()
    if (notice && (await store.markOpened(tx, state.deployment.deploymentId, now))) {
      const { deploymentId, subscriberId } = state.deployment
      await addToTimelines(tx, [{ subscriberId, deploymentId, kind: 'link.opened' }], now)
    }
    return state
  })
}

/**
 * Uses a link: checks the PIN where one is set, then hands out a ticket for one client in one format.
 * @throws Refusal 404 unknown, 410 gone, 423 locked, 403 wrong PIN with `attemptsLeft`, 422 malformed PIN or app not offered, 409 no app offered at
 * all, 429 too many links tried from this address
 */
export async function redeemLink(
  platform: Platform,
  token: string,
  given: { pin: string | undefined; kind: ClientKind; address: string },
): Promise<{ ticket: string; ticketId: string; expiresAt: Date; state: LinkState }> {
  const credential = parseCredential(token)
  if (!credential) throw linkUnknown()
  const answer = await platform.database.inAccount(credential.accountId, async (tx) => {
    const state = await readLink(platform, tx, credential.hash, true)
    const refusal = await checkPin(platform, tx, state, given)
    // A wrong PIN is an outcome, not an exception: throwing here would undo its being counted.
    return refusal ?? (await makeTicket(platform, tx, state, given.kind))
  })
  if (answer instanceof Refusal) throw answer
  return answer
}

/** Which apps the link can set up, as its page offers them; at least one. @throws Refusal 409 when there is none */
export async function appsOf(platform: Platform, { account, subscriber, profile }: LinkState) {
  return platform.database.inAccount(account.accountId, async (tx) => {
    const configuration = configurationOf(
      await platform.sealing.inAccount(tx),
      subscriber,
      profile,
      account.language,
    )
    const offered = offeredFormats(configuration, profile.clientKinds).filter((format) => format.offered)
    if (offered.length === 0) throw noAppOffered()
    return offered
  })
}

/** Reads a link that can be used now. */
async function readLink({ clock }: Platform, tx: Tx, tokenHash: Buffer, lock: boolean): Promise<LinkState> {
  const deployment = await store.findDeployment(tx, tokenHash, lock)
  const account = deployment && (await readAccount(tx))
  const subscriber = deployment && (await readSubscriber(tx, deployment.subscriberId, lock))
  const profile = subscriber && (await readProfile(tx, subscriber.profileId))
  if (!deployment || !account || !subscriber || !profile) throw linkUnknown()
  // A number that has got another profile since: what its person made is worth what that profile allows.
  const isNotAllowed = deployment.channel === 'self' && !profile.selfDeployment
  if (deployment.revokedAt !== null || account.status !== 'active' || profile.doNotDeploy || isNotAllowed)
    throw linkGone('revoked')
  if (deployment.expiresAt <= clock.now()) throw linkGone('expired')
  if (deployment.pinFailures >= pins.pinAttemptsMax || subscriber.pinLockedAt !== null) throw pinLocked()
  if (deployment.clientsMade >= deployment.clientsAllowed) throw linkGone('used')
  return { account, deployment, subscriber, profile }
}

async function checkPin(
  platform: Platform,
  tx: Tx,
  state: LinkState,
  { pin: given, address }: { pin: string | undefined; address: string },
): Promise<Refusal | undefined> {
  const { deployment, subscriber } = state
  if (subscriber.deploymentPinSecret === null) return undefined
  // Only well-formed PINs count: a scanner that submits an empty form must not lock anybody out.
  if (given === undefined || !/^[0-9]{4,20}$/.test(given)) return pinNeeded()
  const now = platform.clock.now()
  const about = { subscriberId: subscriber.subscriberId, deploymentId: deployment.deploymentId }
  const tried = { address, deploymentId: deployment.deploymentId }
  // First the network: on a link of somebody else it has cost nothing when it is stopped.
  const stopped = await countLinkTried(platform, tx, tried)
  if (stopped) return stopped
  const attemptsLeft = await pins.countPinAttempt(tx, deployment, now)
  if (attemptsLeft === undefined) return pinLocked()
  const sealing = await platform.sealing.inAccount(tx)
  const pin = openClearSecret(
    sealing,
    subscriber.subscriberId,
    'deploymentPinSecret',
    subscriber.deploymentPinSecret,
  )
  if (pin !== undefined && sameSecret(given, pin)) {
    await pins.uncountPinAttempt(tx, deployment)
    await uncountLinkTried(platform, tx, tried)
    return undefined
  }
  await addToTimelines(tx, [{ ...about, kind: 'pin.wrong', details: { attemptsLeft } }], now)
  if (attemptsLeft > 0) return pinWrong(attemptsLeft)
  await addToTimelines(tx, [{ ...about, kind: 'pin.locked' }], now)
  return pinLocked()
}

async function makeTicket(platform: Platform, tx: Tx, state: LinkState, kind: ClientKind) {
  const { account, deployment, subscriber, profile } = state
  const configuration = configurationOf(
    await platform.sealing.inAccount(tx),
    subscriber,
    profile,
    account.language,
  )
  const formats = offeredFormats(configuration, profile.clientKinds)
  if (!formats.some(({ offered }) => offered)) return noAppOffered()
  const format = formats.find((each) => each.kind === kind)
  if (!format?.offered) return clientNotOffered(format?.reasonCode ?? 'not-in-profile')
  const now = platform.clock.now()
  const ticket = randomCredential(tx.accountId, 16)
  const expiresAt = later(now, { minutes: ticketLifeMinutes })
  const { deploymentId, subscriberId } = deployment
  const ticketId = newId()
  await insertTicket(tx, {
    ticketId,
    ticketHash: ticket.hash,
    deploymentId,
    subscriberId,
    kind,
    createdAt: now,
    expiresAt,
  })
  await addToTimelines(tx, [{ subscriberId, deploymentId, kind: 'ticket.made', details: { kind } }], now)
  return { ticket: ticket.text, ticketId, expiresAt, state }
}
