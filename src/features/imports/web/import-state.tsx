import { Alert, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isRunning, newestOperationsQuery } from '#features/operations/web/api.ts'
import { OperationProgress } from '#features/operations/web/operation-progress.tsx'
import type { Import } from '../schema.ts'
import { Applied } from './applied.tsx'
import { useImportPlace } from './import-place.ts'
import { resetsSoftphones, rowCount, workCount } from './plan.ts'
import { PlanRows } from './plan-rows.tsx'
import { Review } from './review.tsx'

/** Where an import stands, in words, and what can be looked at of it. */
export function ImportState({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { operations } = useImportPlace().kind
  switch (plan.status) {
    case 'planning':
      return <Growing plan={plan} />
    case 'ready':
      return <Review plan={plan} />
    case 'applying':
      return <Moving words={t('applying')} kinds={operations.apply} />
    case 'undoing':
      return <Moving words={t('undoing')} kinds={operations.undo} />
    case 'applied':
      return <Applied plan={plan} />
    case 'undone':
      return (
        <Alert icon={<IconArrowBackUp aria-hidden />} variant="light" title={t('undone')}>
          {t('undoneText')} {resetsSoftphones(plan) && t('undo.softphones')}
        </Alert>
      )
    case 'failed':
      return <Failed plan={plan} />
    case 'cancelled':
      return (
        <Alert icon={<IconInfoCircle aria-hidden />} variant="light" title={t('cancelled')}>
          {plan.failure ?? (plan.appliedAt === null ? t('cancelledText') : t('failedSome'))}
        </Alert>
      )
  }
}

function Growing({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  return (
    <Paper withBorder p="xl">
      <Group role="status">
        <Loader size="sm" aria-hidden />
        <div>
          <Text fw={600}>{t('planning')}</Text>
          <Text size="sm">{t('sending.rows', { count: rowCount(plan), work: workCount(plan) })}</Text>
          <Text size="sm" c="dimmed">
            {t('planningHint')}
          </Text>
        </div>
      </Group>
    </Paper>
  )
}

/** The operation behind an import that is being written, or taken back. */
function Moving({ words, kinds }: { words: string; kinds: readonly string[] }) {
  const { accountId } = useImportPlace()
  const { data: operations } = useQuery(newestOperationsQuery(accountId))
  const operation = operations?.find((one) => kinds.includes(one.kind) && isRunning(one))
  return (
    <Paper withBorder p="lg" maw={720}>
      <Stack gap="sm">
        <Text fw={600} role="status">
          {words}
        </Text>
        {operation && <OperationProgress operation={operation} />}
      </Stack>
    </Paper>
  )
}

function Failed({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  return (
    <>
      <Alert
        color="red"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('failed')}
      >
        <Text size="sm">{plan.failure}</Text>
        <Text size="sm">{plan.appliedAt === null ? t('failedText') : t('failedSome')}</Text>
      </Alert>
      {rowCount(plan) > 0 && <PlanRows plan={plan} />}
    </>
  )
}
