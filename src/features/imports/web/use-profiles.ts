import { useQuery } from '@tanstack/react-query'
import { profilesQuery } from '#features/deployment/profiles/web/api.ts'
import { useImportPlace } from './import-place.ts'

const none: Array<{ id: string; name: string }> = []

/** The profiles that rows may be given: none where rows have none. */
export function useProfiles(): Array<{ id: string; name: string }> {
  const { accountId, kind } = useImportPlace()
  const { data } = useQuery({ ...profilesQuery(accountId), enabled: kind.hasProfiles })
  return data ?? none
}
