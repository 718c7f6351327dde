import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { AssignForm } from './assign-form.tsx'

interface AssignDialogProps {
  accountId: string
  /** undefined: the dialog is closed. */
  request: Chosen | undefined
  onClose: () => void
}

/** Gives many people SMS numbers or takes theirs, and follows that to its end (UA-73). */
export function AssignDialog({ accountId, request, onClose }: AssignDialogProps) {
  const { t } = useTranslation('numbers')
  const [started, setStarted] = useState<{ by: Chosen; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined
  return (
    <Modal opened={request !== undefined} onClose={onClose} title={t('manage.title')} size="lg">
      {request && !operation && (
        <AssignForm
          accountId={accountId}
          chosen={request}
          onCancel={onClose}
          onStarted={(begun) => setStarted({ by: request, operation: begun })}
        />
      )}
      {request && operation && (
        <OperationResult accountId={accountId} operation={operation} onClose={onClose} staysOpen={false} />
      )}
    </Modal>
  )
}
