import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import { isRunning } from '#features/operations/web/api.ts'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { ClientKind } from '../../profiles/schema.ts'
import type { HandOverList, SubscriberFilter } from '../../subscribers/schema.ts'
import type { Client, EffectiveConfiguration, HandedLink, LostClient, NewDeployments } from '../schema.ts'

export type ActSelection = z.input<typeof NewDeployments>['selection']

// Each act on subscribers makes an operation.
const acts = {
  deploy: 'deployments',
  autoDeploy: 'automatic-deployments',
  force: 'forced-configurations',
  synchronise: 'synchronisations',
  generatePins: 'deployment-pins',
  assignPeople: 'person-assignments',
  delete: 'subscriber-deletions',
}

/** What can be done to one, some or all subscribers (CD-4). */
export type Act = keyof typeof acts

/** Starts an act on the selection. */
export const startAct = (
  accountId: string,
  act: Act,
  selection: ActSelection,
  options: { replace?: boolean } = {},
) => api.post<Operation>(`/accounts/${accountId}/${acts[act]}`, { selection, ...options })

/** How many people of a deployment are in each of these states, followed while e-mails wait to be sent. */
export const faresQuery = (accountId: string, operation: Operation) => {
  const countIn = async (state: SubscriberFilter['state'], signal: AbortSignal) => {
    const filter = { operationId: operation.id, state }
    const path = `/accounts/${accountId}/subscribers/count`
    return (await api.get<{ count: number }>(path, filter, signal)).count
  }
  return queryOptions({
    queryKey: ['accounts', accountId, 'subscribers', 'fares', operation.id],
    queryFn: async ({ signal }) => {
      // Who waits is counted first: when it is nobody, the counts after it are the last ones.
      const queued = await countIn('queued', signal)
      const [sent, failed] = await Promise.all([countIn('sent', signal), countIn('failed', signal)])
      return { queued, sent, failed }
    },
    refetchInterval: ({ state: { data } }) => (isRunning(operation) || data?.queued !== 0 ? 3_000 : false),
  })
}

/** The PINs that an operation generated, in clear; asking for them is recorded. */
export const handOverList = (accountId: string, operationId: string) =>
  api.post<z.infer<typeof HandOverList>>(
    `/accounts/${accountId}/deployment-pins/${operationId}/hand-over-lists`,
  )

const subscriberPath = (accountId: string, subscriberId: string) =>
  `/accounts/${accountId}/subscribers/${subscriberId}`

/** A new link to be handed over instead of mailed; recorded. */
export const handOverLink = (accountId: string, subscriberId: string) =>
  api.post<HandedLink>(`${subscriberPath(accountId, subscriberId)}/links`)

/** The softphones of one subscriber. */
export const clientsQuery = (accountId: string, subscriberId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'subscribers', subscriberId, 'clients'],
    queryFn: ({ signal }) => allItems<Client>(`${subscriberPath(accountId, subscriberId)}/clients`, signal),
  })

const clientPath = (accountId: string, subscriberId: string, clientId: string) =>
  `${subscriberPath(accountId, subscriberId)}/clients/${clientId}`

export const renameClient = (accountId: string, subscriberId: string, clientId: string, name: string) =>
  api.patch<Client>(clientPath(accountId, subscriberId, clientId), { name })

/** Ends a softphone: its credential dies, its next fetch gets the reset document. */
export const removeClient = (accountId: string, subscriberId: string, clientId: string) =>
  api.delete(clientPath(accountId, subscriberId, clientId))

/** Ends a softphone that is in other hands, and answers what is left to do. */
export const reportLost = (accountId: string, subscriberId: string, clientId: string) =>
  api.delete<LostClient>(clientPath(accountId, subscriberId, clientId), { reason: 'lost' })

/** Every value, where it comes from, and what one softphone has now. */
export const effectiveConfigurationQuery = (
  accountId: string,
  subscriberId: string,
  of: { client?: string | undefined; kind?: ClientKind | undefined },
) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'subscribers', subscriberId, 'effective-configuration', of],
    queryFn: ({ signal }) =>
      api.get<EffectiveConfiguration>(
        `${subscriberPath(accountId, subscriberId)}/effective-configuration`,
        of,
        signal,
      ),
  })
