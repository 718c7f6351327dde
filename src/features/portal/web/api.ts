import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { ownKey } from '#features/auth/web/own/api.ts'
import type { HandedLink } from '#features/deployment/deployments/schema.ts'
import type { OwnClient, OwnSubscriber } from '#features/deployment/portal/schema.ts'
import type { PinDisclosure } from '#features/deployment/subscribers/schema.ts'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { DirectoryEntry, OwnDetails, OwnDetailsChanges } from '../schema.ts'

/** The numbers of whoever is signed in, and the softphones that are set up with each. */
export const ownSubscribersQuery = queryOptions({
  queryKey: [...ownKey, 'subscribers'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: OwnSubscriber[] }>('/me/subscribers', undefined, signal)).items,
})

/** What is known of whoever is signed in. */
export const ownDetailsQuery = queryOptions({
  queryKey: [...ownKey, 'details'],
  queryFn: ({ signal }) => api.get<OwnDetails>('/me/details', undefined, signal),
})

export const changeOwnDetails = (changes: OwnDetailsChanges) => api.patch<OwnDetails>('/me/details', changes)

/** People of the caller's account, in whom every word of `search` occurs; no search: everybody. */
export const directoryQuery = (search: string | undefined) =>
  pagesQuery<DirectoryEntry>([...ownKey, 'directory', search ?? ''], '/me/directory', { search }, 50)

const subscriberPath = (subscriberId: string) => `/me/subscribers/${subscriberId}`

/** Makes a link for oneself. It ends the one before it. */
export const makeOwnLink = (subscriberId: string) =>
  api.post<HandedLink>(`${subscriberPath(subscriberId)}/links`)

/** The PIN in clear; asking for it is recorded. */
export const disclosePin = (subscriberId: string) =>
  api.post<z.infer<typeof PinDisclosure>>(`${subscriberPath(subscriberId)}/pin-disclosures`)

const clientPath = (subscriberId: string, clientId: string) =>
  `${subscriberPath(subscriberId)}/clients/${clientId}`

export const renameClient = (subscriberId: string, clientId: string, name: string) =>
  api.patch<OwnClient>(clientPath(subscriberId, clientId), { name })

/** Ends a softphone. Of one that is `lost` the administrators are told, so that they change its passwords. */
export const endClient = (subscriberId: string, clientId: string, reason: 'removed' | 'lost') =>
  api.delete(clientPath(subscriberId, clientId), { reason })
