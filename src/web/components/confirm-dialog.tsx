import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from './problem-alert.tsx'

interface ConfirmDialogProps {
  opened: boolean
  title: string
  submit: string
  act: () => Promise<unknown>
  onDone: () => void
  onClose: () => void
  /** What the act does. */
  children: ReactNode
}

/** Says what will end, and ends it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, submit, act, onDone, onClose, children } = props
  const { t } = useTranslation()
  const acting = useMutation({
    mutationFn: act,
    onSuccess: () => {
      onClose()
      onDone()
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} onExitTransitionEnd={acting.reset} title={title}>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        {acting.error && <ProblemAlert problem={acting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="red" loading={acting.isPending} onClick={() => acting.mutate()}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
