import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Operation, OperationItem } from '../schema.ts'
import { type Reason, reasonsOf } from './reasons.ts'

const operationsOf = (accountId: string) => `/accounts/${accountId}/operations`
const keyOf = (accountId: string) => ['accounts', accountId, 'operations'] as const
/** How often progress is asked for while something runs. */
const pollIntervalMs = 1500

/** Whether an operation still goes on. */
export const isRunning = ({ status }: Operation): boolean => status === 'queued' || status === 'running'

/** Everything that shows operations, to be asked for anew after one was started. */
export const operationsKey = keyOf

/** The newest operations: asked for again and again while one runs. */
export const newestOperationsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...keyOf(accountId), 'newest'],
    queryFn: ({ signal }) => api.get<Page<Operation>>(operationsOf(accountId), { limit: 10 }, signal),
    select: ({ items }) => items,
    refetchInterval: ({ state }) => (state.data?.items.some(isRunning) ? pollIntervalMs : false),
  })

/** All operations, newest first. */
export const operationsQuery = (accountId: string) =>
  pagesQuery<Operation>([...keyOf(accountId), 'all'], operationsOf(accountId))

/** One operation, followed while it runs. */
export const operationQuery = (accountId: string, operationId: string) =>
  queryOptions({
    queryKey: [...keyOf(accountId), operationId],
    queryFn: ({ signal }) =>
      api.get<Operation>(`${operationsOf(accountId)}/${operationId}`, undefined, signal),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? pollIntervalMs : false),
  })

/** What became of each record. */
export const operationItemsQuery = (accountId: string, operationId: string, outcome: string | undefined) =>
  pagesQuery<OperationItem>(
    [...keyOf(accountId), operationId, 'items', outcome ?? 'any'],
    `${operationsOf(accountId)}/${operationId}/items`,
    { outcome },
  )

/** Records of each outcome whose reasons are counted: enough to show every cause, one request for a million records too. */
export const reasonsMax = 500

/** Why records of an ended operation were not done, by cause. */
export const reasonsQuery = (accountId: string, operation: Operation) =>
  queryOptions({
    // A retry changes the outcomes, and with them the reasons.
    queryKey: [...keyOf(accountId), operation.id, 'reasons', operation.failed, operation.skipped],
    queryFn: async ({ signal }): Promise<Reason[]> => {
      const outcomes = (['failed', 'skipped'] as const).filter((outcome) => operation[outcome] > 0)
      const path = `${operationsOf(accountId)}/${operation.id}/items`
      const pages = await Promise.all(
        outcomes.map(async (outcome) => {
          const page = await api.get<Page<OperationItem>>(path, { outcome, limit: reasonsMax }, signal)
          return reasonsOf(outcome, page.items)
        }),
      )
      return pages.flat()
    },
    enabled: !isRunning(operation) && operation.failed + operation.skipped > 0,
  })

export const cancelOperation = (accountId: string, operationId: string) =>
  api.post<Operation>(`${operationsOf(accountId)}/${operationId}/cancellation`)

export const retryFailed = (accountId: string, operationId: string) =>
  api.post<Operation>(`${operationsOf(accountId)}/${operationId}/retries`)

/** Shows an operation as running at once, so that its end is told even when it comes before the next question. */
export function followOperation(queries: QueryClient, accountId: string, operation: Operation): void {
  queries.setQueryData(newestOperationsQuery(accountId).queryKey, (known) => ({
    items: [operation, ...(known?.items ?? []).filter(({ id }) => id !== operation.id)],
    nextCursor: known?.nextCursor ?? null,
  }))
  queries.setQueryData(operationQuery(accountId, operation.id).queryKey, operation)
}
