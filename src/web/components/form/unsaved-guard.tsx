import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Asks before what was typed is lost, by a link, by *Back* or by closing the tab. */
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true })
  return (
    <LeaveDialog
      opened={blocker.status === 'blocked'}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
      title={t('unsaved.title')}
    />
  )
}

function LeaveDialog(props: { opened: boolean; title: string; onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal opened={props.opened} onClose={props.onStay} title={props.title} size="sm" centered>
      <Text size="sm">{t('unsaved.text')}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={props.onLeave}>
          {t('unsaved.leave')}
        </Button>
        <Button onClick={props.onStay} data-autofocus>
          {t('unsaved.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
