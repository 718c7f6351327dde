import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { Integration } from '../schema.ts'

const integrationsOf = (accountId: string) => `/accounts/${accountId}/integrations`

/** What the account can be joined with, in the order of the cards. */
export const integrationsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'integrations'],
    queryFn: ({ signal }) => api.get<{ items: Integration[] }>(integrationsOf(accountId), undefined, signal),
    select: ({ items }) => items,
  })

/** Turns it on or off, unless somebody else has turned it since (412). */
export const turnIntegration = (accountId: string, { integration, version }: Integration, isOn: boolean) =>
  api.patch<Integration>(`${integrationsOf(accountId)}/${integration}`, { isOn }, version)
