import type { Tx } from '#platform/database/index.ts'
import { countRecords } from '#platform/metrics/index.ts'
import type { Platform } from '#platform/platform.ts'
import { whyNotAnyMore } from './author.ts'
import type { OperationKind } from './operation-kind.ts'
import { endPendingItems, pendingItems, setOutcomes } from './outcomes-store.ts'
import { forgetPlans } from './plans-store.ts'
import type { ItemOutcome, OperationRow } from './store.ts'
import * as store from './store.ts'
import { setCounts } from './together-store.ts'

/** Thrown inside the transaction of an operation that is to stop: nothing of it stays. */
export class Stopped extends Error {}

/**
 * Does every pending record in the caller's transaction, a chunk at a time, so that memory holds one chunk however many there are. After each
 * chunk others see how far it is, and it is asked whether to stop.
 * @returns whether there was anything to do
 * @throws Stopped when it was cancelled; Refusal `operations.right-lost`
 */
export async function workTogether(
  platform: Platform,
  kind: OperationKind,
  tx: Tx,
  operation: OperationRow,
  chunkSize: number,
): Promise<boolean> {
  const { operationId } = operation
  const counts = { done: 0, failed: 0, skipped: 0 }
  const chunks = pendingChunks(platform, tx, operation, chunkSize)
  const work = kind.workTogether ?? workEach(kind)
  let told = Promise.resolve()
  try {
    for await (const outcomes of work(tx, operation, chunks)) {
      for (const { outcome } of outcomes) counts[outcome]++
      const undone = outcomes.filter(({ outcome }) => outcome !== 'done')
      if (undone.length > 0) await setOutcomes(tx, operationId, undone, platform.clock.now())
      // Told while the next chunk is done, and one after the other, so that it only grows.
      await told
      told = tellProgress(platform, tx.accountId, operationId, { ...counts })
      // What others have committed meanwhile is seen by every new statement.
      if ((await store.readOperation(tx, operationId))?.cancelRequestedAt) throw new Stopped()
    }
  } finally {
    // Whatever the operation is told next, by this transaction or instead of it, comes after.
    await told
  }
  const total = counts.done + counts.failed + counts.skipped
  // Without anything to do, what was counted before stands.
  if (total === 0) return false
  // In one statement: most are done, and item by item it would take as long as adding the people.
  await endPendingItems(tx, operationId, 'done', platform.clock.now())
  await setCounts(tx, operationId, counts)
  countRecords(operation.kind, counts)
  return true
}

async function* pendingChunks(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  chunkSize: number,
): AsyncGenerator<string[]> {
  let after: string | undefined
  for (;;) {
    await forgetPlans(tx)
    const subjectIds = await pendingItems(tx, operation.operationId, chunkSize, after)
    after = subjectIds.at(-1)
    if (after === undefined) return
    const refusal = await whyNotAnyMore(platform, tx, operation)
    if (refusal) throw refusal
    yield subjectIds
  }
}

function workEach(kind: OperationKind): NonNullable<OperationKind['workTogether']> {
  return async function* (tx: Tx, operation: OperationRow, chunks: AsyncIterable<string[]>) {
    for await (const subjectIds of chunks) yield kind.work(tx, operation, subjectIds)
  }
}

type Counts = Record<ItemOutcome['outcome'], number>

/**
 * In a transaction of its own, because nobody sees the other one before it ends. The act goes on without: it is only what a page shows, and who has all
 * other connections may wait for what this act has locked.
 */
async function tellProgress(
  { database, log }: Platform,
  accountId: string,
  operationId: string,
  counts: Counts,
): Promise<void> {
  if (!database.hasConnectionAtHand()) return
  try {
    await database.inAccount(accountId, (other) => setCounts(other, operationId, counts))
  } catch (error) {
    log.warn({ err: error, operationId }, 'how far an operation is could not be told')
  }
}

/** Nothing stayed of what was told before. */
export function forgetProgress(tx: Tx, operationId: string): Promise<void> {
  return setCounts(tx, operationId, { done: 0, failed: 0, skipped: 0 })
}
