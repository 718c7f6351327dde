import { Badge, Group, Skeleton, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { languageName } from '#features/accounts/web/choices.ts'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { emailsQuery } from './api.ts'
import { EmailEditor } from './email-editor.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/email')

/** Client deployment › Deployment e-mail (DP-4): the text in each language, with its preview. */
export function EmailPage(): ReactNode {
  const { t, i18n } = useTranslation('email')
  const { accountId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const account = useQuery(accountQuery(accountId))
  const emails = useQuery(emailsQuery(accountId))
  const language = search.language ?? account.data?.language ?? 'en'
  const shown = emails.data?.find((email) => email.language === language)
  const error = emails.error ?? account.error
  return (
    <Page title={t('title')} lead={t('lead')}>
      {error && !emails.data && <ProblemAlert problem={error} retry={emails.refetch} />}
      {!error && !(emails.data && account.data) && <Skeleton height={320} />}
      {emails.data && account.data && (
        <Tabs
          value={language}
          onChange={(next) => void navigate({ search: { language: next as typeof language }, replace: true })}
          keepMounted={false}
        >
          <Tabs.List aria-label={t('languages')} mb="md">
            {emails.data.map((email) => (
              <Tabs.Tab key={email.language} value={email.language}>
                <Group gap={6} wrap="nowrap">
                  {languageName(email.language, i18n.language)}
                  {!email.isDefault && (
                    <Badge size="xs" variant="light" color="gray" title={t('isOwn', email)}>
                      {email.version}
                    </Badge>
                  )}
                </Group>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {shown && (
            <Tabs.Panel value={language}>
              <EmailEditor key={`${accountId} ${language}`} accountId={accountId} email={shown} />
            </Tabs.Panel>
          )}
        </Tabs>
      )}
    </Page>
  )
}
