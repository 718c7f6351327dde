import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import {
  addSubscribers,
  applyManyChanges,
  type PlannedChange,
  type PlannedSubscriber,
  type SealedSubscriber,
  type Snapshot,
  sealSubscriber,
  snapshotOf,
} from '../../deployment/index.ts'
import type { Importer } from '../importer.ts'
import type { AcceptedRow, WrittenChange } from '../kind.ts'
import type { JudgedSubscriber, SubscriberJudging } from './judge.ts'

/** Subscribers ready to be written. */
export interface PreparedSubscribers {
  creating: SealedSubscriber[]
  changing: Array<PlannedChange & { rowNumber: number }>
}

/** Seals what is secret; only computes. */
export function prepareSubscribers(
  { sealing }: SubscriberJudging,
  rows: Array<AcceptedRow<JudgedSubscriber>>,
): PreparedSubscribers {
  const prepared: PreparedSubscribers = { creating: [], changing: [] }
  for (const { subjectId, judged } of rows) {
    const { current, different, verdict, rowNumber } = judged
    if (!current) prepared.creating.push(sealSubscriber(sealing, newSubscriber(subjectId, judged)))
    else if (different && verdict === 'change')
      prepared.changing.push({ current, changes: different, rowNumber })
  }
  return prepared
}

/** Adds and changes subscribers. @returns what was changed, to be undone one day */
export async function writeSubscribers(
  platform: Platform,
  tx: Tx,
  importer: Importer,
  { creating, changing }: PreparedSubscribers,
): Promise<Array<WrittenChange<Snapshot>>> {
  await addSubscribers(platform, tx, importer.name, creating)
  const versions = await applyManyChanges(platform, tx, importer.name, changing)
  return changing.map(({ current, rowNumber }) => ({
    rowNumber,
    appliedVersion: versions.get(current.subscriberId) as number,
    snapshot: snapshotOf(current),
  }))
}

function newSubscriber(id: string, { content, profileId }: JudgedSubscriber): PlannedSubscriber {
  const { id: _, profileId: __, ...values } = content.values
  return { ...values, firstName: values.firstName ?? '', id, profileId } as PlannedSubscriber
}
