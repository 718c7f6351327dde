import { queryOptions } from '@tanstack/react-query'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Account, AccountChanges, NewAccount } from '../schema.ts'

/** All customers of the partner: the list and the switcher search them in the browser. */
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

export const addCustomer = (customer: NewAccount) => api.post<Account>('/accounts', customer)

/** Changes the account, unless somebody else has changed it since (412). */
export const changeAccount = ({ id, version }: Account, changes: AccountChanges) =>
  api.patch<Account>(`/accounts/${id}`, changes, version)
