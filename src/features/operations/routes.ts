import { z } from 'zod'
import {
  accountRoute,
  Count,
  keyOf,
  notFound,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { controlOperations, readOperations } from './permissions.ts'
import { retryFailed } from './retry.ts'
import { Operation, OperationItem, OperationReason } from './schema.ts'
import { cancelOperation, presentOperation } from './service.ts'
import {
  countItems,
  countOperations,
  countReasons,
  listItems,
  listOperations,
  readOperation,
} from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ operationId: z.uuid() })
const itemFilter = {
  outcome: OperationItem.shape.outcome.optional(),
  code: z.string().max(100).optional().describe('Only the records with this cause.'),
}
/** More causes than there are codes: what bounds the answer. */
const reasonsMax = 100

/** Bulk work of an account: how far it is, the outcome of each record, why some failed, cancelling and doing those again. */
export function routes(platform: Platform): Route[] {
  const { database } = platform
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations',
      operation: 'listOperations',
      summary: 'Bulk operations, newest first.',
      tag: 'operations',
      may: readOperations,
      params: inAccount,
      query: z.object(Paging),
      answers: { 200: pageOf(Operation) },
      handle: async ({ actor, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, (tx) =>
          listOperations(tx, query.limit + 1, before),
        )
        return ok(page(rows, query.limit, (row) => [row.operationId], presentOperation))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/count',
      operation: 'countOperations',
      summary: 'How many bulk operations there have been.',
      tag: 'operations',
      may: readOperations,
      params: inAccount,
      answers: { 200: Count },
      handle: async ({ actor }) => ok({ count: await database.inAccount(actor.accountId, countOperations) }),
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/:operationId',
      operation: 'getOperation',
      summary: 'How far an operation is.',
      tag: 'operations',
      may: readOperations,
      params: one,
      answers: { 200: Operation },
      handle: async ({ actor, params }) => {
        const row = await database.inAccount(actor.accountId, (tx) => readOperation(tx, params.operationId))
        if (!row) throw notFound()
        return ok(presentOperation(row))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/:operationId/items',
      operation: 'listOperationItems',
      summary: 'What happened to each record.',
      tag: 'operations',
      may: readOperations,
      params: one,
      query: z.object({ ...Paging, ...itemFilter }),
      answers: { 200: pageOf(OperationItem) },
      handle: async ({ actor, params, query }) => {
        const after = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, async (tx) => {
          if (!(await readOperation(tx, params.operationId))) throw notFound()
          const { outcome, code, limit } = query
          return listItems(tx, params.operationId, { outcome, code, after, limit: limit + 1 })
        })
        return ok(
          page(
            rows,
            query.limit,
            (row) => [row.subjectId],
            (row) => row,
          ),
        )
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/:operationId/items/count',
      operation: 'countOperationItems',
      summary: 'To how many records that happened.',
      tag: 'operations',
      may: readOperations,
      params: one,
      query: z.object(itemFilter),
      answers: { 200: Count },
      handle: async ({ actor, params, query }) => {
        const count = await database.inAccount(actor.accountId, async (tx) => {
          if (!(await readOperation(tx, params.operationId))) throw notFound()
          return countItems(tx, params.operationId, query)
        })
        return ok({ count })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/:operationId/reasons',
      operation: 'listOperationReasons',
      summary: 'Why records failed or were skipped, counted by cause, the most frequent first.',
      tag: 'operations',
      may: readOperations,
      params: one,
      answers: { 200: pageOf(OperationReason) },
      handle: async ({ actor, params }) => {
        const items = await database.inAccount(actor.accountId, async (tx) => {
          if (!(await readOperation(tx, params.operationId))) throw notFound()
          return countReasons(tx, params.operationId, reasonsMax)
        })
        return ok({ items, nextCursor: null })
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/operations/:operationId/cancellation',
      operation: 'cancelOperation',
      summary: 'Asks an operation to stop; what is done stays done.',
      tag: 'operations',
      may: controlOperations,
      params: one,
      answers: { 200: Operation },
      handle: async ({ actor, params }) =>
        ok(presentOperation(await cancelOperation(platform, actor, params.operationId))),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/operations/:operationId/retries',
      operation: 'retryOperation',
      summary:
        'Does the failed records again, by the right of whoever asks: it needs the permission of the act too.',
      tag: 'operations',
      may: controlOperations,
      stepUp: 'in-act',
      params: one,
      refuses: { 403: ['operations.retry-not-allowed'], 409: ['operations.still-running'] },
      answers: { 200: Operation },
      handle: async ({ actor, params, requireStepUp }) =>
        ok(presentOperation(await retryFailed(platform, actor, params.operationId, requireStepUp))),
    }),
  ]
}
