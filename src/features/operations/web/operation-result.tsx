import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRotate } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Operation } from '../schema.ts'
import { followOperation, isRunning, operationQuery, retryFailed, useRetryable } from './api.ts'
import { OperationProgress } from './operation-progress.tsx'
import { Reasons } from './reasons.tsx'
import { ReportButton } from './report-button.tsx'

interface OperationResultProps {
  accountId: string
  /** As it was started. */
  operation: Operation
  onClose: () => void
  /** The result is to be looked at, also when every record was done. */
  staysOpen: boolean
  /** Further things to do with the result, such as printing it. */
  actionsOf?: ((operation: Operation) => ReactNode) | undefined
}

/** Follows an operation where it was started: progress, then what became of the records, and what to do about it. */
export function OperationResult(props: OperationResultProps) {
  const { accountId, operation: started, onClose, staysOpen, actionsOf } = props
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const { data: operation = started } = useQuery(operationQuery(accountId, started.id))
  const retrying = useMutation({
    mutationFn: () => retryFailed(accountId, operation.id),
    onSuccess: (again) => followOperation(queries, accountId, again),
  })
  const retryable = useRetryable(accountId, operation)
  const running = isRunning(operation)
  const nothingToSay = operation.status === 'done' && operation.failed + operation.skipped === 0
  const closing = useRef(onClose)
  closing.current = onClose
  // The notification of its end says all there is to say.
  useEffect(() => {
    if (nothingToSay && !staysOpen) closing.current()
  }, [nothingToSay, staysOpen])
  return (
    <Stack>
      {operation.failure && (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
          {operation.failure}
        </Alert>
      )}
      <div aria-live="polite">
        <OperationProgress operation={operation} />
      </div>
      {running && (
        <Text size="sm" c="dimmed">
          {t('goOn')}
        </Text>
      )}
      <Reasons accountId={accountId} operation={operation} />
      {retrying.error && <ProblemAlert problem={retrying.error} />}
      <Group justify="flex-end" gap="xs">
        <ButtonLink
          variant="subtle"
          to="/accounts/$accountId/activity/operations/$operationId"
          params={{ accountId, operationId: operation.id }}
        >
          {t('records')}
        </ButtonLink>
        <ReportButton accountId={accountId} operation={operation} />
        {retryable && (
          <Button
            variant="default"
            leftSection={<IconRotate size={16} aria-hidden />}
            loading={retrying.isPending}
            onClick={() => retrying.mutate()}
          >
            {t('retry')}
          </Button>
        )}
        {actionsOf?.(operation)}
        <Button data-autofocus onClick={onClose}>
          {t('close', { ns: 'common' })}
        </Button>
      </Group>
    </Stack>
  )
}
