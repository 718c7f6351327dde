import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { queueMails, recallMailsAbout } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue } from '#platform/queue/index.ts'
import { derivedCredential } from '#platform/secrets/index.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import {
  type ItemOutcome,
  insertItems,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../../operations/index.ts'
import { type ProfileRow, readProfiles } from '../profiles/store.ts'
import type { SubscriberFilter } from '../subscribers/schema.ts'
import { readSubscribers, type SubscriberRow, selectIntoItems } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { pushLinks } from './redirect-push.ts'
import { insertDeployments, markQueued, type NewDeployment, revokeOpenDeployments } from './store.ts'

export type Selection =
  | { ids: string[] }
  | { all: true; filter: SubscriberFilter; except: string[]; expectedCount?: number | undefined }

/** Deploy (CD-6): a new link for each of the selected, mailed; the older link ends. Clients already set up are not disturbed. */
export async function deploy(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const operation = await startOperation(platform, tx, actor, 'deployment', {
      selection,
      actorName: actor.name,
    })
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, 'deployment.started', subject, {
      selection: 'ids' in selection ? selection.ids.length : 'all',
    })
    return operation
  })
}

/** The bulk act behind Deploy. */
export function deploymentOperation(platform: Platform): OperationKind {
  return {
    kind: 'deployment',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(tx, operation),
    work: (tx, operation, subjectIds) => deployTo(platform, tx, operation, subjectIds),
  }
}

/** Makes the items of a selection of subscribers. */
export async function expandSelection(tx: Tx, operation: OperationRow): Promise<void> {
  const selection = operation.parameters.selection as Selection
  if ('ids' in selection) await insertItems(tx, operation.operationId, selection.ids)
  else await selectIntoItems(tx, operation.operationId, selection.filter, selection.except)
}

async function deployTo(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  ids: string[],
): Promise<ItemOutcome[]> {
  const now = platform.clock.now()
  const actorName = String(operation.parameters.actorName ?? '')
  const subscribers = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const profiles = await profilesOf(tx, [...subscribers.values()])
  const account = (await readAccount(tx)) as AccountRow
  const outcomes: ItemOutcome[] = []
  const going: Array<{ subscriber: SubscriberRow; profile: ProfileRow; link: NewDeployment }> = []
  for (const subjectId of ids) {
    const subscriber = subscribers.get(subjectId)
    const profile = subscriber && profiles.get(subscriber.profileId)
    const reason = subscriber && profile ? whyNot(subscriber, profile) : gone
    if (!subscriber || !profile || reason) {
      outcomes.push({ subjectId, outcome: reason === gone ? 'failed' : 'skipped', ...reason })
    } else {
      going.push({ subscriber, profile, link: newLink(platform, tx, subscriber, profile, now) })
      outcomes.push({ subjectId, outcome: 'done' })
    }
  }
  await send(platform, tx, account, operation.operationId, actorName, going, now)
  const skipped = outcomes.filter((item) => item.outcome === 'skipped')
  await addToTimelines(
    tx,
    skipped.map((item) => ({
      subscriberId: item.subjectId,
      kind: 'deployment.skipped',
      actorName,
      details: { code: item.code },
    })),
    now,
  )
  return outcomes
}

async function send(
  _platform: Platform,
  tx: Tx,
  account: AccountRow,
  operationId: string | null,
  actorName: string,
  going: Array<{ subscriber: SubscriberRow; profile: ProfileRow; link: NewDeployment }>,
  now: Date,
): Promise<void> {
  if (going.length === 0) return
  const ids = going.map(({ subscriber }) => subscriber.subscriberId)
  // The order matters: the older link ends before the new one exists, so that never two are open.
  const ended = await revokeOpenDeployments(tx, ids, 'replaced', now)
  await recallMailsAbout(
    tx,
    ended.map((link) => link.deploymentId),
    now,
  )
  await insertDeployments(
    tx,
    going.map(({ link }) => link),
    { operationId, channel: 'mail', now },
  )
  await markQueued(
    tx,
    going.map(({ link }) => link),
  )
  await addToTimelines(
    tx,
    going.map(({ link }) => ({
      subscriberId: link.subscriberId,
      deploymentId: link.deploymentId,
      kind: 'deployment.queued',
      actorName,
      details: { expiresAt: link.expiresAt.toISOString() },
    })),
    now,
  )
  await queueMails(
    tx,
    going.map((each) => mailFor(account, each)),
    now,
  )
  await enqueue(tx, pushLinks, {}, { key: pushLinks.name })
}

/** A new link for one subscriber who asked for it; the same rules as for everybody, without an operation. */
export async function deployAnew(
  platform: Platform,
  tx: Tx,
  account: AccountRow,
  subscriberId: string,
): Promise<void> {
  const [subscriber] = await readSubscribers(tx, [subscriberId])
  const profile = subscriber && (await profilesOf(tx, [subscriber])).get(subscriber.profileId)
  if (!subscriber || !profile || whyNot(subscriber, profile)) return
  const now = platform.clock.now()
  await send(
    platform,
    tx,
    account,
    null,
    '',
    [{ subscriber, profile, link: newLink(platform, tx, subscriber, profile, now) }],
    now,
  )
}

/** Everything the mail says that may change later is written down now, so that a repeat is byte-equal; the link is derived again. */
function mailFor(
  account: AccountRow,
  { subscriber, profile, link }: { subscriber: SubscriberRow; profile: ProfileRow; link: NewDeployment },
) {
  const central = profile.centralEmail !== null
  return {
    kind: 'deployment',
    recipient: profile.centralEmail ?? subscriber.email,
    language: subscriber.language ?? account.language,
    subjectKind: 'deployment',
    subjectId: link.deploymentId,
    parameters: {
      subscriberId: subscriber.subscriberId,
      revision: 1,
      accountName: account.name,
      redirectBypass: account.redirectBypass,
      timeZone: account.timeZone,
      firstName: subscriber.firstName,
      lastName: subscriber.lastName,
      directoryNumber: subscriber.directoryNumber ?? '',
      central,
      pinRequired: subscriber.deploymentPinSecret !== null,
      expiresAt: link.expiresAt.toISOString(),
    },
  }
}

function newLink(
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
  return derivedCredential(
    platform.masterKey.deriveKey('deployment links'),
    accountId,
    deploymentId,
    revision,
  )
}

async function profilesOf(tx: Tx, subscribers: SubscriberRow[]): Promise<Map<string, ProfileRow>> {
  const ids = [...new Set(subscribers.map((row) => row.profileId))]
  return new Map((await readProfiles(tx, ids)).map((profile) => [profile.profileId, profile]))
}

const gone = { code: 'http.not-found', message: 'This record does not exist any more.' }

/** Why a subscriber is not deployed to; undefined when nothing is in the way. */
function whyNot(
  subscriber: SubscriberRow,
  profile: ProfileRow,
): { code: string; message: string } | undefined {
  if (profile.doNotDeploy) {
    return {
      code: 'deployment.do-not-deploy',
      message: `The profile "${profile.name}" does not deploy. Give the record another profile.`,
    }
  }
  if (profile.pinRequired && subscriber.deploymentPinSecret === null) {
    return {
      code: 'deployment.pin-missing',
      message: 'The profile requires a deployment PIN and this record has none. Set or generate one.',
    }
  }
  if (profile.centralEmail !== null && subscriber.deploymentPinSecret === null) {
    return {
      code: 'deployment.pin-missing',
      message: 'Mail to a central address needs a deployment PIN and this record has none.',
    }
  }
  const hasPbx = subscriber.pbxSipHost !== null && subscriber.pbxSipUserName !== null
  const hasMbg = profile.mbgSipHost !== null && subscriber.mbgSipUserName !== null
  if (!hasPbx && !hasMbg) {
    return {
      code: 'deployment.no-sip-account',
      message: 'The record names neither a PBX nor a border gateway account to register with.',
    }
  }
  return undefined
}
