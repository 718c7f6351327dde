import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Integration } from '#features/accounts/integrations/schema.ts'
import { turnIntegration } from '#features/accounts/integrations/web/api.ts'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { TwilioAccount } from '../schema.ts'
import { changeTwilio } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface TwilioSwitchesProps {
  accountId: string
  account: TwilioAccount
  card: Integration
}

/** Whether Twilio is used, and whether people are given its numbers (UA-12). Turning Twilio off is asked about. */
export function TwilioSwitches({ accountId, account, card }: TwilioSwitchesProps) {
  const { t } = useTranslation('twilio')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const isOn = card.state === 'on' || card.state === 'failing'

  // What depends on it, such as who may be given a number, is shown on other pages too.
  function tell(message: string) {
    notifications.show({ color: 'teal', message })
    void queries.invalidateQueries({ queryKey: ['accounts', accountId] })
  }

  const renew = () => void queries.invalidateQueries({ queryKey: ['accounts', accountId] })
  const turningOn = useMutation({
    mutationFn: () => turnIntegration(accountId, card, true),
    onSuccess: () => tell(t('use.turnedOn')),
    onError: renew,
  })
  const changing = useMutation({
    mutationFn: (userNumbers: boolean) => changeTwilio(accountId, account, { userNumbers }),
    onSuccess: ({ userNumbers }) => tell(t(userNumbers ? 'userNumbers.turnedOn' : 'userNumbers.turnedOff')),
    onError: renew,
  })
  const problem = turningOn.error ?? changing.error
  return (
    <Section title={t('use.title')}>
      <ActionSwitch
        label={t('use.label')}
        help={t('use.help')}
        checked={isOn}
        busy={turningOn.isPending}
        because={!isOn && card.missing.length > 0 ? t('use.notWorking') : undefined}
        onSwitch={(on) => (on ? turningOn.mutate() : setAsking(true))}
      />
      <ActionSwitch
        label={t('userNumbers.label')}
        help={t('userNumbers.help')}
        checked={account.userNumbers}
        busy={changing.isPending}
        because={isOn || account.userNumbers ? undefined : t('userNumbers.twilioOff')}
        onSwitch={(on) => changing.mutate(on)}
      />
      {problem && <ProblemAlert problem={problem} />}
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('use.off.title')}
          submit={t('use.off.submit')}
          act={() => turnIntegration(accountId, card, false)}
          onDone={() => tell(t('use.turnedOff'))}
          onClose={() => setAsking(false)}
        >
          {t('use.off.text')}
        </ConfirmDialog>
      </OnceOpened>
    </Section>
  )
}
