import type { Tx } from '#platform/database/index.ts'
import { type Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { actingUserOf, record } from '../audit/index.ts'
import { startOperation } from './service.ts'
import { countItems, insertItems, type OperationRow } from './store.ts'

/** Which records a bulk act is for, as `selectionOf` lets through. */
export type Selection<Filter> =
  | { ids: string[] }
  | { all: true; filter: Filter; except: string[]; expectedCount?: number | undefined }

interface BulkActOptions {
  /** What is asked for beside the selection: it stands in the operation's parameters and in the event. Ids and plain values; never a secret. */
  asked?: Record<string, unknown>
  /** Whoever asks has lately proven who they are, because of what it does; who does it again proves it again. */
  delicate?: boolean
  /** Tells those who must know of it, in the same transaction. */
  told?: (platform: Platform, tx: Tx, actor: Actor) => Promise<void>
}

/**
 * Asks for a bulk act on a selection: the operation and its one audit event `<kind>.started`, in one transaction. What is done to each record is
 * the operation kind's matter.
 */
export async function startBulkAct(
  platform: Platform,
  actor: Actor,
  kind: string,
  selection: Selection<unknown>,
  { asked = {}, delicate = false, told }: BulkActOptions = {},
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const parameters = { ...asked, delicate, selection, actorName: actor.name, actor: actingUserOf(actor) }
    const operation = await startOperation(platform, tx, actor, kind, parameters)
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, `${kind}.started`, subject, { ...asked, ...summaryOf(selection) })
    await told?.(platform, tx, actor)
    return operation
  })
}

/**
 * Makes the items of an operation out of its selection.
 * @param selectIntoItems makes items of everything that the filter lets through, but for some
 * @throws Refusal `operations.count-changed` when the person saw another number of records than there are now
 */
export async function expandSelection<Filter>(
  tx: Tx,
  operation: OperationRow,
  selectIntoItems: (filter: Filter, except: string[]) => Promise<void>,
): Promise<void> {
  const selection = operation.parameters.selection as Selection<Filter>
  if ('ids' in selection) {
    await insertItems(tx, operation.operationId, selection.ids)
    return
  }
  await selectIntoItems(selection.filter, selection.except)
  if (selection.expectedCount === undefined) return
  assertExpected(selection, await countItems(tx, operation.operationId))
}

/**
 * What was selected is what there is now: as many as the person saw, and each that was named.
 * @param found how many of the selected there are
 * @throws Refusal `operations.count-changed`
 */
export function assertExpected(selection: Selection<unknown>, found: number): void {
  const expected = 'ids' in selection ? new Set(selection.ids).size : selection.expectedCount
  if (expected !== undefined && expected !== found) throw countChanged(expected, found)
}

const countChanged = (expected: number, found: number) =>
  new Refusal(
    409,
    'operations.count-changed',
    `You selected ${expected} records, but ${found} match now. Nothing was done; look at the list again and repeat.`,
  )

/** How a selection stands in the audit. */
export function summaryOf(selection: Selection<unknown>): Record<string, unknown> {
  return 'ids' in selection
    ? { selected: selection.ids.length }
    : { selected: 'all', filter: selection.filter }
}
