import { queryOptions } from '@tanstack/react-query'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Account } from '../schema.ts'

/** All customers of the partner: the switcher searches them in the browser. */
export const customersQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => allItems<Account>('/accounts', signal),
  staleTime: 60_000,
})

/** One account. */
export const accountQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId],
    queryFn: ({ signal }) => api.get<Account>(`/accounts/${accountId}`, undefined, signal),
    staleTime: 60_000,
  })
