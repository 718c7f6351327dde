import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { SignInPolicy, SignInPolicyChanges } from '../../../second-factors/schema.ts'

const pathOf = (accountId: string) => `/accounts/${accountId}/sign-in-policy`

/** What the account asks of who signs in. */
export const signInPolicyQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'sign-in-policy'],
    queryFn: ({ signal }) => api.get<SignInPolicy>(pathOf(accountId), undefined, signal),
  })

export const changeSignInPolicy = (accountId: string, changes: SignInPolicyChanges) =>
  api.patch<SignInPolicy>(pathOf(accountId), changes)
