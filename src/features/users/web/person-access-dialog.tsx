import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { User } from '../schema.ts'
import { changeUser, userQuery, usersKey } from './api.ts'
import { fullName } from './person-name.ts'

interface AccessDialogProps {
  accountId: string
  user: User
  opened: boolean
  onClose: () => void
}

/** Says what deactivating or reactivating somebody does, and does it. */
export function AccessDialog({ accountId, user, opened, onClose }: AccessDialogProps) {
  const { t } = useTranslation('person')
  const queries = useQueryClient()
  const name = fullName(user)
  const deactivates = user.status !== 'inactive'
  const changing = useMutation({
    mutationFn: () => changeUser(accountId, user, { deactivated: deactivates }),
    onSuccess: (saved) => {
      onClose()
      const message = t(deactivates ? 'access.deactivated' : 'access.reactivated', { name })
      notifications.show({ color: 'teal', message })
      queries.setQueryData(userQuery(accountId, saved.id).queryKey, saved)
      void queries.invalidateQueries({ queryKey: usersKey(accountId) })
    },
  })
  const words = deactivates ? 'deactivate' : 'reactivate'
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={changing.reset}
      title={t(`access.${words}Title`, { name })}
    >
      <Stack>
        <Text size="sm">{t(`access.${words}Text`)}</Text>
        {changing.error && <ProblemAlert problem={changing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button data-autofocus loading={changing.isPending} onClick={() => changing.mutate()}>
            {t(`access.${words}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
