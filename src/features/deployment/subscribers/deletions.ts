import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type OperationKind, type OperationRow, startBulkAct } from '../../operations/index.ts'
import { expandSelection, type Selection } from './selection.ts'
import { removeSubscribers } from './service.ts'

/** Delete (CD-11): removes the selected from client deployment. */
export function deleteSelected(
  platform: Platform,
  actor: Actor,
  selection: Selection,
): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'subscriber-deletion', selection)
}

/** The bulk act behind Delete: links end, clients get the reset document. */
export function deletionOperation(platform: Platform): OperationKind {
  return {
    kind: 'subscriber-deletion',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    async work(tx, operation, subjectIds) {
      const actorName = String(operation.parameters.actorName)
      const removed = new Set(await removeSubscribers(platform, tx, actorName, subjectIds))
      return subjectIds.map((subjectId) =>
        removed.has(subjectId)
          ? { subjectId, outcome: 'done' }
          : {
              subjectId,
              outcome: 'failed',
              code: 'http.not-found',
              message: 'This record does not exist any more.',
            },
      )
    },
  }
}
