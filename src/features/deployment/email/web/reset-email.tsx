import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { DeploymentEmail } from '../schema.ts'
import { resetEmail } from './api.ts'

interface ResetEmailProps {
  accountId: string
  email: DeploymentEmail
  onReset: () => Promise<void>
}

/** Back to the default text, after saying what that does. */
export function ResetEmail({ accountId, email, onReset }: ResetEmailProps) {
  const { t } = useTranslation('email')
  const [opened, setOpened] = useState(false)
  const resetting = useMutation({
    mutationFn: () => resetEmail(accountId, email),
    onSuccess: async () => {
      setOpened(false)
      notifications.show({ color: 'teal', message: t('resetDone') })
      await onReset()
    },
  })
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setOpened(true)}>
        {t('reset')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('resetTitle')}>
        <Stack>
          <Text size="sm">{t('resetText')}</Text>
          {resetting.error && <ProblemAlert problem={resetting.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setOpened(false)}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button color="red" loading={resetting.isPending} onClick={() => resetting.mutate()}>
              {t('reset')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
