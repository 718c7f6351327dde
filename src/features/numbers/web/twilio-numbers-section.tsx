import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FactList } from '#web/components/fact-list.tsx'
import { TextLink } from '#web/components/links.tsx'
import { Section } from '#web/components/section.tsx'
import { Time } from '#web/components/time.tsx'
import type { TwilioAccount } from '../schema.ts'
import { Synchronise } from './synchronise.tsx'

interface TwilioNumbersSectionProps {
  accountId: string
  account: TwilioAccount
}

/** How many numbers there are, how many are free, and bringing them up to date. */
export function TwilioNumbersSection({ accountId, account }: TwilioNumbersSectionProps) {
  const { t, i18n } = useTranslation('twilio')
  const { numbers, free, synchronisedAt } = account
  return (
    <Section title={t('numbers.title')} lead={t('numbers.lead')}>
      <FactList
        facts={[
          {
            name: t('numbers.count'),
            value: (
              <Group gap="xs">
                {numbers.toLocaleString(i18n.language)}
                <TextLink to="/accounts/$accountId/numbers" params={{ accountId }} size="sm">
                  {t('numbers.open')}
                </TextLink>
              </Group>
            ),
          },
          { name: t('numbers.free'), value: free.toLocaleString(i18n.language) },
          {
            name: t('numbers.synchronised'),
            value: <Time at={synchronisedAt} fallback={t('never', { ns: 'common' })} />,
          },
        ]}
      />
      <Synchronise accountId={accountId} account={account} />
    </Section>
  )
}
