import { queryOptions } from '@tanstack/react-query'
import { usersKey } from '#features/users/web/api.ts'
import { api } from '#web/lib/api/request.ts'
import type { PersonSignIn } from '../../../own-schema.ts'

/** How one person signs in. */
export const personSignInQuery = (accountId: string, userId: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), userId, 'sign-in'],
    queryFn: ({ signal }) =>
      api.get<PersonSignIn>(`/accounts/${accountId}/users/${userId}/sign-in`, undefined, signal),
  })
