import { queryOptions } from '@tanstack/react-query'
import type { Page } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { User } from '../schema.ts'

/** The account's admins who have registered: those whose address is known to be theirs. At most 500. */
export const registeredAdminsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'users', 'registered-admins'],
    queryFn: ({ signal }) =>
      api.get<Page<User>>(
        `/accounts/${accountId}/users?property=admins&property=registered&limit=500`,
        undefined,
        signal,
      ),
    select: ({ items }) => items,
  })
