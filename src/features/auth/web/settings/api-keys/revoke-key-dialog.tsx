import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { ApiKey } from '../../../api-keys/schema.ts'
import { apiKeysQuery, revokeApiKey } from './api.ts'

interface RevokeKeyDialogProps {
  accountId: string
  apiKey: ApiKey
  opened: boolean
  onClose: () => void
}

/** Says what ends with a key, and ends it. */
export function RevokeKeyDialog({ accountId, apiKey, opened, onClose }: RevokeKeyDialogProps) {
  const { t } = useTranslation('apiKeys')
  const queries = useQueryClient()
  const { name, lastUsedAt } = apiKey
  const revoking = useMutation({
    mutationFn: () => revokeApiKey(accountId, apiKey),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: apiKeysQuery(accountId).queryKey })
      notifications.show({ color: 'teal', message: t('revoke.done', { name }) })
      onClose()
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={revoking.reset}
      title={t('revoke.title', { name })}
    >
      <Stack>
        <Text size="sm">{t('revoke.text')}</Text>
        <Text size="sm">
          {lastUsedAt === null ? (
            t('revoke.unused')
          ) : (
            <>
              {t('revoke.used')} <Time at={lastUsedAt} />.
            </>
          )}
        </Text>
        {revoking.error && <ProblemAlert problem={revoking.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button color="red" loading={revoking.isPending} onClick={() => revoking.mutate()}>
            {t('revoke.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
