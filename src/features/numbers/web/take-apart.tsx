import { Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Integration } from '#features/accounts/integrations/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { TwilioAccount } from '../schema.ts'
import { removeTwilio } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface TakeApartProps {
  accountId: string
  account: TwilioAccount
  card: Integration
}

/** Forgets the Twilio account once Twilio is off, and says what becomes of the numbers. */
export function TakeApart({ accountId, account, card }: TakeApartProps) {
  const { t } = useTranslation('twilio')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const isOn = card.state === 'on' || card.state === 'failing'
  const given = account.numbers - account.free
  return (
    <>
      <ActionButton
        size="xs"
        variant="subtle"
        color="red"
        because={isOn ? t('remove.turnOffFirst') : undefined}
        onClick={() => setOpened(true)}
      >
        {t('remove.open')}
      </ActionButton>
      <OnceOpened when={opened}>
        <ConfirmDialog
          opened={opened}
          title={t('remove.title')}
          submit={t('remove.submit')}
          act={() => removeTwilio(accountId, account)}
          onDone={() => {
            notifications.show({ color: 'teal', message: t('remove.done') })
            void queries.invalidateQueries({ queryKey: ['accounts', accountId] })
          }}
          onClose={() => setOpened(false)}
        >
          <Stack gap="xs">
            <span>{t('remove.text')}</span>
            <span>{t('remove.given', { count: given })}</span>
          </Stack>
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
