import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  Account,
  AccountChanges,
  AccountFilter,
  CustomerAccount,
  DeactivationForecast,
  NewAccount,
} from '../schema.ts'
import { accountQuery, customersQuery } from './api.ts'

/** The customers of the partner that match, endless, in an order, with figures. */
export const customerPagesQuery = (filter: AccountFilter, sort: string) =>
  pagesQuery<CustomerAccount>(['accounts', 'list', filter, sort], '/accounts', { ...filter, sort })

/** How many match; a request of its own, because the rows need not wait for it. */
export const customerCountQuery = (filter: AccountFilter) =>
  queryOptions({
    queryKey: ['accounts', 'count', filter],
    queryFn: ({ signal }) => api.get<{ count: number }>('/accounts/count', filter, signal),
    select: ({ count }) => count,
  })

/** What deactivating the account would do; counted each time it is asked. */
export const deactivationForecastQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'deactivation-forecast'],
    queryFn: ({ signal }) =>
      api.get<DeactivationForecast>(`/accounts/${accountId}/deactivation-forecast`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  })

export const addCustomer = (customer: NewAccount) => api.post<Account>('/accounts', customer)

/** Changes the account, unless somebody else has changed it since (412). */
export const changeAccount = ({ id, version }: Account, changes: AccountChanges) =>
  api.patch<Account>(`/accounts/${id}`, changes, version)

/** Asks anew for the lists of customers, and for one of them. */
export async function refetchAccounts(queries: QueryClient, accountId?: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: customersQuery.queryKey, exact: true }),
    queries.invalidateQueries({ queryKey: ['accounts', 'list'] }),
    queries.invalidateQueries({ queryKey: ['accounts', 'count'] }),
    accountId && queries.invalidateQueries({ queryKey: accountQuery(accountId).queryKey, exact: true }),
  ])
}
