import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation, isRunning, operationQuery } from '#features/operations/web/api.ts'
import { OperationProgress } from '#features/operations/web/operation-progress.tsx'
import { ReportButton } from '#features/operations/web/report-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Import } from '../schema.ts'
import { renewImport, undoImport } from './api.ts'
import { useImportPlace } from './import-place.ts'
import { resetsSoftphones } from './plan.ts'
import { ToldRecords } from './told-records.tsx'

interface UndoDialogProps {
  plan: Import
  opened: boolean
  onClose: () => void
}

/** Says what undoing an import will do, does it, and names the records that were left as they are. */
export function UndoDialog({ plan, opened, onClose }: UndoDialogProps) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const { accountId, kind } = place
  const queries = useQueryClient()
  const undoing = useMutation({
    mutationFn: () => undoImport(place, plan.id),
    onSuccess: (operation) => {
      followOperation(queries, accountId, operation)
      return renewImport(queries, place)
    },
  })
  const { create, change } = plan.counts
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={undoing.data ? t('undo.result') : t('undo.title')}
      size="lg"
      onExitTransitionEnd={undoing.reset}
    >
      {undoing.data ? (
        <Result accountId={accountId} started={undoing.data} onClose={onClose} />
      ) : (
        <Stack>
          <List size="sm" spacing={6}>
            {create > 0 && <List.Item>{t(`${kind.name}.undo.create`, { count: create })}</List.Item>}
            {change > 0 && <List.Item>{t('undo.change', { count: change })}</List.Item>}
            {resetsSoftphones(plan) && <List.Item>{t('undo.softphones')}</List.Item>}
            <List.Item>{t(`${kind.name}.undo.left`)}</List.Item>
          </List>
          {undoing.error && <ProblemAlert problem={undoing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button color="red" data-autofocus loading={undoing.isPending} onClick={() => undoing.mutate()}>
              {t('undo.button')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function Result({
  accountId,
  started,
  onClose,
}: {
  accountId: string
  started: Operation
  onClose: () => void
}) {
  const { t } = useTranslation('imports')
  const { data: operation = started } = useQuery(operationQuery(accountId, started.id))
  return (
    <Stack>
      {operation.failure && (
        <Text c="var(--mantine-color-error)" role="alert">
          {operation.failure}
        </Text>
      )}
      <div aria-live="polite">
        <OperationProgress operation={operation} />
      </div>
      {!isRunning(operation) && operation.skipped > 0 && (
        <ToldRecords
          accountId={accountId}
          operation={operation}
          outcome="skipped"
          title={t('undo.kept', { count: operation.skipped })}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <ReportButton accountId={accountId} operation={operation} />
        <Button data-autofocus onClick={onClose}>
          {t('close', { ns: 'common' })}
        </Button>
      </Group>
    </Stack>
  )
}
