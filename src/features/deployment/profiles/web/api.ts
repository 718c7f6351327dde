import { queryOptions } from '@tanstack/react-query'
import type { Operation } from '#features/operations/schema.ts'
import { allItems } from '#web/lib/api/pages.ts'
import { api, Problem } from '#web/lib/api/request.ts'
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

/** @param pbxFieldsMissing how many of its users are known to lack PBX fields without an MBG (MU-9) */
export const changeProfile = (
  accountId: string,
  { id, version }: Profile,
  changes: ProfileChanges,
  pbxFieldsMissing = 0,
) =>
  api.patch<Profile>(`${profilesOf(accountId)}/${id}?pbxFieldsMissing=${pbxFieldsMissing}`, changes, version)

/** Answers the operation that moves its users; nothing where there were none and the profile is gone. */
export const deleteProfile = (
  accountId: string,
  { id }: Profile,
  replacementId: string | undefined,
  pbxFieldsMissing = 0,
) => api.delete<Operation | undefined>(`${profilesOf(accountId)}/${id}`, { replacementId, pbxFieldsMissing })

/** How many users would lack PBX fields; undefined: something else is wrong, or nothing. */
export function pbxFieldsMissingIn(error: unknown): number | undefined {
  const asked = error instanceof Problem && error.code === 'deployment-profiles.pbx-fields-missing'
  return asked ? Number(error.members.count) : undefined
}
