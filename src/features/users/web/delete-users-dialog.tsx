import { Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import type { UserDeletionForecast } from '../schema.ts'
import { startUserDeletion, type UserSelection } from './api.ts'
import { DeletionConfirmation } from './delete-users-confirmation.tsx'

/** Who is to be deleted; `count` is undefined where they are not counted yet. */
export interface DeletionRequest {
  selection: UserSelection
  count: number | undefined
}

interface DeleteUsersDialogProps {
  accountId: string
  /** undefined: the dialog is closed. */
  request: DeletionRequest | undefined
  onClose: () => void
  onStarted: () => void
}

/** Says what deleting many people does, does it when `delete` was typed, and follows it to its end (UA-80 to UA-83). */
export function DeleteUsersDialog({ accountId, request, onClose, onStarted }: DeleteUsersDialogProps) {
  const { t } = useTranslation('person')
  const queries = useQueryClient()
  const [started, setStarted] = useState<{ by: DeletionRequest; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined
  const starting = useMutation({
    mutationFn: async ({ by, forecast }: { by: DeletionRequest; forecast: UserDeletionForecast }) => ({
      by,
      operation: await startUserDeletion(accountId, asForetold(by.selection, forecast)),
    }),
    onSuccess: (begun) => {
      followOperation(queries, accountId, begun.operation)
      setStarted(begun)
      onStarted()
    },
  })

  function title(): string {
    if (operation) return t('delete.titleStarted')
    const count = request?.count
    return count === undefined ? t('delete.titleAll') : t('delete.titleMany', { count })
  }

  return (
    <Modal
      opened={request !== undefined}
      onClose={onClose}
      onExitTransitionEnd={starting.reset}
      title={title()}
      size="lg"
    >
      {request && !operation && (
        <DeletionConfirmation
          accountId={accountId}
          selection={request.selection}
          deleting={starting.isPending}
          problem={starting.error}
          onCancel={onClose}
          onDelete={(forecast) => starting.mutate({ by: request, forecast })}
        />
      )}
      {request && operation && (
        <OperationResult accountId={accountId} operation={operation} onClose={onClose} staysOpen={false} />
      )}
    </Modal>
  )
}

/** What is deleted must be what was foretold: the server compares the number. */
function asForetold(selection: UserSelection, { people }: UserDeletionForecast): UserSelection {
  return 'ids' in selection ? selection : { ...selection, expectedCount: people }
}
