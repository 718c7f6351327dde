import { Group, Progress, Text } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Operation } from '../schema.ts'
import { newestOperationsQuery, operationsQuery } from './api.ts'
import { useOperationKind } from './operation-kind.ts'
import { OutcomeSum } from './operation-progress.tsx'
import { percent } from './progress.ts'
import { OperationStatus } from './status-badge.tsx'

/** Every operation of an account, newest first. */
export function OperationsPage({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation('operations')
  const operations = useInfiniteQuery(operationsQuery(accountId))
  const newest = useQuery(newestOperationsQuery(accountId))
  const columns = useColumns()
  const rows = useMemo(() => {
    // What runs is asked for more often than the list: the fresher state wins.
    const fresh = new Map(newest.data?.map((operation) => [operation.id, operation]))
    const listed = operations.data?.pages.flatMap(({ items }) => items) ?? []
    const known = new Set(listed.map(({ id }) => id))
    const started = (newest.data ?? []).filter(({ id }) => !known.has(id))
    return [...started, ...listed.map((operation) => fresh.get(operation.id) ?? operation)]
  }, [operations.data, newest.data])
  return (
    <Page title={t('title')} lead={t('lead')} fill>
      {operations.error && rows.length === 0 ? (
        <ProblemAlert problem={operations.error} retry={operations.refetch} />
      ) : (
        <DataGrid
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={(operation) => operation.id}
          linkOf={({ id }) => ({
            to: '/accounts/$accountId/activity/operations/$operationId',
            params: { accountId, operationId: id },
          })}
          loading={operations.isPending}
          more={{
            has: operations.hasNextPage,
            fetching: operations.isFetchingNextPage,
            fetch: operations.fetchNextPage,
          }}
          empty={
            <EmptyState
              icon={IconListCheck}
              title={t('empty.title')}
              text={t('empty.text')}
              actions={
                <>
                  <ButtonLink
                    variant="default"
                    to="/accounts/$accountId/deployment/import"
                    params={{ accountId }}
                  >
                    {t('empty.import')}
                  </ButtonLink>
                  <ButtonLink to="/accounts/$accountId/deployment/subscribers" params={{ accountId }}>
                    {t('empty.manage')}
                  </ButtonLink>
                </>
              }
            />
          }
        />
      )}
    </Page>
  )
}

function useColumns(): GridColumn<Operation>[] {
  const { t } = useTranslation('operations')
  return useMemo(
    () => [
      { id: 'kind', header: t('column.kind'), width: 180, cell: ({ kind }) => <Kind kind={kind} /> },
      {
        id: 'status',
        header: t('column.status'),
        width: 130,
        cell: ({ status }) => <OperationStatus status={status} />,
      },
      {
        id: 'progress',
        header: t('column.progress'),
        width: 340,
        cell: (operation) => <Bar operation={operation} />,
      },
      { id: 'by', header: t('column.by'), width: 160, cell: ({ createdBy }) => createdBy },
      {
        id: 'started',
        header: t('column.started'),
        width: 140,
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t],
  )
}

function Kind({ kind }: { kind: string }) {
  return useOperationKind(kind)
}

function Bar({ operation }: { operation: Operation }) {
  const kind = useOperationKind(operation.kind)
  if (operation.failure) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" truncate title={operation.failure}>
        {operation.failure}
      </Text>
    )
  }
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress.Root size="sm" w={110}>
        <Progress.Section value={percent(operation)} aria-label={kind} />
      </Progress.Root>
      <OutcomeSum operation={operation} />
    </Group>
  )
}
