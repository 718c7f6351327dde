import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import { speakToInvited } from '#web/lib/i18n/speech.ts'
import type { Credentials } from '../credentials-schema.ts'
import type { Session, SetUp, SetUpLink, StepUp } from '../schema.ts'
import type { SignInMethods } from '../single-sign-on/schema.ts'

/** Who is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/sessions/current', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

/** For whom a set-up link is. Its page is drawn in their language. */
export const setUpLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['set-up-link', token],
    queryFn: async () => {
      const link = await api.post<SetUpLink>('/set-up-lookups', { token })
      if (link.language) await speakToInvited(link.language)
      return link
    },
    retry: false,
    // Looked at once: after its use it is unknown, and the page goes elsewhere.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** How people of an e-mail domain sign in; the address is any one of it. */
export const signInMethodsQuery = (domain: string, email: string) =>
  queryOptions({
    queryKey: ['sign-in-methods', domain],
    queryFn: () => api.post<SignInMethods>('/sign-in-methods', { email }),
    // Without an answer the password is asked for: nobody waits for a second one.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const signIn = (credentials: Credentials) => api.post<Session>('/sessions', credentials)
export const signOut = () => api.delete('/sessions/current')
/** @returns undefined where nobody is signed in by it: a second factor has to be given first */
export const finishSetUp = (setUp: SetUp) => api.post<Session | undefined>('/set-ups', setUp)
export const stepUp = (proof: StepUp) => api.post<Session>('/sessions/current/step-ups', proof)

/** A way to the identity provider of an account; `to` is the page to open afterwards. */
export const beginSingleSignOn = (given: { accountId: string; to?: string }) =>
  api.post<{ url: string }>('/single-sign-ons', given)
/** The same for whoever is signed in by it, as a step-up. */
export const beginStepUpElsewhere = (to: string) => api.post<{ url: string }>('/me/single-sign-ons', { to })
