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
import { readSubscribers } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { wakeClients } from './changes-store.ts'
import { markForcePending } from './force-store.ts'

/** Set force config (CD-8): the clients of the selected fetch their configuration at the next possible opportunity. */
export function forceSelected(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'forced-configuration', selection)
}

/** The bulk act behind Set force config. */
export function forcedConfigurationOperation(platform: Platform): OperationKind {
  return {
    kind: 'forced-configuration',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    async work(tx, operation, subjectIds) {
      const actorName = String(operation.parameters.actorName)
      const forced = new Set(await forceClients(platform, tx, subjectIds, actorName))
      const left = subjectIds.filter((id) => !forced.has(id))
      const existing = new Set((await readSubscribers(tx, left)).map((row) => row.subscriberId))
      return subjectIds.map((subjectId) => outcomeFor(subjectId, forced, existing))
    },
  }
}

function outcomeFor(subjectId: string, forced: Set<string>, existing: Set<string>): ItemOutcome {
  if (forced.has(subjectId)) return { subjectId, outcome: 'done' }
  return existing.has(subjectId)
    ? {
        subjectId,
        outcome: 'skipped',
        code: 'deployment.no-client',
        message: 'No client has been set up yet, so there is nothing to force. Deploy first.',
      }
    : {
        subjectId,
        outcome: 'failed',
        code: 'http.not-found',
        message: 'This record does not exist any more.',
      }
}

/** Marks the configuration due now, and wakes the clients that wait for changes. @returns the subscribers that have a client */
export async function forceClients(
  { clock }: Platform,
  tx: Tx,
  subscriberIds: string[],
  actorName: string,
): Promise<string[]> {
  const now = clock.now()
  const forced = await markForcePending(tx, subscriberIds, now)
  const entries = forced.map((subscriberId) => ({ subscriberId, kind: 'force.pending' as const, actorName }))
  await addToTimelines(tx, entries, now)
  await wakeClients(tx, forced)
  return forced
}
