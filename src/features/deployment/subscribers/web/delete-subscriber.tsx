import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Subscriber } from '../schema.ts'
import { deleteSubscriber, subscribersKey } from './api.ts'
import { fullName } from './subscriber-name.tsx'

interface DeleteSubscriberProps {
  accountId: string
  subscriber: Subscriber
  onDeleted: () => void
}

/** Takes somebody out of client deployment (CD-11), after saying what that does. */
export function DeleteSubscriber({ accountId, subscriber, onDeleted }: DeleteSubscriberProps) {
  const { t } = useTranslation('subscribers')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const name = fullName(subscriber)
  const deleting = useMutation({
    mutationFn: () => deleteSubscriber(accountId, subscriber),
    onSuccess: () => {
      setOpened(false)
      onDeleted()
      notifications.show({ color: 'teal', message: t('delete.done', { name }) })
      void queries.invalidateQueries({ queryKey: subscribersKey(accountId) })
    },
  })
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('delete.open')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('delete.title', { name })}>
        <Stack>
          <Text size="sm">{t('delete.text')}</Text>
          {deleting.error && <ProblemAlert problem={deleting.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setOpened(false)}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
              {t('delete.submit')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
