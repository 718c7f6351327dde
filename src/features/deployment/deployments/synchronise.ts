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

/** Sync data (CD-5): brings the selected up to date with the records they come from. */
export function synchronise(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'synchronisation', selection)
}

/** The bulk act behind Sync data. */
export function synchronisationOperation(platform: Platform): OperationKind {
  return {
    kind: 'synchronisation',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    async work(tx, _operation, subjectIds) {
      const found = new Map((await readSubscribers(tx, subjectIds)).map((row) => [row.subscriberId, row]))
      return subjectIds.map((subjectId) => outcomeFor(subjectId, found.get(subjectId)))
    },
  }
}

function outcomeFor(subjectId: string, subscriber: SubscriberRow | undefined): ItemOutcome {
  if (!subscriber) {
    return {
      subjectId,
      outcome: 'failed',
      code: 'http.not-found',
      message: 'This record does not exist any more.',
    }
  }
  return subscriber.origin === 'manual'
    ? {
        subjectId,
        outcome: 'skipped',
        code: 'synchronisation.manual',
        message: 'Entered by hand: nothing to synchronise with.',
      }
    : {
        subjectId,
        outcome: 'skipped',
        code: 'synchronisation.no-connection',
        message: 'The connection that supplied this record is no longer set up.',
      }
}
