import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface LeaveWords {
  title: string
  text: string
  leave: string
}

interface LeaveDialogProps {
  opened: boolean
  /** Undefined: those of a form. */
  words: LeaveWords | undefined
  onStay: () => void
  onLeave: () => void
}

/** Asks whether to leave what was typed, or what is shown this once. */
export function LeaveDialog(props: LeaveDialogProps) {
  const { t } = useTranslation()
  const { title, text, leave } = props.words ?? t('unsaved', { returnObjects: true })
  return (
    <Modal opened={props.opened} onClose={props.onStay} title={title} size="sm" centered>
      <Text size="sm">{text}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={props.onLeave}>
          {leave}
        </Button>
        <Button onClick={props.onStay} data-autofocus>
          {t('unsaved.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
