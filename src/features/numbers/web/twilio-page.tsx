import { Skeleton, Stack } from '@mantine/core'
import { IconMessageOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { integrationsQuery } from '#features/accounts/integrations/web/api.ts'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { twilioQuery } from './api.ts'
import { JoinTwilio } from './join-twilio.tsx'
import { TwilioAccountSection } from './twilio-account-section.tsx'
import { TwilioNumbersSection } from './twilio-numbers-section.tsx'
import { TwilioSwitches } from './twilio-switches.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/integrations/twilio')

/** Integrations and apps › Twilio: the Twilio account, whether it is used, and its numbers. */
export function TwilioPage(): ReactNode {
  const { t } = useTranslation('twilio')
  const { accountId } = route.useParams()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Stack maw={760}>
        <Twilio key={accountId} accountId={accountId} />
      </Stack>
    </Page>
  )
}

function Twilio({ accountId }: { accountId: string }) {
  const { t } = useTranslation('twilio')
  const account = useQuery(twilioQuery(accountId))
  const cards = useQuery(integrationsQuery(accountId))
  const card = cards.data?.find(({ integration }) => integration === 'twilio')
  useTopOnChange(account.data === undefined ? undefined : account.data !== null)
  const error = account.error ?? cards.error
  if (error) return <ProblemAlert problem={error} retry={() => [account.refetch(), cards.refetch()]} />
  if (cards.data && !card)
    return <EmptyState icon={IconMessageOff} title={t('absent.title')} text={t('absent.text')} />
  if (account.data === undefined || !card) return <Skeleton height={420} />
  if (account.data === null) return <JoinTwilio accountId={accountId} />
  return (
    <>
      <TwilioAccountSection accountId={accountId} account={account.data} card={card} />
      <TwilioSwitches accountId={accountId} account={account.data} card={card} />
      <TwilioNumbersSection accountId={accountId} account={account.data} />
    </>
  )
}

/** What was pressed is gone once the accounts are joined, or taken apart: the page is read from its top. */
function useTopOnChange(isJoined: boolean | undefined) {
  const before = useRef(isJoined)
  useEffect(() => {
    const changed = before.current !== undefined && isJoined !== before.current
    before.current = isJoined
    if (changed) document.querySelector('h1')?.focus()
  }, [isJoined])
}
