import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import * as operations from '../../operations/index.ts'
import type { SubscriberFilter } from './schema.ts'
import { selectIntoItems } from './store.ts'

/** Which subscribers a bulk act is for, as `selectionOf(SubscriberFilter)` lets through. */
export type Selection = operations.Selection<SubscriberFilter>

/**
 * Makes the items of an operation out of its selection of subscribers.
 * @throws Refusal `operations.count-changed` when the person saw another number of records than there are now
 */
export function expandSelection(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  operation: operations.OperationRow,
): Promise<void> {
  return operations.expandSelection<SubscriberFilter>(tx, operation, (filter, except) =>
    selectIntoItems(tx, operation.operationId, filter, except, clock.now()),
  )
}
