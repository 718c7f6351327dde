import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startBulkAct,
} from '../../operations/index.ts'
import { expandSelection, type Selection } from '../subscribers/selection.ts'
import { readSubscribers, type SubscriberRow } from '../subscribers/store.ts'
import { deployTo, tellOfDeployment } from './deploy.ts'
import { forceClients } from './force.ts'
import { profilesOf, type Reason } from './links.ts'

/** Auto deploy (CD-7): force config for those who have downloaded, and in the same act a link for the new. */
export function autoDeploy(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'automatic-deployment', selection, { told: tellOfDeployment })
}

/** The bulk act behind Auto deploy. */
export function automaticDeploymentOperation(platform: Platform): OperationKind {
  return {
    kind: 'automatic-deployment',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    work: (tx, operation, subjectIds) => work(platform, tx, operation, subjectIds),
  }
}

async function work(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  subjectIds: string[],
): Promise<ItemOutcome[]> {
  const now = platform.clock.now()
  const subscribers = await readSubscribers(tx, subjectIds)
  const profiles = await profilesOf(tx, subscribers)
  const deployable = subscribers.filter((row) => !profiles.get(row.profileId)?.doNotDeploy)
  const ids = deployable.map((row) => row.subscriberId)
  const forced = new Set(await forceClients(platform, tx, ids, String(operation.parameters.actorName)))
  const left = new Map<string, Reason>()
  for (const row of deployable) {
    const reason = forced.has(row.subscriberId) ? undefined : whyLeftAlone(row, now)
    if (reason) left.set(row.subscriberId, reason)
  }
  // The new, the expired and the bounced, and whoever is to be refused for a reason that Deploy knows.
  const rest = subjectIds.filter((id) => !forced.has(id) && !left.has(id))
  const deployed = await deployTo(platform, tx, operation, rest)
  return [
    ...deployed.map((item): ItemOutcome => (item.outcome === 'done' ? { ...item, ...wasMailed } : item)),
    ...[...forced].map((subjectId): ItemOutcome => ({ subjectId, ...wasForced })),
    ...[...left].map(([subjectId, reason]): ItemOutcome => ({ subjectId, outcome: 'skipped', ...reason })),
  ]
}

/** Which of the two was done: one act does both, so each record says which. */
const wasMailed = {
  outcome: 'done',
  code: 'deployment.mailed',
  message: 'No softphone was set up, so a new link is mailed.',
} as const
const wasForced = {
  outcome: 'done',
  code: 'deployment.forced',
  message: 'A softphone is set up, so it is to fetch its configuration at the next opportunity.',
} as const

/** Why somebody without a client gets no link; undefined: deploy. */
function whyLeftAlone(subscriber: SubscriberRow, now: Date): Reason | undefined {
  // Before anything about links: neither the one that was sent nor a new one opens for who is locked.
  if (subscriber.pinLockedAt !== null) {
    return {
      code: 'deployment.locked',
      message: 'Too many wrong PINs were entered, so no link opens. Unlock the record first.',
    }
  }
  if (!hasOpenLink(subscriber, now)) return undefined
  return {
    code: 'deployment.link-open',
    message:
      'A link was sent and can still be used, so no other was. Deploy instead if the person needs a new one.',
  }
}

/** The link was sent, or is about to be, and can still be used. One whose mail bounced reached nobody. */
function hasOpenLink({ state, linkExpiresAt }: SubscriberRow, now: Date): boolean {
  return (state === 'queued' || state === 'sent') && linkExpiresAt !== null && linkExpiresAt > now
}
