import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import type { UserSelection } from '#features/users/web/api.ts'
import { usersKey } from '#features/users/web/api.ts'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { InvitationCount, InvitationOfPerson, NewWelcomeEmails } from '../schema.ts'
import type { InvitationsSearch } from './invitations-search.ts'

/** Which people a welcome e-mail is for. */
export type WelcomeSelection = z.input<typeof NewWelcomeEmails>['selection']

// Below the key of the people: what changes somebody may change how far their invitation is.
const invitationsKey = (accountId: string) => [...usersKey(accountId), 'invitations'] as const

/** Mails are on their way for seconds; whoever watches need not reload. */
const watchedEveryMs = 3_000

/** The people who were invited, newest first. */
export const invitationsQuery = (accountId: string, filter: InvitationsSearch) =>
  pagesQuery<InvitationOfPerson>(
    [...invitationsKey(accountId), 'list', filter],
    `/accounts/${accountId}/invitations`,
    { ...filter },
  )

/** How many invitations are in which state, followed while some wait to be sent. */
export const invitationCountsQuery = (accountId: string, search: string | undefined) =>
  queryOptions({
    queryKey: [...invitationsKey(accountId), 'counts', search],
    queryFn: ({ signal }) =>
      api.get<{ items: InvitationCount[] }>(`/accounts/${accountId}/invitations/counts`, { search }, signal),
    select: ({ items }) => new Map(items.map(({ state, count }) => [state, count])),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state === 'queued') ? watchedEveryMs : false,
  })

/** Sends the selected people their welcome e-mail; earlier links end (UA-62). */
export const sendWelcomeMails = (accountId: string, selection: WelcomeSelection) =>
  api.post<Operation>(`/accounts/${accountId}/welcome-emails`, { selection })

/** Sends the selected people the e-mail with which they choose a new password (UA-61). */
export const sendPasswordResets = (accountId: string, selection: UserSelection) =>
  api.post<Operation>(`/accounts/${accountId}/password-resets`, { selection })
