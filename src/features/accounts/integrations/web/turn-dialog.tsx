import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { turnIntegration } from './api.ts'
import type { Switched } from './card-action.tsx'

interface TurnDialogProps {
  accountId: string
  card: Switched
  /** undefined: the dialog is closed. */
  becomes: boolean | undefined
  onClose: () => void
  /** Also where it was refused: somebody else may have turned it. */
  onTurned: () => Promise<void>
}

/** Says what turning an integration on or off does, and does it. */
export function TurnDialog({ accountId, card, becomes, onClose, onTurned }: TurnDialogProps) {
  const { t } = useTranslation('integrations')
  // It keeps its words while it closes.
  const asked = useRef(becomes)
  if (becomes !== undefined) asked.current = becomes
  const way = asked.current ? 'on' : 'off'
  const name = t(`name.${card.integration}`)
  const turning = useMutation({
    mutationFn: (isOn: boolean) => turnIntegration(accountId, card, isOn),
    onSuccess: (turned) => {
      notifications.show({
        color: 'teal',
        message: t(turned.state === 'on' ? 'turned.on' : 'turned.off', { name }),
      })
      onClose()
    },
    onSettled: onTurned,
  })
  return (
    <Modal
      opened={becomes !== undefined}
      onClose={onClose}
      onExitTransitionEnd={turning.reset}
      title={t(`dialog.${way}.title`, { name })}
    >
      <Stack>
        <Text size="sm">{t(`dialog.${way}.${card.integration}`)}</Text>
        {turning.error && <ProblemAlert problem={turning.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button data-autofocus loading={turning.isPending} onClick={() => turning.mutate(way === 'on')}>
            {t(`dialog.${way}.submit`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
