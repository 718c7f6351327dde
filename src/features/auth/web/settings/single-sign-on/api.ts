import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  EmailDomain,
  IdentityProvider,
  IdentityProviderChanges,
  NewIdentityProvider,
  NewSingleSignOnTest,
  SingleSignOnSettings,
  SingleSignOnTest,
} from '../../../single-sign-on/schema.ts'

const providerOf = (accountId: string) => `/accounts/${accountId}/identity-provider`
const domainsOf = (accountId: string) => `/accounts/${accountId}/email-domains`

/** The identity provider of the account, or none, and what is to be entered there. */
export const singleSignOnQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'single-sign-on'],
    queryFn: ({ signal }) => api.get<SingleSignOnSettings>(providerOf(accountId), undefined, signal),
  })

/** Saves the identity provider; a stale version is answered 412. */
export const saveProvider = (
  accountId: string,
  provider: NewIdentityProvider,
  earlier: IdentityProvider | undefined,
) => api.put<IdentityProvider>(providerOf(accountId), provider, earlier?.version)

export const changeProvider = (
  accountId: string,
  { version }: IdentityProvider,
  changes: IdentityProviderChanges,
) => api.patch<IdentityProvider>(providerOf(accountId), changes, version)

export const removeProvider = (accountId: string) => api.delete(providerOf(accountId))

export const startTest = (accountId: string) =>
  api.post<z.infer<typeof NewSingleSignOnTest>>(`${providerOf(accountId)}/tests`)

/** What a test has found, asked for again as long as somebody is still signing in over there. */
export const testQuery = (accountId: string, testId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'single-sign-on', 'tests', testId],
    queryFn: ({ signal }) =>
      api.get<SingleSignOnTest>(`${providerOf(accountId)}/tests/${testId}`, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'waiting' ? 1_500 : false,
  })

/** The e-mail domains of the account, verified or not. */
export const domainsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'email-domains'],
    queryFn: ({ signal }) => allItems<EmailDomain>(domainsOf(accountId), signal),
  })

export const addDomain = (accountId: string, domain: { domain: string }) =>
  api.post<EmailDomain>(domainsOf(accountId), domain)

/** Looks for the TXT record now. */
export const checkDomain = (accountId: string, { domain }: EmailDomain) =>
  api.post<EmailDomain>(`${domainsOf(accountId)}/${domain}/checks`)

export const removeDomain = (accountId: string, { domain }: EmailDomain) =>
  api.delete(`${domainsOf(accountId)}/${domain}`)
