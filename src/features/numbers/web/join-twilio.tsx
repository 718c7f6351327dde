import { Anchor, List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { emphasised } from '#web/components/emphasised.tsx'
import { Section } from '#web/components/section.tsx'
import { TwilioForm } from './twilio-form.tsx'

const consoleAddress = 'https://console.twilio.com'

/** The first visit: where at Twilio the SIDs and the secret are found, and the form for them. */
export function JoinTwilio({ accountId }: { accountId: string }) {
  const { t } = useTranslation('twilio')
  return (
    <Section title={t('join.title')} lead={t('join.lead')}>
      <List type="ordered" size="sm" spacing={4} aria-label={t('join.steps')}>
        {t('join.step', { returnObjects: true }).map((step) => (
          <List.Item key={step}>{emphasised(step)}</List.Item>
        ))}
      </List>
      <Anchor href={consoleAddress} size="sm" underline="always" target="_blank" rel="noreferrer">
        {t('join.console')}
      </Anchor>
      <TwilioForm accountId={accountId} account={undefined} />
    </Section>
  )
}
