import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { removeSecondFactor } from './api.ts'

interface RemoveDialogProps {
  opened: boolean
  onCancel: () => void
  onDone: () => void
}

/** Says what is lost with the second factor, and removes it. */
export function RemoveDialog({ opened, onCancel, onDone }: RemoveDialogProps): ReactNode {
  const { t } = useTranslation('security')
  const removing = useMutation({ mutationFn: removeSecondFactor, onSuccess: onDone })
  return (
    <Modal opened={opened} onClose={onCancel} title={t('factor.removeTitle')}>
      <Stack>
        <Text size="sm">{t('factor.removeLead')}</Text>
        {removing.error && <ProblemAlert problem={removing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button color="red" loading={removing.isPending} onClick={() => removing.mutate()}>
            {t('factor.removeSubmit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
