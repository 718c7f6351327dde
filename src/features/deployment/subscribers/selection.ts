import type { Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { countItems, insertItems, type OperationRow } from '../../operations/index.ts'
import type { SubscriberFilter } from './schema.ts'
import { selectIntoItems } from './store.ts'

/** Which subscribers a bulk act is for, as `selectionOf(SubscriberFilter)` lets through. */
export type Selection =
  | { ids: string[] }
  | { all: true; filter: SubscriberFilter; except: string[]; expectedCount?: number | undefined }

/**
 * Makes the items of an operation out of its selection.
 * @throws Refusal `operations.count-changed` when the person saw another number of records than there are now
 */
export async function expandSelection(
  { clock }: Pick<Platform, 'clock'>,
  tx: Tx,
  operation: OperationRow,
): Promise<void> {
  const selection = operation.parameters.selection as Selection
  if ('ids' in selection) {
    await insertItems(tx, operation.operationId, selection.ids)
    return
  }
  await selectIntoItems(tx, operation.operationId, selection.filter, selection.except, clock.now())
  const { expectedCount } = selection
  if (expectedCount === undefined) return
  const count = await countItems(tx, operation.operationId)
  if (count !== expectedCount) throw countChanged(expectedCount, count)
}

const countChanged = (expected: number, found: number) =>
  new Refusal(
    409,
    'operations.count-changed',
    `You selected ${expected} records, but ${found} match now. Nothing was done; look at the list again and repeat.`,
  )

/** How a selection stands in the audit. */
export function summaryOf(selection: Selection): Record<string, unknown> {
  return 'ids' in selection
    ? { selected: selection.ids.length }
    : { selected: 'all', filter: selection.filter }
}
