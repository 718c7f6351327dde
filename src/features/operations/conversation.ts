import { mayBeRepeated, type Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { recordIfRightLost, whyNotAnyMore } from './author.ts'
import { fault } from './fault.ts'
import type { OperationRow } from './store.ts'
import { markFinished, markRunning, readOperation } from './store.ts'
import { Stopped } from './together.ts'
import { setProgress } from './together-store.ts'

/** Of how many records how many are done. */
export interface Progress {
  total: number
  done: number
}

/** A visible operation without items, because what it is about is known to an outside system only. */
export interface Conversation {
  kind: string
  /**
   * Carries it out, in no transaction of ours: nobody may wait for a network with rows locked. After a crash it begins anew, so it must be safe to
   * do again.
   * @param tell says how far it is; throws once the operation is to stop
   * @throws Refusal with whose sentence the operation fails
   */
  converse(operation: OperationRow, tell: (progress: Progress) => Promise<void>): Promise<void>
}

/** Carries out an operation that is a conversation. @returns whether it is one */
export async function hold(
  platform: Platform,
  known: Map<string, Conversation>,
  accountId: string,
  operationId: string,
): Promise<boolean> {
  const { database, clock } = platform
  const operation = await database.inAccount(accountId, (tx) => readOperation(tx, operationId))
  const conversation = operation && known.get(operation.kind)
  if (!operation || !conversation) return false
  if (operation.finishedAt !== null) return true
  if (operation.status === 'queued') {
    await database.inAccount(accountId, (tx) => markRunning(tx, operationId, 0, clock.now()))
  }
  const tell = (progress: Progress) =>
    database.inAccount(accountId, async (tx) => {
      await assertGoingOn(platform, tx, operationId)
      await setProgress(tx, operationId, progress)
    })
  const { status, failure } = await endOf(platform, operation, async () => {
    await database.inAccount(accountId, (tx) => assertGoingOn(platform, tx, operationId))
    await conversation.converse(operation, tell)
  })
  await database.inAccount(accountId, async (tx) => {
    await markFinished(tx, operationId, status, failure?.message ?? null, clock.now())
    await recordIfRightLost(tx, operation, failure)
  })
  return true
}

/** @throws Stopped; Refusal `operations.right-lost` */
async function assertGoingOn(platform: Platform, tx: Tx, operationId: string): Promise<void> {
  const operation = await readOperation(tx, operationId)
  if (operation?.cancelRequestedAt) throw new Stopped()
  const refusal = operation && (await whyNotAnyMore(platform, tx, operation))
  if (refusal) throw refusal
}

async function endOf(
  { log }: Platform,
  { operationId, kind }: OperationRow,
  converse: () => Promise<void>,
): Promise<{ status: 'done' | 'cancelled' | 'failed'; failure: Refusal | null }> {
  try {
    await converse()
    return { status: 'done', failure: null }
  } catch (error) {
    if (mayBeRepeated(error)) throw error
    if (error instanceof Stopped) return { status: 'cancelled', failure: null }
    if (error instanceof Refusal) return { status: 'failed', failure: error }
    log.error({ err: error, operationId, kind }, 'an operation failed')
    return { status: 'failed', failure: fault(error) }
  }
}
