import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Client } from '../schema.ts'
import { removeClient } from './api.ts'

interface RemoveClientProps {
  accountId: string
  subscriberId: string
  client: Client
}

/** Ends one softphone, after saying what that does. */
export function RemoveClient({ accountId, subscriberId, client }: RemoveClientProps) {
  const { t } = useTranslation('softphones')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const removing = useMutation({
    mutationFn: () => removeClient(accountId, subscriberId, client.id),
    onSuccess: () => {
      setOpened(false)
      return queries.invalidateQueries({ queryKey: ['accounts', accountId, 'subscribers'] })
    },
  })
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('clients.removeNamed', { name: client.name })}
        onClick={() => setOpened(true)}
      >
        {t('clients.remove')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('clients.removeTitle', { name: client.name })}
      >
        <Stack>
          <Text size="sm">{t('clients.removeText')}</Text>
          {removing.error && <ProblemAlert problem={removing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setOpened(false)}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button color="red" loading={removing.isPending} onClick={() => removing.mutate()}>
              {t('clients.removeSubmit')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
