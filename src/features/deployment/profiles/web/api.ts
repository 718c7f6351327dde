import { queryOptions } from '@tanstack/react-query'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { NewProfile, Profile, ProfileChanges } from '../schema.ts'

const profilesOf = (accountId: string) => `/accounts/${accountId}/deployment-profiles`

/** All profiles of an account: few, and chosen from in forms and filters. */
export const profilesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'profiles'],
    queryFn: ({ signal }) => allItems<Profile>(profilesOf(accountId), signal),
  })

export const addProfile = (accountId: string, profile: NewProfile) =>
  api.post<Profile>(profilesOf(accountId), profile)

export const changeProfile = (accountId: string, { id, version }: Profile, changes: ProfileChanges) =>
  api.patch<Profile>(`${profilesOf(accountId)}/${id}`, changes, version)

export const deleteProfile = (accountId: string, { id }: Profile, replacementId: string | undefined) =>
  api.delete(`${profilesOf(accountId)}/${id}`, { replacementId })
