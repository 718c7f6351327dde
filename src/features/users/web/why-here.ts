import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { User } from '../schema.ts'
import { registeredAdminsQuery } from './api.ts'

/** The id of the admin who looks. */
export const Viewer = createContext('')

/** Why the account keeps somebody, whoever supplies them: it is the admin who looks, or the last one who can sign in. */
export type WhyHere = 'self' | 'lastAdmin'

/** Why somebody can be neither deactivated nor deleted, as far as it is known here; the server knows the rest. */
export function useWhyHere(accountId: string, { id, role, status }: User): WhyHere | undefined {
  const viewerId = use(Viewer)
  const canSignIn = role === 'admin' && status === 'registered'
  const { data: admins } = useQuery({ ...registeredAdminsQuery(accountId), enabled: canSignIn })
  if (id === viewerId) return 'self'
  return canSignIn && admins?.length === 1 && admins[0]?.id === id ? 'lastAdmin' : undefined
}
