import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Subscriber } from '../schema.ts'
import { deleteSubscriber, subscribersKey } from './api.ts'
import { fullName } from './subscriber-name.tsx'

interface DeleteDialogProps {
  accountId: string
  subscriber: Subscriber
  opened: boolean
  onClose: () => void
  onDeleted: () => void
}

/** Says what deleting somebody does, and does it. */
export function DeleteDialog({ accountId, subscriber, opened, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation('subscribers')
  const queries = useQueryClient()
  const name = fullName(subscriber)
  const deleting = useMutation({
    mutationFn: () => deleteSubscriber(accountId, subscriber),
    onSuccess: () => {
      onClose()
      onDeleted()
      notifications.show({ color: 'teal', message: t('delete.done', { name }) })
      void queries.invalidateQueries({ queryKey: subscribersKey(accountId) })
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('delete.title', { name })}>
      <Stack>
        <Text size="sm">{t('delete.text')}</Text>
        {deleting.error && <ProblemAlert problem={deleting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
            {t('delete.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
