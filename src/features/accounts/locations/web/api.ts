import { queryOptions } from '@tanstack/react-query'
import { allItems, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Location, LocationChanges, LocationReplacement, NewLocation } from '../schema.ts'

const locationsOf = (accountId: string) => `/accounts/${accountId}/locations`

/** Everything that shows locations, to be asked for anew after a change. */
export const locationsKey = (accountId: string) => ['accounts', accountId, 'locations'] as const

/** All locations of an account: few, and chosen from in forms and filters. */
export const locationsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...locationsKey(accountId), 'all'],
    queryFn: ({ signal }) => allItems<Location>(locationsOf(accountId), signal),
    staleTime: 60_000,
  })

/** Those that match, by name, endless. */
export const locationPagesQuery = (accountId: string, search: string | undefined) =>
  pagesQuery<Location>([...locationsKey(accountId), 'list', search], locationsOf(accountId), { search })

/** One location. */
export const locationQuery = (accountId: string, locationId: string) =>
  queryOptions({
    queryKey: [...locationsKey(accountId), locationId],
    queryFn: ({ signal }) => api.get<Location>(`${locationsOf(accountId)}/${locationId}`, undefined, signal),
  })

export const addLocation = (accountId: string, location: NewLocation) =>
  api.post<Location>(locationsOf(accountId), location)

/** Changes the location, unless somebody else has changed it since (412). */
export const changeLocation = (accountId: string, { id, version }: Location, changes: LocationChanges) =>
  api.patch<Location>(`${locationsOf(accountId)}/${id}`, changes, version)

/**
 * Answers the operation that sends its people to the replacement; nothing where they were few and the location is gone.
 * @param replacementId where its people are from then on; needed where there are any
 */
export const deleteLocation = (accountId: string, { id }: Location, replacementId: string | undefined) =>
  api.delete<LocationReplacement | undefined>(`${locationsOf(accountId)}/${id}`, { replacementId })
