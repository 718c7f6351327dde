import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { Credentials, Session, SetUp, SetUpLink } from '../schema.ts'

/** Who is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/sessions/current', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

/** For whom a set-up link is. */
export const setUpLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['set-up-link', token],
    queryFn: () => api.post<SetUpLink>('/set-up-lookups', { token }),
    retry: false,
    // Looked at once: after its use it is unknown, and the page goes elsewhere.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const signIn = (credentials: Credentials) => api.post<Session>('/sessions', credentials)
export const signOut = () => api.delete('/sessions/current')
export const finishSetUp = (setUp: SetUp) => api.post<Session>('/set-ups', setUp)
export const stepUp = (password: string) => api.post<Session>('/sessions/current/step-ups', { password })
