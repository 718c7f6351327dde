import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { User, UserDeletionForecast } from '../schema.ts'
import { deleteUser, usersKey } from './api.ts'
import { DeletionConfirmation } from './delete-users-confirmation.tsx'
import { fullName } from './person-name.ts'

interface DeleteUserDialogProps {
  accountId: string
  user: User
  opened: boolean
  onClose: () => void
  onDeleted: () => void
}

/** Says what deleting one person does, and does it when `delete` was typed (UA-80 to UA-83). */
export function DeleteUserDialog({ accountId, user, opened, onClose, onDeleted }: DeleteUserDialogProps) {
  const { t } = useTranslation('person')
  const queries = useQueryClient()
  const name = fullName(user)
  const deleting = useMutation({
    mutationFn: async (forecast: UserDeletionForecast) => {
      await deleteUser(accountId, user)
      return { leaves: forecast.keptListed === 0 }
    },
    onSuccess: ({ leaves }) => {
      onClose()
      if (leaves) onDeleted()
      const message = t(leaves ? 'delete.done' : 'delete.keptListed', { name })
      notifications.show({ color: 'teal', message })
      void queries.invalidateQueries({ queryKey: usersKey(accountId) })
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={deleting.reset}
      title={t('delete.title', { name })}
    >
      <DeletionConfirmation
        accountId={accountId}
        selection={{ ids: [user.id] }}
        deleting={deleting.isPending}
        problem={deleting.error}
        onCancel={onClose}
        onDelete={deleting.mutate}
      />
    </Modal>
  )
}
