import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
} from '../../operations/index.ts'
import { expandSelection, type Selection, summaryOf } from '../subscribers/selection.ts'
import { readSubscribers, type SubscriberRow } from '../subscribers/store.ts'

/** Sync data (CD-5): brings the selected up to date with the records they come from. */
export async function synchronise(
  platform: Platform,
  actor: Actor,
  selection: Selection,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const parameters = { selection, actorName: actor.name }
    const operation = await startOperation(platform, tx, actor, 'synchronisation', parameters)
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, 'synchronisation.started', subject, summaryOf(selection))
    return operation
  })
}

/** The bulk act behind Sync data. */
export function synchronisationOperation(): OperationKind {
  return {
    kind: 'synchronisation',
    chunkSize: 500,
    expand: expandSelection,
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
