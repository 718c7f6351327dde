import { z } from 'zod'
import { mayBeRepeated, newId, type Tx } from '#platform/database/index.ts'
import { type Actor, notFound, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { record } from '../audit/index.ts'
import { type Asker, authorOf, recordIfRightLost, whyNotAnyMore } from './author.ts'
import { type Conversation, hold } from './conversation.ts'
import { fault } from './fault.ts'
import type { OperationKind } from './operation-kind.ts'
import { endPendingItems, pendingItems, recordOutcomes, waitForOtherRunner } from './outcomes-store.ts'
import { forgetPlans } from './plans-store.ts'
import type { Operation } from './schema.ts'
import type { OperationRow } from './store.ts'
import * as store from './store.ts'
import { forgetProgress, Stopped, workTogether } from './together.ts'

/** Carries out an operation, from where it stands. */
export const runOperation: Job<{ accountId: string; operationId: string }> = {
  name: 'operation:run',
  payload: z.object({ accountId: z.uuid(), operationId: z.uuid() }),
  priority: 2,
  // Being killed in the middle counts as an attempt; the operation itself never goes back.
  maxAttempts: 200,
}

/** Asks for a bulk act, in the caller's transaction. It goes by the caller's right, which is asked again while it is carried out. */
export async function startOperation(
  platform: Pick<Platform, 'clock'>,
  tx: Tx,
  asker: Actor | Asker,
  kind: string,
  parameters: Record<string, unknown>,
): Promise<OperationRow> {
  const operation = await store.insertOperation(tx, {
    operationId: newId(),
    kind,
    parameters,
    author: authorOf(asker),
    createdBy: asker.userId,
    createdByName: asker.name,
    createdAt: platform.clock.now(),
  })
  await enqueue(tx, runOperation, { accountId: tx.accountId, operationId: operation.operationId })
  return operation
}

/** Carries out operations: the job behind every bulk act. */
export function operationRunner(platform: Platform, kinds: Array<OperationKind | Conversation>): JobHandler {
  const conversations = new Map(kinds.flatMap((kind) => ('converse' in kind ? [[kind.kind, kind]] : [])))
  const known = new Map(kinds.flatMap((kind) => ('converse' in kind ? [] : [[kind.kind, kind]])))
  return handles(runOperation, async ({ accountId, operationId }) => {
    if (await hold(platform, conversations, accountId, operationId)) return
    const begun = await platform.database.inAccount(accountId, (tx) =>
      begin(platform, known, tx, operationId),
    )
    if (!begun) return
    let next: Next | undefined = { after: undefined }
    // Each chunk commits by itself, so that a crash repeats nothing and a cancellation is heard.
    while (next) next = await workOneChunk(platform, begun, accountId, operationId, next)
  })
}

async function begin(
  platform: Platform,
  known: Map<string, OperationKind>,
  tx: Tx,
  operationId: string,
): Promise<OperationKind | undefined> {
  const operation = await store.readOperation(tx, operationId)
  const kind = operation && known.get(operation.kind)
  if (!operation || operation.finishedAt !== null) return undefined
  if (!kind) throw new Error(`No slice carries out operations of kind ${operation.kind}.`)
  if (operation.status === 'running') return kind
  const { clock } = platform
  try {
    const refusal = await whyNotAnyMore(platform, tx, operation, kind)
    if (refusal) throw refusal
    await kind.expand(tx, operation)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await finish(tx, kind, operation, 'failed', error, clock.now())
    return undefined
  }
  await store.markRunning(tx, operationId, await store.countItems(tx, operationId), clock.now())
  return kind
}

async function finish(
  tx: Tx,
  kind: OperationKind,
  operation: OperationRow,
  status: 'done' | 'cancelled' | 'failed',
  failure: Refusal | null,
  now: Date,
): Promise<void> {
  const message = failure?.message ?? null
  await store.markFinished(tx, operation.operationId, status, message, now)
  await recordIfRightLost(tx, operation, failure)
  await kind.finished?.(tx, operation, status, message)
}

/** There may be more to do: after this record, up to which all that was pending has been done. */
interface Next {
  after: string | undefined
}

async function workOneChunk(
  platform: Platform,
  kind: OperationKind,
  accountId: string,
  operationId: string,
  next: Next,
): Promise<Next | undefined> {
  const { database, log } = platform
  try {
    return await transactionOf(platform, kind)(accountId, (tx) =>
      workAtMost(platform, kind, tx, operationId, next),
    )
  } catch (error) {
    if (mayBeRepeated(error)) throw error
    if (error instanceof Stopped) {
      await database.inAccount(accountId, (tx) => forgetProgress(tx, operationId))
      return next
    }
    if (error instanceof Refusal) {
      await refuse(platform, kind, accountId, operationId, error)
      return undefined
    }
    log.error({ err: error, operationId, kind: kind.kind }, 'a chunk of an operation failed')
    const operation = await database.inAccount(accountId, (tx) => store.readOperation(tx, operationId))
    if (operation && kind.allOrNothing?.(operation)) {
      await refuse(platform, kind, accountId, operationId, fault(error))
      return undefined
    }
  }
  return workOneByOne(platform, kind, accountId, operationId, next)
}

/** In which transaction a chunk is worked. */
function transactionOf({ database }: Platform, { acrossAccounts }: OperationKind) {
  return acrossAccounts ? database.together : database.inAccount
}

/** The act as a whole may not go on: nothing of this chunk was written, and the sentence says why. */
async function refuse(
  { database, clock }: Platform,
  kind: OperationKind,
  accountId: string,
  operationId: string,
  refusal: Refusal,
): Promise<void> {
  await database.inAccount(accountId, async (tx) => {
    const known = await store.readOperation(tx, operationId)
    if (!known) return
    if (kind.allOrNothing?.(known)) await forgetProgress(tx, operationId)
    const operation = (await store.readOperation(tx, operationId)) as OperationRow
    await endPendingItems(tx, operationId, 'cancelled', clock.now())
    await finish(tx, kind, operation, 'failed', refusal, clock.now())
  })
}

/** One failure never stops the rest: finds the records at fault, each in a transaction of its own. */
async function workOneByOne(
  platform: Platform,
  kind: OperationKind,
  accountId: string,
  operationId: string,
  from: Next,
): Promise<Next | undefined> {
  const { database, clock } = platform
  let next = from
  for (let done = 0; done < oneByOneMax; done++) {
    const begun = next
    try {
      const following = await transactionOf(platform, kind)(accountId, (tx) =>
        workAtMost(platform, kind, tx, operationId, begun, 1),
      )
      if (!following) return undefined
      next = following
    } catch (error) {
      if (mayBeRepeated(error)) throw error
      await database.inAccount(accountId, async (tx) => {
        await waitForOtherRunner(tx, operationId)
        const [subjectId] = await pendingItems(tx, operationId, 1, begun.after)
        if (!subjectId) return
        const { code, message } = error instanceof Refusal ? error : fault(error)
        await recordOutcomes(tx, operationId, [{ subjectId, outcome: 'failed', code, message }], clock.now())
      })
    }
  }
  return next
}

/** After this many single records a whole chunk is tried again. */
const oneByOneMax = 1_000

async function workAtMost(
  platform: Platform,
  kind: OperationKind,
  tx: Tx,
  operationId: string,
  { after }: Next,
  limit?: number,
): Promise<Next | undefined> {
  const { clock } = platform
  await waitForOtherRunner(tx, operationId)
  const operation = await store.readOperation(tx, operationId)
  if (operation?.status !== 'running') return undefined
  if (operation.cancelRequestedAt !== null) {
    await endPendingItems(tx, operationId, 'cancelled', clock.now())
    await finish(tx, kind, operation, 'cancelled', null, clock.now())
    return undefined
  }
  const chunkSize = typeof kind.chunkSize === 'number' ? kind.chunkSize : kind.chunkSize(operation)
  const together = kind.allOrNothing?.(operation) ?? false
  if (together && (await workTogether(platform, kind, tx, operation, chunkSize))) return { after }
  await forgetPlans(tx)
  const subjectIds = together ? [] : await pendingItems(tx, operationId, limit ?? chunkSize, after)
  if (subjectIds.length === 0) {
    // Nobody is forgotten: before it ends it is looked for from the beginning.
    if (after !== undefined) return { after: undefined }
    await finish(tx, kind, operation, 'done', null, clock.now())
    return undefined
  }
  await kind.waitBefore?.(tx)
  const refusal = await whyNotAnyMore(platform, tx, operation, kind)
  // Not thrown: where records are done one by one, it is none of theirs.
  if (refusal) {
    await endPendingItems(tx, operationId, 'cancelled', clock.now())
    await finish(tx, kind, operation, 'failed', refusal, clock.now())
    return undefined
  }
  await recordOutcomes(tx, operationId, await kind.work(tx, operation, subjectIds), clock.now())
  return { after: subjectIds.at(-1) }
}

/** Asks an operation to stop. What is done stays done. */
export async function cancelOperation(
  { database, clock }: Platform,
  actor: Actor,
  operationId: string,
): Promise<OperationRow> {
  return database.inAccount(actor.accountId, async (tx) => {
    const known = await store.readOperation(tx, operationId)
    if (!known) throw notFound()
    if (await store.requestCancellation(tx, operationId, clock.now())) {
      await record(tx, actor, 'operation.cancelled', { kind: 'operation', id: operationId })
    }
    return (await store.readOperation(tx, operationId)) as OperationRow
  })
}

/** An operation as the API shows it. */
export function presentOperation(row: OperationRow): Operation {
  return {
    id: row.operationId,
    kind: row.kind,
    status: row.status as Operation['status'],
    total: row.total,
    done: row.done,
    failed: row.failed,
    skipped: row.skipped,
    failure: row.failure,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
