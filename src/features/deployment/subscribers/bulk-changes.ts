import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { updateSubscribers, writtenColumns } from './bulk-store.ts'
import type { SubscriberChanges } from './schema.ts'
import { withSecretsSealed } from './secrets.ts'
import { configured } from './service.ts'
import type { SubscriberRow } from './store.ts'
import { addToTimelines } from './timeline.ts'

/** A change of one of many: the record as it is now, locked, and what becomes different. */
export interface PlannedChange {
  current: SubscriberRow
  changes: SubscriberChanges
}

/** What a record held before, as `restoreMany` takes it; its secrets stay sealed. */
export type Snapshot = Pick<SubscriberRow, (typeof writtenColumns)[number]>

/**
 * Changes many subscribers in a few statements, with everything a single change means for links and clients. The caller has locked them and
 * applied the rules of a single change (owners, PBX fields) to each.
 * @returns the new version of each
 */
export async function applyManyChanges(
  platform: Platform,
  tx: Tx,
  actorName: string,
  planned: PlannedChange[],
): Promise<Map<string, number>> {
  const sealing = await platform.sealing.inAccount(tx)
  const changed = planned.map(({ current, changes }) => {
    const after = { ...current, ...withSecretsSealed(sealing, current.subscriberId, changes) }
    after.directoryNumber ??= after.pbxSipUserName
    return { before: current, after, fields: Object.keys(changes) }
  })
  return write(platform, tx, actorName, changed, 'subscriber.changed')
}

/** Gives many subscribers back what they held before. The caller has locked them. */
export async function restoreMany(
  platform: Platform,
  tx: Tx,
  actorName: string,
  restored: Array<{ current: SubscriberRow; snapshot: Snapshot }>,
): Promise<Map<string, number>> {
  const changed = restored.map(({ current, snapshot }) => {
    const { updatePending: _, redeployRequired: __, ...values } = snapshot
    const fields = Object.keys(values).filter(
      (field) => values[field as keyof typeof values] !== current[field as keyof typeof values],
    )
    return { before: current, after: { ...current, ...values }, fields }
  })
  return write(platform, tx, actorName, changed, 'subscriber.restored')
}

/** What a record holds, to be given back by `restoreMany`. */
export function snapshotOf(row: SubscriberRow): Snapshot {
  return Object.fromEntries(writtenColumns.map((column) => [column, row[column]])) as Snapshot
}

interface Changed {
  before: SubscriberRow
  after: SubscriberRow
  /** For the timeline, and for whether the clients have an update pending. */
  fields: string[]
}

async function write(
  platform: Platform,
  tx: Tx,
  actorName: string,
  changed: Changed[],
  kind: 'subscriber.changed' | 'subscriber.restored',
): Promise<Map<string, number>> {
  if (changed.length === 0) return new Map()
  const now = platform.clock.now()
  const redeployed: string[] = []
  const rows = changed.map(({ before, after, fields }) => {
    const hasClients = before.clientCount > 0
    const identityChanged = before.clientServiceUserName !== after.clientServiceUserName
    if (hasClients && identityChanged) redeployed.push(before.subscriberId)
    return {
      ...after,
      updatePending:
        before.updatePending || (hasClients && fields.some((field) => reachesClients.has(field))),
      redeployRequired: before.redeployRequired || (hasClients && identityChanged),
    }
  })
  const versions = await updateSubscribers(tx, rows, now)
  const entries = changed.map(({ before, fields }) => ({
    subscriberId: before.subscriberId,
    kind,
    actorName,
    details: { fields },
  }))
  await addToTimelines(tx, entries, now)
  const subscriberIds = rows.filter((row) => row.updatePending).map((row) => row.subscriberId)
  await platform.events.tell(tx, 'subscriber.configuration-changed', { subscriberIds })
  await tellConsequences(platform, tx, actorName, changed, redeployed)
  return new Map(versions.map(({ subscriberId, version }) => [subscriberId, version]))
}

/** Fields by the names of the API and of the columns, secrets among them. */
const reachesClients = new Set<string>([...configured, 'pbxSipSecret', 'mbgSipSecret', 'clientServiceSecret'])

async function tellConsequences(
  { events }: Platform,
  tx: Tx,
  actorName: string,
  changed: Changed[],
  redeployed: string[],
): Promise<void> {
  const idsOf = (has: (each: Changed) => boolean) =>
    changed.filter(has).map(({ before }) => before.subscriberId)
  const moved = idsOf(({ before, after }) => before.email.toLowerCase() !== after.email.toLowerCase())
  if (moved.length > 0) {
    await events.tell(tx, 'subscriber.links-ending', {
      subscriberIds: moved,
      because: 'email-changed',
      actorName,
    })
  }
  const bared = idsOf(
    ({ before, after }) => before.deploymentPinSecret !== null && after.deploymentPinSecret === null,
  )
  if (bared.length > 0) {
    await events.tell(tx, 'subscriber.links-ending', {
      subscriberIds: bared,
      because: 'pin-removed',
      actorName,
    })
  }
  for (const subscriberId of redeployed) {
    await events.tell(tx, 'subscriber.identity-changed', { subscriberId, actorName })
  }
}
