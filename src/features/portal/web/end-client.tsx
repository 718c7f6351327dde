import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnClient } from '#features/deployment/portal/schema.ts'
import { ConfirmDialog } from '#web/components/confirm-dialog.tsx'
import { endClient, ownSubscribersQuery } from './api.ts'

interface EndClientProps {
  subscriberId: string
  client: OwnClient
  /** How it ends: removed by its owner, or because the device is in other hands. */
  reason: 'removed' | 'lost'
  opened: boolean
  onClose: () => void
}

/** Says what becomes of a softphone that is removed or was lost, and ends it. */
export function EndClient({ subscriberId, client, reason, opened, onClose }: EndClientProps): ReactNode {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const { id, name } = client

  function tell() {
    notifications.show({ color: 'teal', message: t(`clients.${reason}.done`, { name }) })
    void queries.invalidateQueries({ queryKey: ownSubscribersQuery.queryKey })
  }

  return (
    <ConfirmDialog
      opened={opened}
      title={t(`clients.${reason}.title`, { name })}
      submit={t(`clients.${reason}.submit`)}
      act={() => endClient(subscriberId, id, reason)}
      onDone={tell}
      onClose={onClose}
    >
      {t(`clients.${reason}.text`)}
    </ConfirmDialog>
  )
}
