import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import type { Subscriber } from '../../subscribers/schema.ts'
import { ActConfirmation } from './act-confirmation.tsx'
import type { Act, ActSelection } from './api.ts'
import { PrintHandOverList } from './hand-over-list.tsx'

/** What is to be done, and to whom: subscribers that are known one by one, or all that match a filter. */
export interface ActRequest {
  act: Act
  selection: ActSelection
  /** Those selected by id; undefined for all that match. */
  subscribers: Subscriber[] | undefined
  /** undefined: not counted yet. */
  count: number | undefined
}

interface ActDialogProps {
  accountId: string
  request: ActRequest | undefined
  onClose: () => void
  onStarted?: () => void
}

/** Says what an act will do, with numbers, does it, and follows it to its end. */
export function ActDialog({ accountId, request, onClose, onStarted }: ActDialogProps) {
  const { t } = useTranslation('deployments')
  const queries = useQueryClient()
  const [started, setStarted] = useState<{ by: ActRequest; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined

  function title(): string | undefined {
    if (!request) return undefined
    const { act, count } = request
    if (operation) return t(`act.${act}.name`)
    return count === undefined ? t(`act.${act}.titleAll`) : t(`act.${act}.title`, { count })
  }

  return (
    <Modal opened={request !== undefined} onClose={onClose} title={title()} size="lg">
      {request && !operation && (
        <ActConfirmation
          accountId={accountId}
          request={request}
          onCancel={onClose}
          onStarted={(begun) => {
            followOperation(queries, accountId, begun)
            setStarted({ by: request, operation: begun })
            onStarted?.()
          }}
        />
      )}
      {request && operation && (
        <OperationResult
          accountId={accountId}
          operation={operation}
          onClose={onClose}
          staysOpen={request.act === 'generatePins'}
          actionsOf={(newest) => <PrintHandOverList accountId={accountId} operation={newest} />}
        />
      )}
    </Modal>
  )
}
