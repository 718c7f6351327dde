import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Client, NewDeployments } from '../schema.ts'

export type DeploymentSelection = z.input<typeof NewDeployments>['selection']

/** Makes a link for each of the selection and mails it. */
export const deploy = (accountId: string, selection: DeploymentSelection) =>
  api.post<Operation>(`/accounts/${accountId}/deployments`, { selection })

/** The softphones of one subscriber. */
export const clientsQuery = (accountId: string, subscriberId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'subscribers', subscriberId, 'clients'],
    queryFn: ({ signal }) =>
      allItems<Client>(`/accounts/${accountId}/subscribers/${subscriberId}/clients`, signal),
  })

/** Ends a softphone: its credential dies, its next fetch gets the reset document. */
export const removeClient = (accountId: string, subscriberId: string, clientId: string) =>
  api.delete(`/accounts/${accountId}/subscribers/${subscriberId}/clients/${clientId}`)
