import { Alert, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconListCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { TextLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Operation, OperationItem } from '../schema.ts'
import {
  cancelOperation,
  isRunning,
  operationItemsQuery,
  operationQuery,
  operationsKey,
  retryFailed,
  useRetryable,
} from './api.ts'
import { useOperationKind } from './operation-kind.ts'
import { OperationProgress } from './operation-progress.tsx'
import { outcomeWord } from './outcome-word.ts'
import { Reasons } from './reasons.tsx'
import { ReportButton } from './report-button.tsx'
import { ItemOutcome, OperationStatus } from './status-badge.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/operations/$operationId')

interface OperationPageProps {
  /** Names a record. */
  subjectOf: (subjectId: string) => ReactNode
  /** What can be done with the result of an operation beyond retrying. */
  actionsOf: (operation: Operation) => ReactNode
  /** What came of the operation after it had done its part, such as how e-mails fared. */
  aftermathOf: (operation: Operation) => ReactNode
}

/** One operation: how far it is, and what became of each record, by outcome. */
export function OperationPage({ subjectOf, actionsOf, aftermathOf }: OperationPageProps): ReactNode {
  const { t } = useTranslation('operations')
  const { accountId, operationId } = route.useParams()
  const operation = useQuery(operationQuery(accountId, operationId))
  const kind = useOperationKind(operation.data?.kind ?? '')
  if (operation.error) {
    return (
      <Page title={t('title')}>
        <ProblemAlert problem={operation.error} retry={operation.refetch} />
      </Page>
    )
  }
  return (
    <Page
      title={kind === '' ? t('title') : kind}
      actions={
        operation.data && (
          <>
            {actionsOf(operation.data)}
            <ReportButton accountId={accountId} operation={operation.data} />
            <Controls operation={operation.data} />
          </>
        )
      }
      fill
    >
      <TextLink to="/accounts/$accountId/activity/operations" params={{ accountId }} size="sm">
        <Group gap={4}>
          <IconArrowLeft size={14} aria-hidden />
          {t('back')}
        </Group>
      </TextLink>
      {operation.data ? (
        <Head operation={operation.data} subjectOf={subjectOf} aftermathOf={aftermathOf} />
      ) : (
        <Skeleton height={110} />
      )}
      {operation.data && <Items operation={operation.data} subjectOf={subjectOf} />}
    </Page>
  )
}

function Head({
  operation,
  subjectOf,
  aftermathOf,
}: { operation: Operation } & Omit<OperationPageProps, 'actionsOf'>) {
  const { t } = useTranslation('operations')
  const { accountId } = route.useParams()
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group gap="sm">
          <OperationStatus status={operation.status} />
          {operation.createdBy && <Text size="sm">{t('startedBy', { name: operation.createdBy })}</Text>}
          <Text size="sm" c="dimmed" span>
            <Time at={operation.startedAt ?? operation.createdAt} />
          </Text>
        </Group>
        {operation.failure && (
          <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {operation.failure}
          </Alert>
        )}
        <OperationProgress operation={operation} />
        {aftermathOf(operation)}
        <Reasons accountId={accountId} operation={operation} subjectOf={subjectOf} />
      </Stack>
    </Paper>
  )
}

function Controls({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operations')
  const { accountId } = route.useParams()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: operationsKey(accountId) })
  const cancelling = useMutation({
    mutationFn: () => cancelOperation(accountId, operation.id),
    onSuccess: refresh,
  })
  const retrying = useMutation({ mutationFn: () => retryFailed(accountId, operation.id), onSuccess: refresh })
  const retryable = useRetryable(accountId, operation)
  const error = cancelling.error ?? retrying.error
  return (
    <>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error.message}
        </Text>
      )}
      {isRunning(operation) && (
        <Button
          variant="default"
          title={t('cancelAsked')}
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {t('cancel')}
        </Button>
      )}
      {retryable && (
        <Button loading={retrying.isPending} onClick={() => retrying.mutate()}>
          {t('retry')}
        </Button>
      )}
    </>
  )
}

function Items({ operation, subjectOf }: { operation: Operation } & Pick<OperationPageProps, 'subjectOf'>) {
  const { t } = useTranslation('operations')
  const { accountId } = route.useParams()
  const { outcome } = route.useSearch()
  const navigate = route.useNavigate()
  const items = useInfiniteQuery({
    ...operationItemsQuery(accountId, operation.id, outcome),
    refetchInterval: isRunning(operation) ? 3000 : false,
  })
  const rows = useMemo(() => items.data?.pages.flatMap((page) => page.items) ?? [], [items.data])
  const columns = useMemo<GridColumn<OperationItem>[]>(
    () => [
      {
        id: 'subject',
        header: t('item.subject'),
        width: 205,
        cell: ({ subjectId }) => subjectOf(subjectId),
      },
      {
        id: 'outcome',
        header: t('item.outcome'),
        width: 150,
        cell: (item) => <ItemOutcome operation={operation} outcome={item.outcome} />,
      },
      {
        id: 'reason',
        header: t('item.reason'),
        width: 520,
        wrap: true,
        cell: ({ message, code }) => message ?? code,
      },
    ],
    [t, subjectOf, operation],
  )
  return (
    <>
      <FilterTabs
        label={t('filter')}
        value={outcome}
        all={{ label: t('all_outcomes'), count: operation.total }}
        choices={(['done', 'skipped', 'failed'] as const).map((value) => ({
          value,
          label: t(`outcome.${outcomeWord(operation, value)}`),
          count: operation[value],
        }))}
        onChange={(value) => void navigate({ search: { outcome: value }, replace: true })}
      />
      {items.error && rows.length === 0 ? (
        <ProblemAlert problem={items.error} retry={items.refetch} />
      ) : (
        <DataGrid
          label={t('items')}
          columns={columns}
          rows={rows}
          rowId={(item) => item.subjectId}
          loading={items.isPending}
          more={{ has: items.hasNextPage, fetching: items.isFetchingNextPage, fetch: items.fetchNextPage }}
          empty={<EmptyState icon={IconListCheck} title={t('noItems.title')} text={t('noItems.text')} />}
        />
      )}
    </>
  )
}
