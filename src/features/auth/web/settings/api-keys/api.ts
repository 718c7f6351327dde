import { queryOptions } from '@tanstack/react-query'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { ApiKey, MadeApiKey, NewApiKey } from '../../../api-keys/schema.ts'

const keysOf = (accountId: string) => `/accounts/${accountId}/api-keys`

/** The keys of an account, those that have ended too. */
export const apiKeysQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'api-keys'],
    queryFn: ({ signal }) => allItems<ApiKey>(keysOf(accountId), signal),
  })

export const makeApiKey = (accountId: string, key: NewApiKey) => api.post<MadeApiKey>(keysOf(accountId), key)

export const revokeApiKey = (accountId: string, { id }: ApiKey) => api.delete(`${keysOf(accountId)}/${id}`)
