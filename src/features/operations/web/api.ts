import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Operation, OperationItem, OperationReason } from '../schema.ts'

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

/** Why records of an ended operation were not done, by cause, the most frequent first. */
export const reasonsQuery = (accountId: string, operation: Operation) =>
  queryOptions({
    queryKey: [...reasonsKey(accountId, operation), 'causes'],
    queryFn: ({ signal }) =>
      api.get<Page<OperationReason>>(`${operationsOf(accountId)}/${operation.id}/reasons`, undefined, signal),
    select: ({ items }) => items,
    enabled: !isRunning(operation) && operation.failed + operation.skipped > 0,
  })

/** Whether doing the failed records again can change anything: a record that does not exist any more fails again. */
export function useRetryable(accountId: string, operation: Operation): boolean {
  const { data, isPending } = useQuery(reasonsQuery(accountId, operation))
  if (isRunning(operation) || isPending) return false
  const gone = data?.find(({ outcome, code }) => outcome === 'failed' && code === 'http.not-found')
  return operation.failed > (gone?.count ?? 0)
}

/** The records that one cause holds for, a few at a time. */
export const reasonRecordsQuery = (
  accountId: string,
  operation: Operation,
  { outcome, code }: Pick<OperationReason, 'outcome' | 'code'>,
) =>
  pagesQuery<OperationItem>(
    [...reasonsKey(accountId, operation), outcome, code],
    `${operationsOf(accountId)}/${operation.id}/items`,
    { outcome, code: code ?? undefined },
    20,
  )

// A retry changes the outcomes, and with them the reasons.
const reasonsKey = (accountId: string, { id, failed, skipped }: Operation) =>
  [...keyOf(accountId), id, 'reasons', failed, skipped] as const

/** Where the browser gets the report: every record with what became of it. */
export const reportAddress = (accountId: string, operationId: string) =>
  `/api/v1${operationsOf(accountId)}/${operationId}/report`

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
