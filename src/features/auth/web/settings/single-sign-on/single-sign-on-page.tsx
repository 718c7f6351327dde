import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { domainsQuery, singleSignOnQuery } from './api.ts'
import { InForce } from './in-force.tsx'
import { SetUp } from './set-up.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/settings/sign-in')

/** Settings › Sign-in (SSO). */
export function SingleSignOnPage(): ReactNode {
  const { t } = useTranslation('singleSignOn')
  const { accountId } = route.useParams()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <SingleSignOn key={accountId} accountId={accountId} />
    </Page>
  )
}

/** The way to single sign-on step by step; once it is on, how it stands. */
function SingleSignOn({ accountId }: { accountId: string }) {
  const settings = useQuery(singleSignOnQuery(accountId))
  const domains = useQuery(domainsQuery(accountId))
  const isOn = settings.data?.identityProvider?.isOn
  useTopOnChange(isOn)
  const error = settings.error ?? domains.error
  if (error) return <ProblemAlert problem={error} retry={() => [settings.refetch(), domains.refetch()]} />
  if (!settings.data || !domains.data) return <Skeleton height={420} maw={760} />
  const { identityProvider } = settings.data
  return identityProvider && isOn ? (
    <InForce accountId={accountId} provider={identityProvider} domains={domains.data} />
  ) : (
    <SetUp accountId={accountId} settings={settings.data} domains={domains.data} />
  )
}

/** What was pressed is gone once it is switched: the page is read from its top. */
function useTopOnChange(isOn: boolean | undefined) {
  const before = useRef(isOn)
  useEffect(() => {
    const switched = before.current !== undefined && isOn !== before.current
    before.current = isOn
    if (switched) document.querySelector('h1')?.focus()
  }, [isOn])
}
