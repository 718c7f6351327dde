import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Integration } from '#features/accounts/integrations/schema.ts'
import { FactList } from '#web/components/fact-list.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { TwilioAccount } from '../schema.ts'
import { checkTwilio, twilioQuery } from './api.ts'
import { TakeApart } from './take-apart.tsx'
import { usualOrigin } from './twilio-values.ts'

const TwilioForm = lazy(async () => ({ default: (await import('./twilio-form.tsx')).TwilioForm }))

const looks: Record<TwilioAccount['state'], StatusLook> = {
  unchecked: { color: 'gray', icon: IconCircleDashed },
  working: { color: 'teal', icon: IconCircleCheck },
  failing: { color: 'orange', icon: IconAlertTriangle },
}

interface TwilioAccountSectionProps {
  accountId: string
  account: TwilioAccount
  card: Integration
}

/** The Twilio account as it stands: whether it works, what is stored of it, and what can be done about it. */
export function TwilioAccountSection({ accountId, account, card }: TwilioAccountSectionProps) {
  const { t } = useTranslation('twilio')
  const [changing, setChanging] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const testing = useTest(accountId)

  function closeForm() {
    setChanging(false)
    heading.current?.focus()
  }

  return (
    <Section
      title={t('account.title')}
      heading={heading}
      aside={<StatusBadge look={looks[account.state]}>{t(`state.${account.state}`)}</StatusBadge>}
    >
      {account.failure && (
        <Alert variant="light" color="orange" role="status" icon={<IconAlertTriangle aria-hidden />}>
          {account.failure.message}
        </Alert>
      )}
      {changing ? (
        <TwilioForm accountId={accountId} account={account} onSaved={closeForm} onCancel={closeForm} />
      ) : (
        <>
          <Facts account={account} />
          {testing.error && <ProblemAlert problem={testing.error} />}
          <Group gap="xs">
            <Button size="xs" variant="default" loading={testing.isPending} onClick={() => testing.mutate()}>
              {t('test.start')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setChanging(true)}>
              {t('account.change')}
            </Button>
            <TakeApart accountId={accountId} account={account} card={card} />
          </Group>
        </>
      )}
    </Section>
  )
}

/** What came of it is said where the state stands; that it works is said as well, because nothing else changes then. */
function useTest(accountId: string) {
  const { t } = useTranslation('twilio')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => checkTwilio(accountId),
    onSuccess: (checked) => {
      queries.setQueryData(twilioQuery(accountId).queryKey, checked)
      void queries.invalidateQueries({ queryKey: ['accounts', accountId, 'integrations'] })
      if (checked.state === 'working') notifications.show({ color: 'teal', message: t('test.working') })
    },
  })
}

function Facts({ account: { accountSid, keySid, secretSet, origin } }: { account: TwilioAccount }) {
  const { t } = useTranslation('twilio')
  return (
    <FactList
      facts={[
        { name: t('field.accountSid'), value: accountSid, isLong: true },
        { name: t('field.keySid'), value: keySid ?? t('account.noKey'), isLong: keySid !== null },
        {
          name: t(keySid === null ? 'secret.account' : 'secret.key'),
          value: t(secretSet ? 'account.secretSet' : 'account.noSecret'),
        },
        ...(origin === usualOrigin ? [] : [{ name: t('field.origin'), value: origin }]),
      ]}
    />
  )
}
