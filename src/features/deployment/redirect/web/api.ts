import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { RedirectServer } from '../../deployments/schema.ts'

/** The redirect server as the account sees it: asked anew each time the page is opened, and every half minute while it is shown. */
export const redirectServerQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'redirect-server'],
    queryFn: ({ signal }) =>
      api.get<RedirectServer>(`/accounts/${accountId}/redirect-server`, undefined, signal),
    staleTime: 0,
    refetchInterval: 30_000,
  })
