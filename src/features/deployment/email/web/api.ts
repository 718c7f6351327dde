import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { allItems } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  DeploymentEmail,
  DeploymentEmailTexts,
  NewPreview,
  NewTestMessage,
  Preview,
  TestMessage,
} from '../schema.ts'

type Language = DeploymentEmail['language']

const pathOf = (accountId: string, language?: Language) =>
  `/accounts/${accountId}/deployment-email${language ? `/${language}` : ''}`

/** The deployment e-mail in every language. */
export const emailsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'deployment-email'],
    queryFn: ({ signal }) => allItems<DeploymentEmail>(pathOf(accountId), signal),
  })

/** The e-mail as its reader would see it; refused while there is a fault in the texts. */
export const previewQuery = (accountId: string, language: Language, of: NewPreview) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'deployment-email', language, 'preview', of],
    queryFn: () => api.post<Preview>(`${pathOf(accountId, language)}/previews`, of),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

export const saveEmail = (accountId: string, email: DeploymentEmail, texts: DeploymentEmailTexts) =>
  api.put<DeploymentEmail>(pathOf(accountId, email.language), texts, email.version)

export const resetEmail = (accountId: string, email: DeploymentEmail) =>
  api.delete(pathOf(accountId, email.language), undefined, email.version)

/** Mails a test to the caller, or to the admin that it names. */
export const sendTest = (accountId: string, language: Language, test: NewTestMessage) =>
  api.post<TestMessage>(`${pathOf(accountId, language)}/test-messages`, test)
