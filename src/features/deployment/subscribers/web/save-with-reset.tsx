import { Button, Group, List, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { emphasised } from '#web/components/emphasised.tsx'
import type { Subscriber } from '../schema.ts'
import { fullName } from './subscriber-name.tsx'

interface SaveWithResetProps {
  subscriber: Subscriber
  opened: boolean
  onCancel: () => void
  onSave: (what: { deploy: boolean }) => void
}

/** Says what a new client service user name does to the softphones in use, and asks whether to deploy at once (CD-12, MU-10). */
export function SaveWithReset({ subscriber, opened, onCancel, onSave }: SaveWithResetProps) {
  const { t } = useTranslation('subscribers')
  const count = subscriber.clientCount
  return (
    <Modal opened={opened} onClose={onCancel} title={t('redeploy.question', { count })}>
      <Stack>
        <List size="sm" spacing={6}>
          <List.Item>{t('redeploy.reset', { count, name: fullName(subscriber) })}</List.Item>
          <List.Item>{t('redeploy.ends', { count })}</List.Item>
          <List.Item>{emphasised(t('redeploy.deploys'))}</List.Item>
        </List>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button variant="default" onClick={() => onSave({ deploy: false })}>
            {t('redeploy.saveOnly')}
          </Button>
          <Button data-autofocus onClick={() => onSave({ deploy: true })}>
            {t('redeploy.saveAndDeploy')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
