import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { DeploymentEmail } from '../schema.ts'
import { resetEmail } from './api.ts'

interface ResetDialogProps {
  accountId: string
  email: DeploymentEmail
  opened: boolean
  onClose: () => void
  onReset: () => Promise<void>
}

/** Says what going back to the default text does, and does it. */
export function ResetDialog({ accountId, email, opened, onClose, onReset }: ResetDialogProps) {
  const { t } = useTranslation('email')
  const resetting = useMutation({
    mutationFn: () => resetEmail(accountId, email),
    onSuccess: async () => {
      onClose()
      notifications.show({ color: 'teal', message: t('resetDone') })
      await onReset()
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('resetTitle')}>
      <Stack>
        <Text size="sm">{t('resetText')}</Text>
        {resetting.error && <ProblemAlert problem={resetting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button color="red" loading={resetting.isPending} onClick={() => resetting.mutate()}>
            {t('reset')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
