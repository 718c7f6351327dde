import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, type SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { holdCaller, sessionProof } from '../../auth/index.ts'
import { profilesOf } from '../deployments/links.ts'
import { lockProfile, type ProfileRow } from '../profiles/store.ts'
import { readSubscriber, type SubscriberRow } from '../subscribers/store.ts'
import { type Judged, presentAllowance, whyNoOwnLink, whyNoOwnPin } from './allowances.ts'
import { presentOwnClient } from './own-clients.ts'
import type { OwnSubscriber } from './schema.ts'
import * as store from './store.ts'

/** The caller's numbers, in the order of their digits, with what may be done with each at the moment. */
export async function listOwnSubscribers(platform: Platform, caller: SignedIn): Promise<OwnSubscriber[]> {
  return platform.database.inAccount(caller.homeAccountId, async (tx) => {
    const subscribers = await store.subscribersOf(tx, caller.userId)
    if (subscribers.length === 0) return []
    const ids = subscribers.map(({ subscriberId }) => subscriberId)
    const clients = Map.groupBy(await store.clientsInUse(tx, ids), ({ subscriberId }) => subscriberId)
    const judged = await judgedOf(platform, tx, caller, subscribers)
    return judged
      .map((each) => presentOwnSubscriber(each, clients.get(each.subscriber.subscriberId) ?? []))
      .sort((one, other) => byDigits.compare(one.directoryNumber ?? '', other.directoryNumber ?? ''))
  })
}

const byDigits = new Intl.Collator('en', { numeric: true })

/**
 * A number of the caller as it is judged, with everything held that the judgement rests on: caller, account, profile and number stay as they are until
 * the transaction ends.
 * @throws Refusal 404 for a number of somebody else, as for an unknown one; 401 where the caller was signed out or deactivated meanwhile
 */
export async function holdOwnNumber(
  platform: Platform,
  tx: Tx,
  actor: Actor & SignedIn,
  subscriberId: string,
): Promise<Judged> {
  await holdCaller(tx, actor)
  const seen = await readSubscriber(tx, subscriberId)
  if (seen?.userId !== actor.userId) throw notFound()
  // The profile before the number, as who closes a profile and ends its links holds them: neither waits for what the other has.
  await lockProfile(tx, seen.profileId, 'to-rely-on')
  const subscriber = await readSubscriber(tx, subscriberId, true)
  if (subscriber?.userId !== actor.userId) throw notFound()
  if (subscriber.profileId !== seen.profileId) await lockProfile(tx, subscriber.profileId, 'to-rely-on')
  const [judged] = await judgedOf(platform, tx, actor, [subscriber])
  return judged as Judged
}

async function judgedOf(
  platform: Platform,
  tx: Tx,
  caller: SignedIn,
  subscribers: SubscriberRow[],
): Promise<Judged[]> {
  const account = (await readAccount(tx)) as AccountRow
  const sealing = await platform.sealing.inAccount(tx)
  const proof = await sessionProof(tx, caller)
  const profiles = await profilesOf(tx, subscribers)
  const deployed = await store.deployedByAdmins(
    tx,
    subscribers.map(({ subscriberId }) => subscriberId),
  )
  const now = platform.clock.now()
  return subscribers.map((subscriber) => ({
    account,
    sealing,
    proof,
    subscriber,
    profile: profiles.get(subscriber.profileId) as ProfileRow,
    deployedByAdminAt: deployed.get(subscriber.subscriberId),
    now,
  }))
}

function presentOwnSubscriber(judged: Judged, clients: store.ClientInUse[]): OwnSubscriber {
  const { subscriber } = judged
  return {
    id: subscriber.subscriberId,
    directoryNumber: subscriber.directoryNumber,
    voicemailNumber: subscriber.voicemailNumber,
    state: subscriber.state as OwnSubscriber['state'],
    deployedAt: subscriber.deployedAt?.toISOString() ?? null,
    downloadedAt: subscriber.downloadedAt?.toISOString() ?? null,
    hasPin: subscriber.deploymentPinSecret !== null,
    setUp: presentAllowance(whyNoOwnLink(judged)),
    pin: presentAllowance(whyNoOwnPin(judged)),
    clients: clients.map(presentOwnClient),
  }
}
