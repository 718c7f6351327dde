import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Asks whether to leave what was typed. */
export function LeaveDialog(props: { opened: boolean; onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal opened={props.opened} onClose={props.onStay} title={t('unsaved.title')} size="sm" centered>
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
