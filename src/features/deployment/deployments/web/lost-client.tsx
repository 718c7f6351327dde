import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Client, LostClient as Lost } from '../schema.ts'
import { reportLost } from './api.ts'

interface LostClientProps {
  accountId: string
  subscriberId: string
  client: Client
}

/** *Lost or stolen*: ends a softphone, and says which passwords are to be changed by hand. */
export function LostClient({ accountId, subscriberId, client }: LostClientProps) {
  const { t } = useTranslation('softphones')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const reporting = useMutation({ mutationFn: () => reportLost(accountId, subscriberId, client.id) })
  const { name } = client

  function close() {
    setOpened(false)
    // Not before: with the softphone revoked, its card no longer bears this dialog, and what is left to do would be gone unread.
    if (reporting.data) void queries.invalidateQueries({ queryKey: ['accounts', accountId, 'subscribers'] })
  }

  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        aria-label={t('clients.lostNamed', { name })}
        onClick={() => setOpened(true)}
      >
        {t('clients.lost')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={reporting.data ? t('clients.lostDone', { name }) : t('clients.lostTitle', { name })}
      >
        {reporting.data ? (
          <LeftToDo lost={reporting.data} onClose={close} />
        ) : (
          <Stack>
            <Text size="sm">{t('clients.lostText')}</Text>
            {reporting.error && <ProblemAlert problem={reporting.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" data-autofocus onClick={close}>
                {t('cancel', { ns: 'common' })}
              </Button>
              <Button color="red" loading={reporting.isPending} onClick={() => reporting.mutate()}>
                {t('clients.lostSubmit')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}

function LeftToDo({ lost, onClose }: { lost: Lost; onClose: () => void }) {
  const { t } = useTranslation('softphones')
  return (
    <Stack role="status">
      {lost.rotateAt.length > 0 && (
        <div>
          <Text size="sm" mb={6}>
            {t('clients.rotate')}
          </Text>
          <List size="sm" spacing={4}>
            {lost.rotateAt.map(({ account, host, userName }) => (
              <List.Item key={account}>
                {t('clients.rotateWhere', { account: t(`account.${account}`), host, userName })}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {lost.othersForced && <Text size="sm">{t('clients.othersForced')}</Text>}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {t('close', { ns: 'common' })}
        </Button>
      </Group>
    </Stack>
  )
}
